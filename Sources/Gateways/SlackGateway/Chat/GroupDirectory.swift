import FoundationEssentials
import HealingDomain

/// Who is in which user group, remembered for a short while, so that who left a group is known soon.
actor GroupDirectory {
    static let longestMemorySeconds: Double = 300
    private static let capacity = 500
    private let api: SlackWebAPI
    private var known: [UserGroupID: (members: Set<PersonID>, since: Date)] = [:]

    init(api: SlackWebAPI) { self.api = api }

    /// Groups need a paid plan and the scope `usergroups:read`: where one is missing, the fault's advice says so.
    func members(of group: UserGroupID) async throws(Fault) -> Set<PersonID> {
        if let entry = self.known[group], self.isFresh(entry.since) { return entry.members }
        let doing = "asking Slack who is in the group \(group)"
        let asked = self.api.pace.now()
        let answer = try await self.api.call(.groupMembers, ["usergroup": .string(group.rawValue)], doing: doing)
        let members = Set(answer["users"].elements.compactMap(\.text).map { PersonID($0) })
        if self.known.count >= Self.capacity { self.known = [:] }
        self.known[group] = (members, asked)
        return members
    }

    private func isFresh(_ since: Date) -> Bool {
        let age = self.api.pace.now().timeIntervalSince(since)
        return age >= 0 && age < Self.longestMemorySeconds
    }
}
