import FoundationEssentials
package import HealingDomain

/// Scans the source files of a folder on this machine, in batches so that memory stays bounded.
///
/// Symbolic links are not followed. Folders of dependencies and build output, and files in no known language, are left
/// out; a source file that cannot be scanned is told as a problem of the report. The findings' repository is the folder's
/// name, so that fingerprints do not depend on where the folder stands.
package struct FolderScan: Sendable {
    private let scanner: any CodeScanner
    private let limits: Limits

    /// What one scan takes on; what goes beyond is told.
    package struct Limits: Sendable, Hashable {
        package var bytesOfFile: Int
        package var files: Int
        /// A batch ends at whichever of these it reaches first.
        package var filesOfBatch: Int
        package var bytesOfBatch: Int

        package init(
            bytesOfFile: Int = 1_000_000, files: Int = 20_000, filesOfBatch: Int = 200, bytesOfBatch: Int = 16_000_000
        ) {
            self.bytesOfFile = bytesOfFile
            self.files = files
            self.filesOfBatch = filesOfBatch
            self.bytesOfBatch = bytesOfBatch
        }
    }

    package init(scanner: any CodeScanner, limits: Limits = .init()) {
        self.scanner = scanner
        self.limits = limits
    }

    /// The findings from `minimumSeverity` up, in the order of the files. Throws where `folder` is not a readable folder
    /// and where the scanner cannot work at all.
    package func callAsFunction(_ folder: String, minimumSeverity: Severity = .low) async throws(Fault) -> ScanReport {
        var reader = SourceFolderReader(walk: try FolderWalk(root: folder), limits: self.limits)
        let context = ScanContext(repository: RepositoryName(Self.name(of: folder)), branch: "", commit: .none)
        var report = ScanReport(findings: [])
        while let batch = reader.nextBatch() {
            report.problems += batch.problems
            guard !batch.files.isEmpty else { continue }
            let answer = try await self.scanner.scan(batch.files, in: context)
            report.findings += answer.findings.filter { $0.severity >= minimumSeverity }
            report.problems += answer.problems
        }
        return report
    }

    private static func name(of folder: String) -> String {
        let name = URL(filePath: folder, directoryHint: .isDirectory).standardizedFileURL.lastPathComponent
        return name.isEmpty || name == "/" ? "folder" : name
    }
}
