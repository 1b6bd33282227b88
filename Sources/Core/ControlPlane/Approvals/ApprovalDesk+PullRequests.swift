import FoundationEssentials
package import HealingDomain
import Logging

/// What happens on GitHub.
extension ApprovalDesk {
    /// A pull request was pushed to, merged or closed. Those that are not ours are none of our business.
    package func pullRequestChanged(_ event: PullRequestEvent) async throws(Fault) {
        let turn = Approval.turn(event.repository, event.number)
        try await self.turns.exclusively(turn) { () async throws(Fault) in
            let records = try await self.keeper.records.records(
                repository: event.repository, pullRequest: event.number)
            guard !records.isEmpty else { return }
            switch event.action {
            case .synchronized: try await self.moved(event)
            case .merged where records.contains { $0.proposal != nil }: try await self.proposalsEnded(event)
            case .closed where records.contains { $0.proposal != nil }: try await self.proposalsEnded(event)
            case .merged: try await self.merged(event, records)
            case .closed: try await self.closed(event, records)
            case .opened: try await self.reopened(event, records)
            case .other: break
            }
        }
    }

    private func current(_ event: PullRequestEvent) async throws(Fault) -> [Approval] {
        try await self.approvals.approvals(repository: event.repository, pullRequest: event.number)
    }

    /// Somebody reopened what had been closed: the question stands again, where nothing else changed.
    private func reopened(_ event: PullRequestEvent, _ records: [HealingRecord]) async throws(Fault) {
        for record in records where record.state == .rejected {
            guard let id = record.approvalID, let approval = try await self.approvals.approval(id: id),
                approval.state == .rejected, approval.executedAt != nil
            else { continue }
            let state = try await self.codeHost.pullRequest(event.number, in: event.repository)
            guard state.isOpen, state.reference.headSHA == approval.headSHA else { continue }
            _ = try await self.ask(again: record, requestedBy: Actor.gitHub(event.sender))
        }
    }

    private func moved(_ event: PullRequestEvent) async throws(Fault) {
        let reason = "\(event.sender) pushed \(event.headSHA.short) to the branch"
        for approval in try await self.current(event) where approval.headSHA != event.headSHA {
            if approval.state == .pending {
                try await self.settle(approval, as: .superseded, by: Actor.gitHub(event.sender), reason: reason)
            } else if approval.state == .superseded {
                // Decided before, perhaps by this very event, and cut short before the card said so.
                try await self.executor.carryOut(approval)
            }
        }
    }

    private func merged(_ event: PullRequestEvent, _ records: [HealingRecord]) async throws(Fault) {
        var actor = Actor.gitHub(event.sender)
        for approval in try await self.current(event) {
            switch approval.state {
            case .approved where approval.executedAt == nil: actor = approval.decidedBy ?? actor
            case .pending:
                _ = try await self.approvals.decide(
                    id: approval.id, as: .approved, by: actor, reason: "merged on GitHub", at: self.now())
            default: break
            }
        }
        // A crash may have left a merged record with its card as it was: what is not marked is settled again.
        let isUnfinished = try await self.current(event).contains { $0.executedAt == nil }
        let open = records.filter { $0.state != .reverted && (isUnfinished || $0.state != .merged) }
        try await self.settlement.merged(open, by: actor, head: event.headSHA, mergeSHA: event.mergeSHA)
        for approval in try await self.current(event) where approval.executedAt == nil && approval.state != .pending {
            try await self.approvals.markExecuted(id: approval.id, at: self.now())
        }
    }

    private func closed(_ event: PullRequestEvent, _ records: [HealingRecord]) async throws(Fault) {
        let reason = "closed on GitHub"
        let actor = Actor.gitHub(event.sender)
        for approval in try await self.current(event) {
            if approval.state == .pending {
                try await self.settle(approval, as: .rejected, by: actor, reason: reason)
            } else if approval.executedAt == nil {
                try await self.executor.carryOut(approval)
            }
        }
        let fresh = try await self.keeper.records.records(repository: event.repository, pullRequest: event.number)
        // What an earlier try had rejected already may have its card left to be shown.
        let undecided = fresh.filter {
            [.proposed, .superseded, .expired, .failed].contains($0.state)
                || ($0.state == .rejected && $0.decidedBy == actor && $0.reason == reason)
        }
        for record in undecided {
            try await self.log.once(.rejected, record, key: event.headSHA.short, by: actor, detail: reason)
        }
        try await self.settlement.rejected(undecided, by: actor, reason: reason)
    }
}
