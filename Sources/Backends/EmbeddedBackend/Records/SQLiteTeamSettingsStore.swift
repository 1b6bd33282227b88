package import FoundationEssentials
import GRDB
package import HealingDomain

package struct SQLiteTeamSettingsStore: TeamSettingsStore {
    private let file: SQLiteFile

    init(file: SQLiteFile) { self.file = file }

    package func save(_ subscription: Subscription) async throws(Fault) {
        try await self.file.write("saving a subscription to \(subscription.repository)") { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO subscription (repository, branch, channel, made_at, body)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    subscription.repository.rawValue.lowercased(), subscription.branch ?? "",
                    subscription.channel.rawValue, subscription.at.timeIntervalSinceReferenceDate,
                    try RecordText.encode(subscription),
                ])
        }
    }

    package func removeSubscriptions(
        to repository: RepositoryName, channel: ChannelID
    ) async throws(Fault) -> [Subscription] {
        try await self.file.write("removing subscriptions to \(repository)") { database in
            let key: StatementArguments = [channel.rawValue, repository.rawValue.lowercased()]
            let removed = try Self.fetch(
                Subscription.self, "FROM subscription WHERE channel = ? AND repository = ? ORDER BY made_at", key,
                in: database)
            try database.execute(sql: "DELETE FROM subscription WHERE channel = ? AND repository = ?", arguments: key)
            return removed
        }
    }

    package func subscriptions() async throws(Fault) -> [Subscription] {
        try await self.read(Subscription.self, "subscriptions", "FROM subscription ORDER BY made_at")
    }

    package func save(_ mute: Mute) async throws(Fault) {
        try await self.file.write("muting \(mute.target.text)") { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO mute (kind, target, repository, made_at, body) VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: Self.key(mute.target, mute.repository) + [
                    mute.at.timeIntervalSinceReferenceDate, try RecordText.encode(mute),
                ])
        }
    }

    package func removeMute(_ target: Mute.Target, repository: RepositoryName?) async throws(Fault) -> Mute? {
        try await self.file.write("unmuting \(target.text)") { database in
            let condition = "FROM mute WHERE kind = ? AND target = ? AND repository = ?"
            let key = Self.key(target, repository)
            let removed = try Self.fetch(Mute.self, condition, key, in: database).first
            try database.execute(sql: "DELETE " + condition, arguments: key)
            return removed
        }
    }

    package func mutes() async throws(Fault) -> [Mute] {
        try await self.read(Mute.self, "mutes", "FROM mute ORDER BY made_at")
    }

    package func save(_ preferences: ChannelPreferences) async throws(Fault) {
        try await self.file.write("saving the preferences of \(preferences.channel)") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO channel_preferences (channel, body) VALUES (?, ?)",
                arguments: [preferences.channel.rawValue, try RecordText.encode(preferences)])
        }
    }

    package func preferences(of channel: ChannelID) async throws(Fault) -> ChannelPreferences? {
        try await self.read(
            ChannelPreferences.self, "a channel's preferences", "FROM channel_preferences WHERE channel = ?",
            [channel.rawValue]
        ).first
    }

    package func preferences() async throws(Fault) -> [ChannelPreferences] {
        try await self.read(
            ChannelPreferences.self, "the channels' preferences", "FROM channel_preferences ORDER BY channel")
    }

    private static func key(_ target: Mute.Target, _ repository: RepositoryName?) -> StatementArguments {
        switch target {
        case .rule(let rule): ["rule", rule.rawValue, repository?.rawValue ?? ""]
        case .path(let pattern): ["path", pattern.rawValue, repository?.rawValue ?? ""]
        }
    }
}

/// Who is who on GitHub.
extension SQLiteTeamSettingsStore {
    package func save(_ link: IdentityLink) async throws(Fault) -> Bool {
        try await self.file.write("linking \(link.person)") { database in
            let login = link.login.lowercased()
            let owner = try String.fetchOne(
                database, sql: "SELECT person FROM identity_link WHERE login = ?", arguments: [login])
            guard owner == nil || owner == link.person.rawValue else { return false }
            try database.execute(
                sql: "INSERT OR REPLACE INTO identity_link (person, login, body) VALUES (?, ?, ?)",
                arguments: [link.person.rawValue, login, try RecordText.encode(link)])
            return true
        }
    }

