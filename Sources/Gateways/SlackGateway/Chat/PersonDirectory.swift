import FoundationEssentials
import HealingDomain

/// People by id, asked for one by one and remembered for a short while, so that who was deactivated is known soon.
actor PersonDirectory {
    static let longestMemorySeconds: Double = 300
    private static let capacity = 5000
    private let api: SlackWebAPI
    private var known: [PersonID: (person: Person, since: Date)] = [:]

    init(api: SlackWebAPI) { self.api = api }

    func person(_ id: PersonID, ourTeam: String?) async throws(Fault) -> Person {
        if let entry = self.known[id], self.isFresh(entry.since) { return entry.person }
        let doing = "looking up \(id) in Slack"
        let answer = try await self.api.call(.userInfo, ["user": .string(id.rawValue)], doing: doing)
        guard let person = Person(user: answer["user"], ourTeam: ourTeam) else {
            throw Fault(doing: doing, detail: "the answer has no user")
        }
        if self.known.count >= Self.capacity { self.known = [:] }
        self.known[id] = (person, self.api.pace.now())
        return person
    }

    /// The person is asked for anew next time: events come in any order, so that what one tells may be old. Returns the
    /// name that was known.
    func forget(_ id: PersonID) -> String? { self.known.removeValue(forKey: id)?.person.name }

    /// The names of those that can be found; a person who cannot be found keeps the id.
    func names(of ids: Set<PersonID>, ourTeam: String?) async -> [String: String] {
        var names: [String: String] = [:]
        for id in ids.sorted() {
            names[id.rawValue] = try? await self.person(id, ourTeam: ourTeam).name
        }
        return names
    }

    private func isFresh(_ since: Date) -> Bool {
        let age = self.api.pace.now().timeIntervalSince(since)
        return age >= 0 && age < Self.longestMemorySeconds
    }
}

extension Person {
    init?(user: JSONValue, ourTeam: String?) {
        guard let id = user["id"].text else { return nil }
        let profile = user["profile"]
        let name =
            profile["display_name"].text ?? profile["real_name"].text ?? user["real_name"].text
            ?? user["name"].text ?? id
        let team = user["team_id"].text
        // In an organisation the account's teams are listed apart.
        let organisation = user["enterprise_user"]["teams"].elements.compactMap(\.text)
        let teams = organisation + [team].compactMap { $0 }
        let isOutside = ourTeam.map { !teams.isEmpty && !teams.contains($0) } ?? false
        self.init(
            id: PersonID(id), name: name, teamID: team,
            isBot: user["is_bot"].bool == true || user["is_app_user"].bool == true || id == "USLACKBOT",
            isRestricted: user["is_restricted"].bool == true || user["is_ultra_restricted"].bool == true,
            isDeleted: user["deleted"].bool == true, isStranger: user["is_stranger"].bool == true || isOutside,
            isUnconfirmed: user["is_email_confirmed"].bool == false, organisationTeams: Set(organisation),
            isAdmin: user["is_admin"].bool == true || user["is_owner"].bool == true)
    }
}
