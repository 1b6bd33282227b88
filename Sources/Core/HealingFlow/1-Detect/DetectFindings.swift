package import HealingDomain

/// Finds what a change introduced: changed files only, and of their findings those on changed lines.
package struct DetectFindings: Sendable {
    let codeHost: any CodeHost
    let scanner: any CodeScanner
    let settings: HealingSettings
    let clock = ContinuousClock()

    package init(codeHost: any CodeHost, scanner: any CodeScanner, settings: HealingSettings) {
        self.codeHost = codeHost
        self.scanner = scanner
        self.settings = settings
    }

    /// The change a push makes, or `nil` where it is nothing to scan: a deletion, another branch, our own branch.
    func change(of push: PushEvent) -> CodeChange? {
        guard !push.isDeletion, push.after != .none, self.settings.branches.contains(push.branch) else { return nil }
        return CodeChange(
            repository: push.repository, branch: push.branch, base: push.before, head: push.after, author: push.pusher)
    }

    /// - Parameter needsPatch: Leaves out, and reports, files whose changed lines the host does not give, instead of
    ///   taking all their lines for changed.
    package func callAsFunction(_ change: CodeChange, needsPatch: Bool = false) async throws(Fault) -> Detection {
        let start = self.clock.now
        let all = try await self.codeHost.changes(in: change.repository, from: change.base, to: change.head)
            .filter { Language(path: $0.path) != .generic }
        let changed = all.filter { !(needsPatch && $0.isTruncated) }
        let tooLarge = all.filter { needsPatch && $0.isTruncated }.map {
            ScanReport.Problem(path: $0.path, reason: "its diff is too large for GitHub to show")
        }
        let (files, unread) = try await self.read(changed.prefix(self.settings.fileCountLimit), of: change)
        let report = try await self.scanner.scan(
            files, in: ScanContext(repository: change.repository, branch: change.branch, commit: change.head))
        let skipped = changed.dropFirst(self.settings.fileCountLimit).map {
            ScanReport.Problem(
                path: $0.path, reason: "the push changes more than \(self.settings.fileCountLimit) files")
        }
        return Detection(
            change: change, findings: self.introduced(report.findings, by: changed),
            files: Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first }),
            ruleCounts: report.findings.countsByRule(), problems: unread + report.problems + skipped + tooLarge,
            milliseconds: (self.clock.now - start).milliseconds)
    }

    /// All findings of one file as it is at the change's head, on whichever line.
    func detection(of path: String, in change: CodeChange) async throws(Fault) -> Detection {
        let file = try await self.codeHost.file(
            path, in: change.repository, at: change.head, limit: self.settings.fileSizeLimit)
        let files = [file].compactMap(\.self)
        let report = try await self.scanner.scan(
            files, in: ScanContext(repository: change.repository, branch: change.branch, commit: change.head))
        return Detection(
            change: change, findings: report.findings,
            files: Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first }),
            ruleCounts: report.findings.countsByRule(), problems: report.problems, milliseconds: 0)
    }

    private func read(
        _ changed: some Sequence<ChangedFile> & Sendable, of change: CodeChange
    ) async throws(Fault) -> (files: [SourceFile], unread: [ScanReport.Problem]) {
        let reads = await Array(changed).concurrentMap(limit: 8) { await self.read($0, of: change) }
        var files: [SourceFile] = []
        var unread: [ScanReport.Problem] = []
        for read in reads {
            if let file = try read.outcome.get() {
                files.append(file)
            } else {
                let reason = "not text, or over \(self.settings.fileSizeLimit) bytes"
                unread.append(.init(path: read.path, reason: reason))
            }
        }
        return (files, unread)
    }

    private struct Read: Sendable {
        var path: String
        var outcome: Result<SourceFile?, Fault>
    }

    /// Not generic over what is read: an optimised build of Swift 6.3.1 returned garbage from a generic function whose
    /// closure throws a typed error and gives a tuple (2026-11-24, seen as a crash in the task group).
    private func read(_ changed: ChangedFile, of change: CodeChange) async -> Read {
        do throws(Fault) {
            let file = try await self.codeHost.file(
                changed.path, in: change.repository, at: change.head, limit: self.settings.fileSizeLimit)
            return Read(path: changed.path, outcome: .success(file))
        } catch {
            return Read(path: changed.path, outcome: .failure(error))
        }
    }

    private func introduced(_ findings: [Finding], by changed: [ChangedFile]) -> [Finding] {
        let byPath = Dictionary(changed.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        return findings.filter { finding in
            finding.severity >= self.settings.minimumSeverity
                && byPath[finding.path]?.touches(finding.range.lines) == true
        }
    }
}

extension [Finding] {
    /// Path → rule → how often.
    func countsByRule() -> [String: [RuleID: Int]] {
        self.reduce(into: [:]) { counts, finding in counts[finding.path, default: [:]][finding.rule, default: 0] += 1 }
    }
}
