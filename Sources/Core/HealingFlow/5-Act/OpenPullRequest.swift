package import FoundationEssentials
package import HealingDomain

/// Carries out what was decided: a pull request or a draft with a question to the channel, or nothing but the record.
package struct OpenPullRequest: Sendable {
    let codeHost: any CodeHost
    let approvals: any ApprovalStore
    let records: any HealingRecordStore
    let record: RecordStep
    let settings: HealingSettings
    let wording: @Sendable (HealingRecord) -> PullRequestWording
    let digest: @Sendable (String) -> String
    let now: @Sendable () -> Date
    let newID: @Sendable () -> String
    let clock = ContinuousClock()

    /// - Parameters:
    ///   - wording: title, body and commit message for a record.
    ///   - digest: SHA-256 of a text, hexadecimal: what an approval binds to.
    package init(
        codeHost: any CodeHost, approvals: any ApprovalStore, records: any HealingRecordStore, record: RecordStep,
        settings: HealingSettings, wording: @escaping @Sendable (HealingRecord) -> PullRequestWording,
        digest: @escaping @Sendable (String) -> String, now: @escaping @Sendable () -> Date,
        newID: @escaping @Sendable () -> String
    ) {
        self.codeHost = codeHost
        self.approvals = approvals
        self.records = records
        self.record = record
        self.settings = settings
        self.wording = wording
        self.digest = digest
        self.now = now
        self.newID = newID
    }

    func callAsFunction(_ healing: Healing) async throws(Fault) -> HealingRecord {
        var record = healing.record
        guard let decision = record.decision, decision != .notify, let change = record.candidate?.change else {
            record.state = .notified
            return try await self.saved(record)
        }
        let start = self.clock.now
        let pullRequest = try await self.codeHost.openPullRequest(
            self.draft(for: record, change: change, decision: decision))
        record.pullRequest = pullRequest
        record.approvalID = try await self.ask(about: record, change: change, pullRequest: pullRequest).id
        record.state = .proposed
        record = try await self.saved(record)
        try await self.record(
            .act, of: record, milliseconds: (self.clock.now - start).milliseconds,
            detail: "\(pullRequest.isDraft ? "draft pull request" : "pull request") #\(pullRequest.number) opened")
        return record
    }

    private func draft(for record: HealingRecord, change: ProposedChange, decision: Decision) -> PullRequestDraft {
        let (finding, words) = (record.finding, self.wording(record))
        return PullRequestDraft(
            repository: finding.repository, baseBranch: finding.branch, base: finding.commit,
            branch: Self.branch(for: finding), commitMessage: words.commitMessage, title: words.title,
            body: words.body, changes: [change], isDraft: decision == .draftPullRequest,
            labels: ["codehealer", finding.severity.rawValue.lowercased()])
    }

    /// `codehealer/<rule>-<short fingerprint>`: the same finding always has the same branch, so that a retry finds it.
    static func branch(for finding: Finding) -> String {
        let rule = finding.rule.rawValue.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        return "codehealer/\(String(rule).prefix(60))-\(finding.fingerprint.short)"
    }

    /// One question a pull request head: a retry finds the one it already asked.
    private func ask(
        about record: HealingRecord, change: ProposedChange, pullRequest: PullRequestReference
    ) async throws(Fault) -> Approval {
        let earlier = try await self.approvals.approvals(
            repository: pullRequest.repository, pullRequest: pullRequest.number)
        if let same = earlier.first(where: { $0.headSHA == pullRequest.headSHA && $0.state == .pending }) {
            return same
        }
        let moment = self.now()
        let approval = Approval(
            id: self.newID(), finding: record.finding.fingerprint, repository: pullRequest.repository,
            pullRequest: pullRequest.number, headSHA: pullRequest.headSHA,
            diffHash: self.digest(change.original + "\0" + change.updated), severity: record.finding.severity,
            author: record.author, createdAt: moment,
            expiresAt: moment.addingTimeInterval(self.settings.approvalLifetimeSeconds))
        try await self.approvals.save(approval)
        return approval
    }

    private func saved(_ record: HealingRecord) async throws(Fault) -> HealingRecord {
        var record = record
        record.updatedAt = self.now()
        try await self.records.save(record)
        return record
    }
}

/// How a pull request is worded.
package struct PullRequestWording: Sendable, Hashable {
    package var title: String
    package var body: String
    package var commitMessage: String

    package init(title: String, body: String, commitMessage: String) {
        self.title = title
        self.body = body
        self.commitMessage = commitMessage
    }
}
