package import FoundationEssentials
import GRDB
package import HealingDomain

/// The outbox in SQLite. What is about to be posted is synced to the disk first, with all that was written before.
package struct SQLiteOutbox: Outbox {
    private let file: SQLiteFile

    init(file: SQLiteFile) { self.file = file }

    package func put(_ message: OutgoingMessage, marker: String, at moment: Date) async throws(Fault) {
        try await self.file.write("keeping a message for \(message.channel)") { database in
            try OutboxRows.put(message, marker: marker, at: moment.milliseconds, in: database)
        }
    }

    package func mark(_ key: String, at moment: Date) async throws(Fault) {
        let date = moment.milliseconds
        try await self.file.write("marking what needs no message") { database in
            try database.execute(
                sql: """
                    INSERT INTO outbox (key, lane, channel, marker, version, shown_version, is_in_flight, attempts,
                        created_at, changed_at, due_at, is_buried)
                    VALUES (?1, ?1, '', '', 0, 0, 0, 0, ?2, ?2, 0, 0) ON CONFLICT DO NOTHING
                    """, arguments: [key, date])
        }
    }

    package func place(of key: String) async throws(Fault) -> OutboxPlace? {
        try await self.file.read("looking for a message") { database in
            try Row.fetchOne(database, sql: "SELECT * FROM outbox WHERE key = ?", arguments: [key]).map { row in
                OutboxPlace(
                    reference: OutboxRows.reference(row), createdAt: Date(milliseconds: row["created_at"]))
            }
        }
    }

    package func dueLanes(at moment: Date, limit: Int) async throws(Fault) -> [String] {
        try await self.file.read("looking for due messages") { database in
            try String.fetchAll(
                database,
                sql: "SELECT lane FROM (\(OutboxRows.heads)) WHERE due_at <= ? ORDER BY due_at, sequence LIMIT ?",
                arguments: [moment.milliseconds, max(0, limit)])
        }
    }

    package func nextDue() async throws(Fault) -> Date? {
        try await self.file.read("looking for the next message") { database in
            try Int64.fetchOne(database, sql: "SELECT min(due_at) FROM (\(OutboxRows.heads))")
                .map { Date(milliseconds: $0) }
        }
    }

    package func begin(lane: String, at moment: Date, seconds: Double) async throws(Fault) -> OutboxEntry? {
        let doing = "taking a message of the outbox"
        let isPosted = try await self.file.read(doing) { database in
            try OutboxRows.head(of: lane, in: database).map { $0.reference != nil }
        }
        guard let isPosted else { return nil }
        let start = moment.milliseconds
        let take: @Sendable (Database) throws -> OutboxEntry? = { database in
            try OutboxRows.begin(lane, at: start, until: start + boundedMilliseconds(seconds), in: database)
        }
        // An edit may be repeated, a post may not.
        guard !isPosted else { return try await self.file.write(doing, take) }
        return try await self.file.writeDurably(doing, take)
    }

    package func finish(_ key: String, version: Int, at reference: MessageReference) async throws(Fault) {
        try await self.change(
            "noting a message",
            """
            shown_version = max(shown_version, :version), posted_channel = :channel, posted_timestamp = :timestamp,
            is_in_flight = 0, attempts = 0, due_at = 0, problem = NULL,
            content = CASE WHEN version <= :version THEN NULL ELSE content END
            """,
            [
                "key": key, "version": version, "channel": reference.channel.rawValue,
                "timestamp": reference.timestamp.rawValue,
            ])
    }

    package func postpone(
        _ key: String, until date: Date, isOutcomeUnknown: Bool, problem: String
    ) async throws(Fault) {
        try await self.change(
            "putting a message back", "due_at = :due, is_in_flight = :flight, problem = :problem",
            ["key": key, "due": date.milliseconds, "flight": isOutcomeUnknown, "problem": problem])
    }

    package func forgetPlace(_ key: String) async throws(Fault) {
        try await self.change(
            "forgetting where a message was",
            "posted_channel = NULL, posted_timestamp = NULL, is_in_flight = 0, due_at = 0", ["key": key])
    }

    package func bury(_ key: String, problem: String) async throws(Fault) {
        try await self.change(
            "giving up a message", "is_buried = 1, is_in_flight = 0, problem = :problem",
            ["key": key, "problem": problem])
    }

    package func revive(channel: ChannelID?, at moment: Date) async throws(Fault) {
        let due = moment.milliseconds
        try await self.file.write("trying messages again") { database in
            try database.execute(
                sql: """
                    UPDATE outbox SET is_buried = 0, attempts = 0, due_at = ?1
                    WHERE is_buried = 1 AND (?2 IS NULL OR channel = ?2)
                    """, arguments: [due, channel?.rawValue])
            guard channel == nil else { return }
            try database.execute(sql: "UPDATE outbox SET due_at = ? WHERE is_in_flight = 1", arguments: [due])
        }
    }

    package func depth() async throws(Fault) -> OutboxDepth {
        try await self.file.read("counting messages") { database in
            let waiting = "SELECT count(*) FROM outbox WHERE \(OutboxRows.isWaiting)"
            let newest = "SELECT problem FROM outbox WHERE is_buried = 1 ORDER BY changed_at DESC, sequence DESC"
            return OutboxDepth(
                waiting: try Int.fetchOne(database, sql: waiting) ?? 0,
                buried: try Int.fetchOne(database, sql: "SELECT count(*) FROM outbox WHERE is_buried = 1") ?? 0,
                problem: try String.fetchOne(database, sql: newest))
        }
    }

    package func count(in channel: ChannelID, since date: Date) async throws(Fault) -> Int {
        try await self.file.read("counting a channel's messages") { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM outbox WHERE channel = ? AND created_at >= ? AND lane = key",
                arguments: [channel.rawValue, date.milliseconds]) ?? 0
        }
    }

    package func prune(before date: Date) async throws(Fault) {
        try await self.file.write("forgetting old messages") { database in
            try database.execute(
                sql: "DELETE FROM outbox WHERE changed_at < ? AND NOT (\(OutboxRows.isWaiting))",
                arguments: [date.milliseconds])
        }
    }

    private func change(_ doing: String, _ columns: String, _ arguments: StatementArguments) async throws(Fault) {
        try await self.file.write(doing) { database in
            try database.execute(sql: "UPDATE outbox SET \(columns) WHERE key = :key", arguments: arguments)
        }
    }
}

