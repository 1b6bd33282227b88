import FoundationEssentials
import HealingDomain

/// Draws the App Home anew for whoever opens it.
struct HomePublisher: Sendable {
    let parts: ControlPlane.Dependencies
    let check: ApproverCheck

    func publish(for person: PersonID) async throws(Fault) {
        switch try await self.check.membership.standing(of: person) {
        case .refused(let refusal):
            return try await self.parts.chat.publishHome([.section(refusal.text)], for: person)
        case .guest:
            return try await self.parts.chat.publishHome([.section(Refusal.guest.text)], for: person)
        case .member: break
        }
        let now = self.parts.now()
        let entries = try await self.parts.audit.entries(
            AuditFilter(since: MonthNumbers.start(of: now), limit: 20_000))
        let view = HomeView(
            health: await self.parts.health(), checkpoints: try await self.parts.memory.checkpoints(),
            waiting: try await self.waiting(for: person, at: now), numbers: MonthNumbers(entries),
            settings: self.parts.settings)
        try await self.parts.chat.publishHome(view.blocks, for: person)
    }

    private func waiting(for person: PersonID, at moment: Date) async throws(Fault) -> [HealingRecord] {
        var waiting: [HealingRecord] = []
        for approval in try await self.parts.approvals.pending() where approval.expiresAt > moment {
            guard waiting.count < 20 else { break }
            guard let record = try await self.parts.records.record(of: approval.finding) else { continue }
            let question = Question(approval, records: [record], settings: self.parts.settings)
            let hasVoted = approval.votes.contains { $0.person == person }
            if !hasVoted, try await self.check.refusal(ofMember: person, deciding: question) == nil {
                waiting.append(record)
            }
        }
        return waiting
    }
}