    package func removeLink(of person: PersonID) async throws(Fault) -> IdentityLink? {
        try await self.file.write("unlinking \(person)") { database in
            let condition = "FROM identity_link WHERE person = ?"
            let removed = try Self.fetch(IdentityLink.self, condition, [person.rawValue], in: database).first
            try database.execute(sql: "DELETE " + condition, arguments: [person.rawValue])
            return removed
        }
    }

    package func link(of person: PersonID) async throws(Fault) -> IdentityLink? {
        try await self.read(
            IdentityLink.self, "a person's link", "FROM identity_link WHERE person = ?", [person.rawValue]
        ).first
    }

    package func links() async throws(Fault) -> [IdentityLink] {
        try await self.read(IdentityLink.self, "links", "FROM identity_link ORDER BY person")
    }

    package func save(_ request: LinkRequest) async throws(Fault) {
        try await self.file.write("saving a request to link \(request.person)") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO link_request (person, body) VALUES (?, ?)",
                arguments: [request.person.rawValue, try RecordText.encode(request)])
        }
    }

    package func linkRequest(of person: PersonID, at moment: Date) async throws(Fault) -> LinkRequest? {
        let requests = try await self.read(
            LinkRequest.self, "a request to link", "FROM link_request WHERE person = ?", [person.rawValue])
        return requests.first { $0.expiresAt > moment }
    }

    package func removeLinkRequest(of person: PersonID) async throws(Fault) {
        try await self.file.write("removing a request to link \(person)") { database in
            try database.execute(sql: "DELETE FROM link_request WHERE person = ?", arguments: [person.rawValue])
        }
    }
}

/// Threads that people vouched for.
extension SQLiteTeamSettingsStore {
    package func save(_ mark: ProvenMark) async throws(Fault) {
        try await self.file.write("saving a proven thread") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO proven_thread (channel, timestamp, made_at, body) VALUES (?, ?, ?, ?)",
                arguments: Self.key(mark.thread) + [
                    mark.at.timeIntervalSinceReferenceDate, try RecordText.encode(mark),
                ])
        }
    }

    package func removeProvenMark(of thread: MessageReference) async throws(Fault) -> ProvenMark? {
        try await self.file.write("removing a proven thread") { database in
            let condition = "FROM proven_thread WHERE channel = ? AND timestamp = ?"
            let removed = try Self.fetch(ProvenMark.self, condition, Self.key(thread), in: database).first
            try database.execute(sql: "DELETE " + condition, arguments: Self.key(thread))
            return removed
        }
    }

    package func provenMark(of thread: MessageReference) async throws(Fault) -> ProvenMark? {
        try await self.read(
            ProvenMark.self, "a proven thread", "FROM proven_thread WHERE channel = ? AND timestamp = ?",
            Self.key(thread)
        ).first
    }

    package func provenMarks() async throws(Fault) -> [ProvenMark] {
        try await self.read(ProvenMark.self, "proven threads", "FROM proven_thread ORDER BY made_at")
    }

    private static func key(_ thread: MessageReference) -> StatementArguments {
        [thread.channel.rawValue, thread.timestamp.rawValue]
    }
}

extension SQLiteTeamSettingsStore {
    private func read<Value: Decodable & Sendable>(
        _ type: Value.Type, _ what: String, _ condition: String, _ arguments: StatementArguments = []
    ) async throws(Fault) -> [Value] {
        try await self.file.read("reading \(what)") { database in
            try Self.fetch(type, condition, arguments, in: database)
        }
    }

    private static func fetch<Value: Decodable>(
        _ type: Value.Type, _ condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> [Value] {
        try String.fetchAll(database, sql: "SELECT body " + condition, arguments: arguments)
            .map { try RecordText.decode(type, from: $0) }
    }
}