enum OutboxRows {
    static let isWaiting = "shown_version < version AND is_buried = 0"

    /// Of each lane the first that waits.
    static let heads = """
        SELECT lane, due_at, sequence FROM outbox WHERE sequence IN
        (SELECT min(sequence) FROM outbox WHERE \(isWaiting) GROUP BY lane)
        """

    static func put(_ message: OutgoingMessage, marker: String, at moment: Int64, in database: Database) throws {
        let (channel, timestamp) =
            message.isReply
            ? (nil, nil) : (message.root?.channel.rawValue, message.root?.timestamp.rawValue)
        try database.execute(
            sql: """
                INSERT INTO outbox (key, lane, channel, content, marker, version, shown_version, posted_channel,
                    posted_timestamp, is_in_flight, attempts, created_at, changed_at, due_at, is_buried)
                VALUES (?, ?, ?, ?, ?, 1, 0, ?, ?, 0, 0, ?, ?, ?, 0)
                ON CONFLICT (key) DO UPDATE SET content = excluded.content, version = version + 1,
                    changed_at = excluded.changed_at, channel = excluded.channel,
                    posted_channel = coalesce(posted_channel, excluded.posted_channel),
                    posted_timestamp = coalesce(posted_timestamp, excluded.posted_timestamp),
                    attempts = CASE WHEN is_buried = 1 THEN 0 ELSE attempts END,
                    due_at = CASE WHEN is_buried = 1 OR shown_version = version THEN excluded.due_at ELSE due_at END,
                    is_buried = 0
                """,
            arguments: [
                message.key, message.lane, message.channel.rawValue, try RecordText.encode(message), marker, channel,
                timestamp, moment, moment, moment,
            ])
    }

    struct Head {
        var row: Row
        var reference: MessageReference?
    }

    static func head(of lane: String, in database: Database) throws -> Head? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM outbox WHERE lane = ? AND \(self.isWaiting) ORDER BY sequence LIMIT 1",
            arguments: [lane]
        ).map { Head(row: $0, reference: self.reference($0)) }
    }

    static func begin(_ lane: String, at moment: Int64, until end: Int64, in database: Database) throws -> OutboxEntry?
    {
        guard let head = try self.head(of: lane, in: database) else { return nil }
        let due: Int64 = head.row["due_at"]
        guard due <= moment, let content: String = head.row["content"] else { return nil }
        let sequence: Int64 = head.row["sequence"]
        try database.execute(
            sql: "UPDATE outbox SET is_in_flight = 1, attempts = attempts + 1, due_at = ? WHERE sequence = ?",
            arguments: [end, sequence])
        var message = try RecordText.decode(OutgoingMessage.self, from: content)
        if message.isReply, let root = try self.root(of: lane, in: database) { message.root = root }
        return OutboxEntry(
            message: message, marker: head.row["marker"], version: head.row["version"], reference: head.reference,
            isOutcomeUnknown: head.row["is_in_flight"], attempts: head.row["attempts"] + 1,
            createdAt: Date(milliseconds: head.row["created_at"]), dueAt: Date(milliseconds: end),
            problem: head.row["problem"])
    }

    static func reference(_ row: Row) -> MessageReference? {
        guard let channel: String = row["posted_channel"], let timestamp: String = row["posted_timestamp"] else {
            return nil
        }
        return MessageReference(channel: ChannelID(channel), timestamp: MessageTimestamp(timestamp))
    }

    private static func root(of lane: String, in database: Database) throws -> MessageReference? {
        try Row.fetchOne(database, sql: "SELECT * FROM outbox WHERE key = ?", arguments: [lane]).flatMap(self.reference)
    }
}
