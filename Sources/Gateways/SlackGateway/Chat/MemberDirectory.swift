import FoundationEssentials
import HealingDomain

/// Who is in which channel, remembered for a short while, so that who left a channel is known soon.
actor MemberDirectory {
    static let longestMemorySeconds: Double = 300
    private static let capacity = 500
    /// Longer lists are told as a fault: nobody is taken for a member by a list that was not read to its end.
    private static let longestRead = 100
    private let api: SlackWebAPI
    private var known: [ChannelID: (members: Set<PersonID>, since: Date)] = [:]

    init(api: SlackWebAPI) { self.api = api }

    /// Nobody, for a channel that the bot cannot see.
    func members(of channel: ChannelID) async throws(Fault) -> Set<PersonID> {
        if let entry = self.known[channel], self.isFresh(entry.since) { return entry.members }
        let asked = self.api.pace.now()
        let members = try await self.ask(channel)
        if self.known.count >= Self.capacity { self.known = [:] }
        self.known[channel] = (members, asked)
        return members
    }

    private func ask(_ channel: ChannelID) async throws(Fault) -> Set<PersonID> {
        let doing = "asking Slack who is in \(channel)"
        var members: Set<PersonID> = []
        var arguments: [String: JSONValue] = ["channel": .string(channel.rawValue), "limit": 1000]
        for _ in 0..<Self.longestRead {
            let page: JSONValue
            do throws(SlackFailure) {
                page = try await self.api.perform(.channelMembers, arguments, doing: doing)
            } catch {
                if error.code == "channel_not_found" { return [] }
                throw error.fault
            }
            members.formUnion(page["members"].elements.compactMap(\.text).map { PersonID($0) })
            guard let cursor = page["response_metadata"]["next_cursor"].text, !cursor.isEmpty else { return members }
            arguments["cursor"] = .string(cursor)
        }
        throw Fault(doing: doing, detail: "the list of its members does not end")
    }

    private func isFresh(_ since: Date) -> Bool {
        let age = self.api.pace.now().timeIntervalSince(since)
        return age >= 0 && age < Self.longestMemorySeconds
    }
}
