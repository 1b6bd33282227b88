import HealingDomain

/// Asks Slack who somebody is, now: people leave, and a card stays for a week.
struct Membership: Sendable {
    enum Standing: Sendable {
        case member(Person)
        case guest(Person)
        case refused(Refusal)
    }

    let chat: any TeamChat
    let settings: ControlPlaneSettings

    /// Anybody who is not certainly an active person of the installed team is refused. Throws only what a retry can
    /// mend.
    func standing(of id: PersonID) async throws(Fault) -> Standing {
        do {
            let person = try await self.chat.person(id)
            if person.isDeleted { return .refused(.deactivated) }
            if person.isBot { return .refused(.bot) }
            guard !person.isStranger, try await self.isOurs(person) else { return .refused(.notInTeam) }
            if person.isRestricted { return .guest(person) }
            return person.isUnconfirmed ? .refused(.unconfirmed) : .member(person)
        } catch {
            if error.isRetryable { throw error }
            return .refused(.couldNotCheck(error.detail))
        }
    }

    /// In an organisation, an account of another workspace may belong to ours too.
    private func isOurs(_ person: Person) async throws(Fault) -> Bool {
        let team = try await self.team()
        return person.teamID == team || person.organisationTeams.contains(team)
    }

    private func team() async throws(Fault) -> String {
        if let team = self.settings.installedTeam { return team }
        return try await self.chat.identity().teamID
    }
}
