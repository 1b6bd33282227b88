package import FoundationEssentials
package import HealingDomain

/// Asks the channel a question: makes the approval that a card's buttons stand for.
package struct AskApproval: Sendable {
    private let approvals: any ApprovalStore
    private let settings: ControlPlaneSettings
    private let newID: @Sendable () -> String
    private let now: @Sendable () -> Date

    /// `newID` has to be unguessable.
    package init(
        approvals: any ApprovalStore, settings: ControlPlaneSettings, newID: @escaping @Sendable () -> String,
        now: @escaping @Sendable () -> Date
    ) {
        self.approvals = approvals
        self.settings = settings
        self.newID = newID
        self.now = now
    }

    /// Stores a pending approval of the record's pull request at the commit it has now. Asking the same again, as
    /// after a
    /// restart, gives the same approval; one that asks about another commit or diff of the pull request is superseded.
    ///
    /// The caller notes the approval's id in the record and announces it. `diffHash` is the SHA-256 of
    /// the pull request's whole change, one for all findings that share it.
    package func callAsFunction(
        _ record: HealingRecord, diffHash: String, kind: Approval.Kind = .merge
    ) async throws(Fault) -> Approval {
        guard let pullRequest = record.pullRequest else {
            throw Fault(
                doing: "asking for an approval",
                detail: "finding \(record.finding.fingerprint.short) has no pull request")
        }
        let moment = self.now()
        let known = try await self.approvals.approvals(
            repository: pullRequest.repository, pullRequest: pullRequest.number)
        for approval in known where approval.state == .pending {
            let isSame =
                approval.headSHA == pullRequest.headSHA && approval.diffHash == diffHash && approval.kind == kind
            if isSame, approval.expiresAt > moment { return approval }
            _ = try await self.approvals.decide(
                id: approval.id, as: .superseded, by: Actor.bot, reason: "asked again", at: moment)
            // Its card will show the new question: there is nothing else to do about it.
            try await self.approvals.markExecuted(id: approval.id, at: moment)
        }
        let approval = Approval(
            id: self.newID(), kind: kind, finding: record.finding.fingerprint,
            repository: pullRequest.repository, pullRequest: pullRequest.number, headSHA: pullRequest.headSHA,
            diffHash: diffHash,
            severity: record.finding.severity, author: record.author, requester: record.requestedBy,
            policy: self.settings.policy(of: pullRequest.repository), createdAt: moment,
            expiresAt: moment.addingTimeInterval(self.settings.approvalLifetimeSeconds))
        try await self.approvals.save(approval)
        return approval
    }
}
