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

    package func callAsFunction(_ change: CodeChange) async throws(Fault) -> Detection {
        let start = self.clock.now
        let changed = try await self.codeHost.changes(in: change.repository, from: change.base, to: change.head)
            .filter { Language(path: $0.path) != .generic }
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
            ruleCounts: report.findings.countsByRule(), problems: unread + report.problems + skipped,
            milliseconds: (self.clock.now - start).milliseconds)
    }

    private func read(
        _ changed: some Sequence<ChangedFile> & Sendable, of change: CodeChange
    ) async throws(Fault) -> (files: [SourceFile], unread: [ScanReport.Problem]) {
        let limit = self.settings.fileSizeLimit
        let outcomes = await Array(changed).concurrentMap(limit: 8) { changed in
            await attempt { () async throws(Fault) in
                (
                    changed.path,
                    try await self.codeHost.file(changed.path, in: change.repository, at: change.head, limit: limit)
                )
            }
        }
        var files: [SourceFile] = []
        var unread: [ScanReport.Problem] = []
        for outcome in outcomes {
            let (path, file) = try outcome.get()
            if let file {
                files.append(file)
            } else {
                unread.append(.init(path: path, reason: "not text, or over \(limit) bytes"))
            }
        }
        return (files, unread)
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
