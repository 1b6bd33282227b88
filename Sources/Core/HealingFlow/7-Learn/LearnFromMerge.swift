package import FoundationEssentials
package import HealingDomain
package import Logging

/// Learns from a pull request that people wrote and merged: what it made disappear was fixed by it.
package struct LearnFromMerge: Sendable {
    let codeHost: any CodeHost
    let scanner: any CodeScanner
    let memory: any SolutionMemory
    let templates: any FixTemplateStore
    let audit: any AuditTrail
    let now: @Sendable () -> Date
    let logger: Logger

    package init(
        codeHost: any CodeHost, scanner: any CodeScanner, memory: any SolutionMemory,
        templates: any FixTemplateStore, audit: any AuditTrail, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.codeHost = codeHost
        self.scanner = scanner
        self.memory = memory
        self.templates = templates
        self.audit = audit
        self.now = now
        self.logger = logger
    }

    /// Safe to repeat: the same fix is stored under the same id.
    package func callAsFunction(_ event: PullRequestEvent) async throws(Fault) {
        guard event.action == .merged, let changes = try await self.codeHost.mergedChanges(link: event.url) else {
            return
        }
        for change in changes where Language(path: change.path) != .generic {
            try await self.learn(from: change, of: event)
        }
    }

    private func learn(from change: ProposedChange, of event: PullRequestEvent) async throws(Fault) {
        let before = try await self.findings(in: change.original, of: change, at: event.baseSHA, event)
        guard !before.isEmpty else { return }
        let after = try await self.findings(in: change.updated, of: change, at: event.headSHA, event)
        let left = Set(after.map(\.fingerprint))
        let (countBefore, countAfter) = (
            before.countsByRule()[change.path] ?? [:], after.countsByRule()[change.path] ?? [:]
        )
        for finding in before where !left.contains(finding.fingerprint) {
            guard countAfter[finding.rule, default: 0] < countBefore[finding.rule, default: 0] else { continue }
            try await self.keep(finding, change, event)
        }
    }

    private func findings(
        in text: String, of change: ProposedChange, at commit: CommitSHA, _ event: PullRequestEvent
    ) async throws(Fault) -> [Finding] {
        try await self.scanner.scan(
            [SourceFile(path: change.path, content: text)],
            in: ScanContext(repository: event.repository, branch: event.baseBranch, commit: commit)
        ).findings
    }

    private func keep(_ finding: Finding, _ change: ProposedChange, _ event: PullRequestEvent) async throws(Fault) {
        let fixID = OpenHealing.fixID(of: finding, at: self.now())
        let fix = PastFix(
            id: fixID, rule: finding.rule, issueType: finding.issueType, severity: finding.severity,
            repository: event.repository, path: change.path, language: finding.language, before: change.original,
            after: change.updated, pullRequestURL: event.url, approvedBy: event.sender, source: .pastFix,
            confidence: nil, timestamp: self.now())
        let count = try await KeepFix(memory: self.memory, templates: self.templates)(fix, at: finding.range.startLine)
        self.logger.info(
            "learned from a merged pull request",
            metadata: ["rule": "\(finding.rule)", "pr": "\(event.url)", "templates": "\(count)"])
        try await self.audit.append(
            AuditEntry(
                fixID: fixID, timestamp: self.now(), step: HealingStep.learn.rawValue, repository: event.repository,
                filePath: change.path, issueType: finding.issueType, severity: finding.severity,
                pullRequestURL: event.url, fixApplied: true, user: event.sender,
                detail: count == 0
                    ? "fixed by people; no replayable template" : "fixed by people; \(count) templates learned",
                finding: finding.fingerprint, rule: finding.rule))
    }
}
