package import FoundationEssentials
package import HealingDomain

/// Carries out what was decided: a pull request or a draft with a question to the channel, or nothing but the record.
package struct OpenPullRequest: Sendable {
    let codeHost: any CodeHost
    let records: any HealingRecordStore
    let record: RecordStep
    let wording: @Sendable (HealingRecord) -> PullRequestWording
    let digest: @Sendable (String) -> String
    let ask: @Sendable (HealingRecord, String) async throws(Fault) -> Approval
    let now: @Sendable () -> Date
    let clock = ContinuousClock()

    /// - Parameters:
    ///   - wording: branch, title, body and commit message for a record; the same finding always has the same branch, so
    ///     that a retry finds it.
    ///   - digest: SHA-256 of a text, hexadecimal: what an approval binds to.
    ///   - ask: asks the channel about the record's pull request, with the digest of its change; the same question again
    ///     gives the same approval.
    package init(
        codeHost: any CodeHost, records: any HealingRecordStore, record: RecordStep,
        wording: @escaping @Sendable (HealingRecord) -> PullRequestWording,
        digest: @escaping @Sendable (String) -> String,
        ask: @escaping @Sendable (HealingRecord, String) async throws(Fault) -> Approval,
        now: @escaping @Sendable () -> Date
    ) {
        self.codeHost = codeHost
        self.records = records
        self.record = record
        self.wording = wording
        self.digest = digest
        self.now = now
        self.ask = ask
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
        record.approvalID = try await self.ask(record, self.digest(change.original + "\0" + change.updated)).id
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
            branch: words.branch, commitMessage: words.commitMessage, title: words.title,
            body: words.body, changes: [change], isDraft: decision == .draftPullRequest,
            labels: ["codehealer", finding.severity.rawValue.lowercased()])
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
    package var branch: String
    package var title: String
    package var body: String
    package var commitMessage: String

    package init(branch: String, title: String, body: String, commitMessage: String) {
        self.branch = branch
        self.title = title
        self.body = body
        self.commitMessage = commitMessage
    }
}
