import HealingDomain

/// What happens on GitHub to a person's pull request that fixes were offered on.
extension ApprovalDesk {
    /// Merged or closed: a question that waits is over, without blame on the fix; what was put there is followed up.
    func proposalsEnded(_ event: PullRequestEvent) async throws(Fault) {
        let isMerged = event.action == .merged
        let approvals = try await self.approvals.approvals(repository: event.repository, pullRequest: event.number)
        for approval in approvals {
            if approval.state == .pending {
                let reason = isMerged ? "merged on GitHub without it" : "closed on GitHub"
                try await self.settle(approval, as: .superseded, by: Actor.gitHub(event.sender), reason: reason)
            } else if approval.executedAt == nil {
                try await self.executor.carryOut(approval)
            }
        }
        let records = try await self.keeper.records.records(repository: event.repository, pullRequest: event.number)
        let there = records.filter { $0.state == .pushed || $0.state == .suggested }
        if isMerged { return try await self.landed.merged(there, event) }
        try await self.settlement.lapsed(there, as: .superseded, reason: "its pull request was closed")
    }

    private var landed: LandedProposal {
        LandedProposal(keeper: self.keeper, log: self.log, settlement: self.settlement, codeHost: self.codeHost)
    }
}

extension Approval {
    /// What a question becomes whose pull request somebody merged on GitHub: merging ours approves it, merging theirs
    /// says nothing about what we offered.
    var stateWhenMerged: State { self.kind == .merge ? .approved : .superseded }
    var stateWhenClosed: State { self.kind == .merge ? .rejected : .superseded }
}
