import FoundationEssentials
package import HealingDomain
import Logging

/// What happens with time and after a restart. Several processes may do it at once.
extension ApprovalDesk {
    /// Ends the questions whose time is over, and says so on their cards. Call it now and then.
    package func expireOverdue() async throws(Fault) {
        let moment = self.now()
        for overdue in try await self.approvals.pending() where overdue.expiresAt <= moment {
            await self.trying("a question is not ended yet", overdue) { () async throws(Fault) in
                try await self.settle(overdue, as: .expired, by: Actor.bot, reason: nil)
            }
        }
    }

    /// Says in the threads of questions that end soon that they do, once each, and calls nobody. Call it now and then.
    package func remindOfEnds() async throws(Fault) {
        let (moment, lead) = (self.now(), self.settings.reminderSeconds)
        for open in try await self.approvals.pending() where open.remindedAt == nil && open.expiresAt > moment {
            // A question that was never open for longer is not reminded of at once.
            let total = open.expiresAt.timeIntervalSince(open.createdAt)
            guard open.expiresAt.timeIntervalSince(moment) <= min(lead, total / 2) else { continue }
            await self.trying("a question was not reminded of", open) { () async throws(Fault) in
                try await self.remind(of: open, at: moment)
            }
        }
    }

    /// First claimed, then said: a crash between them loses a reminder, and no question is reminded of twice.
    private func remind(of approval: Approval, at moment: Date) async throws(Fault) {
        guard try await self.approvals.claimReminder(id: approval.id, at: moment),
            let record = try await self.keeper.records(of: approval).first
        else { return }
        let needed = Question(approval, records: [], settings: self.settings).policy.approvals
        let missing = needed > 1 ? " It has \(approval.votes.count) of \(needed) approvals." : ""
        try await self.keeper.note(
            "Nobody has decided yet. Without a decision this ends at \(approval.expiresAt.inWords), and nothing is changed.\(missing)",
            on: record)
    }

    /// Finishes decisions that were cut short. Call it at start, and now and then: it is what tries again after the
    /// queue gave up. One that fails again does not keep the others.
    package func resumeUnexecuted() async throws(Fault) {
        for unfinished in try await self.approvals.unexecuted() {
            await self.trying("a decision is still not carried out", unfinished) { () async throws(Fault) in
                guard let approval = try await self.approvals.approval(id: unfinished.id) else { return }
                try await self.executor.carryOut(approval)
            }
        }
    }

    /// In the approval's turn. One that fails does not keep the others; it is tried again at the next call.
    private func trying(
        _ failure: String, _ approval: Approval, _ body: () async throws(Fault) -> Void
    ) async {
        do throws(Fault) {
            try await self.turns.exclusively(approval.turn, body)
        } catch {
            self.logger.warning(
                "\(failure)", metadata: ["approval": "\(approval.id)", "fault": "\(error)"])
        }
    }
}
