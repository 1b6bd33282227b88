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
            guard !person.isStranger, person.teamID == (try await self.team()) else { return .refused(.notInTeam) }
            return person.isRestricted ? .guest(person) : .member(person)
        } catch {
            if error.isRetryable { throw error }
            return .refused(.couldNotCheck(error.detail))
        }
    }

    private func team() async throws(Fault) -> String {
        if let team = self.settings.installedTeam { return team }
        return try await self.chat.identity().teamID
    }
}

/// Whether a person may decide an approval.
struct ApproverCheck: Sendable {
    let membership: Membership
    let gitHubLogin: @Sendable (PersonID) async -> String?

    /// `nil` lets them decide.
    func refusal(of person: PersonID, deciding approval: Approval) async throws(Fault) -> Refusal? {
        switch try await self.membership.standing(of: person) {
        case .refused(let refusal): return refusal
        case .guest: return .guest
        case .member: return await self.refusal(ofMember: person, deciding: approval)
        }
    }

    /// The same for somebody whose membership was just checked.
    func refusal(ofMember person: PersonID, deciding approval: Approval) async -> Refusal? {
        let settings = self.membership.settings
        if !settings.approvers.isEmpty, !settings.approvers.contains(person) { return .notApprover(settings.approvers) }
        guard approval.severity == .critical, let author = approval.author else { return nil }
        guard let login = await self.gitHubLogin(person) else {
            return settings.criticalNeedsKnownLogin ? .loginUnknown : nil
        }
        return login.lowercased() == author.lowercased() ? .authorOfCritical : nil
    }
}
