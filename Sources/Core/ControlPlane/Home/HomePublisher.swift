import FoundationEssentials
import HealingDomain

/// Draws the App Home anew for whoever opens it.
struct HomePublisher: Sendable {
    let parts: ControlPlane.Dependencies
    let check: ApproverCheck
    let audiences: AudienceFinder
    let hasAuthority: @Sendable (Person) async -> Bool

    /// `notice` says what came of a button that was pressed there.
    func publish(for id: PersonID, notice: StyledText? = nil) async throws(Fault) {
        let person: Person
        switch try await self.check.membership.standing(of: id) {
        case .refused(let refusal):
            return try await self.parts.chat.publishHome([.section(refusal.text)], for: id)
        case .guest:
            return try await self.parts.chat.publishHome([.section(Refusal.guest.text)], for: id)
        case .member(let member): person = member
        }
        let now = self.parts.now()
        let team = self.parts.teamSettings
        let entries = try await self.parts.audit.entries(
            AuditFilter(since: StatsPeriod.start(of: now), limit: 20_000))
        let view = HomeView(
            notice: notice, health: await self.parts.health(), reading: try await self.reading(for: person),
            waiting: try await self.waiting(for: id, at: now), numbers: AuditNumbers(entries),
            login: try await self.login(of: id), subscriptions: try await team.subscriptions(),
            mutes: try await team.mutes(), preferences: try await team.preferences(),
            mayPurge: await self.mayPurge(person), settings: self.parts.settings)
        try await self.parts.chat.publishHome(view.blocks, for: id)
    }

    private func mayPurge(_ person: Person) async -> Bool {
        guard self.parts.miner != nil else { return false }
        return await self.hasAuthority(person)
    }

    private func reading(for person: Person) async throws(Fault) -> [MiningProgress] {
        guard let miner = self.parts.miner else { return [] }
        // No channel is this tab's: private ones are named to their members only.
        let audience = await self.audiences.audience(ofOne: person, in: ChannelID(""))
        return try await miner.progress().filter { !$0.isPrivate || audience.privateChannels.contains($0.channel) }
    }

    private func login(of person: PersonID) async throws(Fault) -> HomeView.Login {
        if let link = try await self.parts.teamSettings.link(of: person) { return .proven(link) }
        return await self.parts.gitHubLogin(person).map(HomeView.Login.configured) ?? .unknown
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
