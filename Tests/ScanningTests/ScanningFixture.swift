import Foundation
import HealingDomain
import Logging
import Scanning
import Subprocess
import SystemPackage
import Testing

/// What the suites share: the real Semgrep of the machine, the bundled rules, and one warm scanner.
enum ScanningFixture {
    static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let rulesFolder = Self.packageRoot.appendingPathComponent("Sources/Gateways/Scanning/Rules").path
    static let context = ScanContext(repository: "acme/shop", branch: "develop", commit: "c0ffee")

    /// Semgrep as `scripts/setup` installs it. A machine without it fails the suite with the advice to install it.
    static func semgrep() throws -> SemgrepInstallation {
        try SemgrepInstallation.find(setting: nil, workingDirectory: Self.packageRoot.path)
    }

    static func catalog() throws -> RuleCatalog { try RuleCatalog(folders: [Self.rulesFolder]) }

    static func scanner(limits: SemgrepScanner.Limits = SemgrepScanner.Limits()) throws -> SemgrepScanner {
        try SemgrepScanner(
            installation: self.semgrep(), catalog: self.catalog(), limits: limits, logger: Logger(label: "test"))
    }

    /// The warm scanner of all the tests that need no other limits.
    static let shared = Result { try Self.scanner() }

    static func scan(_ files: SourceFile...) async throws -> ScanReport {
        try await Self.shared.get().scan(files, in: Self.context)
    }

    /// The test code beside the rules.
    static func ruleTestFiles() throws -> [SourceFile] {
        try FileManager.default.subpathsOfDirectory(atPath: Self.rulesFolder).sorted()
            .filter { !$0.hasSuffix(".yaml") && $0.contains(".") }
            .map { path in
                SourceFile(
                    path: path, content: try String(contentsOfFile: Self.rulesFolder + "/" + path, encoding: .utf8))
            }
    }

    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scanning-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Runs a program as a person would; its standard output, and whether it was content. Not by Foundation's `Process`:
    /// that learns of an end by a socket which every program started meanwhile inherits, so beside a warm scanner it may
    /// wait for ever.
    static func run(_ program: String, _ arguments: [String]) async throws -> (output: Data, succeeded: Bool) {
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments), input: .none, output: .data(limit: 64 << 20),
            error: .discarded)
        return (result.standardOutput, result.terminationStatus.isSuccess)
    }
}
