import FoundationEssentials
import HealingDomain

extension ApprovalDesk {
    /// Opens a question again that expired, or whose merge failed, where its pull request is still what was shown.
    /// Returns the words for whoever asked.
    func askAgain(_ fingerprint: Fingerprint, requestedBy person: PersonID) async throws(Fault) -> StyledText {
        guard let known = try await self.keeper.records.record(of: fingerprint), let pullRequest = known.pullRequest
        else {
            return "There is no pull request for this finding, so there is nothing to approve."
        }
        let turn = Approval.turn(pullRequest.repository, pullRequest.number)
        return try await self.turns.exclusively(turn) { () async throws(Fault) -> StyledText in
            guard var record = try await self.keeper.records.record(of: fingerprint) else { return "" }
            guard record.state == .expired || record.state == .failed else { return Self.answer(for: record) }
            let state = try await self.codeHost.pullRequest(pullRequest.number, in: pullRequest.repository)
            guard state.isOpen, state.reference.headSHA == pullRequest.headSHA else {
                return
                    "\(SourceLink.pullRequest(pullRequest)) is no longer what I proposed. Please review it on GitHub."
            }
            record.requestedBy = person
            return try await self.ask(again: record, requestedBy: person.rawValue)
        }
    }

    /// The record gets a question of its own again, and its card the buttons. To be called in the question's turn.
    func ask(again record: HealingRecord, requestedBy actor: String) async throws(Fault) -> StyledText {
        guard let id = record.approvalID, let previous = try await self.approvals.approval(id: id) else {
            return "I lost what was asked about this finding. Please review its pull request on GitHub."
        }
        let records = try await self.keeper.records(of: previous)
        let approval = try await self.ask(record, diffHash: previous.diffHash)
        let open = try await self.keeper.save(records) { open in
            open.approvalID = approval.id
            open.requestedBy = record.requestedBy
            open.state = .proposed
            open.decidedBy = nil
            open.reason = nil
        }
        let detail = "asked again after it \(Self.past(previous.state))"
        try await self.log.append(.askedAgain, record, by: actor, detail: detail)
        try await self.keeper.show(open)
        return "Asked again: the card has its buttons back, until \(approval.expiresAt.inWords)."
    }

    private static func past(_ state: Approval.State) -> String {
        switch state {
        case .expired: "expired"
        case .rejected: "was closed, and opened again"
        case .pending, .approved, .superseded: "could not be merged"
        }
    }

    private static func answer(for record: HealingRecord) -> StyledText {
        switch record.state {
        case .proposed: "It is waiting for a decision already."
        case .approved: "It is approved and being merged."
        case .pushed: "It is on the pull request's branch already."
        case .suggested: "It is in a review of the pull request already."
        case .merged: "It is merged already."
        case .rejected: "It was rejected meanwhile."
        case .superseded: "Somebody pushed to its branch after I asked. Please review the pull request on GitHub."
        case .detected: "I am still looking for a fix."
        case .notified: "I know no edit for it that I trust."
        case .reverted: "It was reverted meanwhile."
        case .expired, .failed: "It cannot be asked again."
        }
    }
}
