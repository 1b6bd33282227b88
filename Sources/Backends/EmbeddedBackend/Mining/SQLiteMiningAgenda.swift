package import FoundationEssentials
import GRDB
package import HealingDomain

/// The agenda as one row a task; a channel's own task has an empty timestamp.
package struct SQLiteMiningAgenda: MiningAgenda {
    private let file: SQLiteFile

    init(file: SQLiteFile) { self.file = file }

    package func note(_ tasks: [MiningTask], due: Date) async throws(Fault) {
        guard !tasks.isEmpty else { return }
        try await self.file.write("noting what has to be read") { database in
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO mining_task (channel, timestamp, due, edition, failures) VALUES (?, ?, ?, 1, 0)
                    ON CONFLICT DO UPDATE SET edition = edition + 1, due = min(due, excluded.due)
                    """)
            for task in tasks {
                try insert.execute(arguments: [task.channel.rawValue, task.timestamp, due.milliseconds])
            }
        }
    }

    package func next(at moment: Date, threadsOnly: Bool) async throws(Fault) -> NotedTask? {
        try await self.file.read("looking for what has to be read") { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM mining_task WHERE due <= ? AND (timestamp <> '' OR NOT ?)
                    ORDER BY timestamp = '', due, channel, timestamp LIMIT 1
                    """, arguments: [moment.milliseconds, threadsOnly]
            ).map(Self.noted)
        }
    }

    package func finish(_ noted: NotedTask) async throws(Fault) {
        try await self.file.write("finishing a task") { database in
            try database.execute(
                sql: "DELETE FROM mining_task WHERE channel = ? AND timestamp = ? AND edition = ?",
                arguments: [noted.task.channel.rawValue, noted.task.timestamp, noted.edition])
        }
    }

    package func postpone(_ noted: NotedTask, until moment: Date, reason: String?) async throws(Fault) {
        try await self.file.write("postponing a task") { database in
            try database.execute(
                sql: """
                    UPDATE mining_task SET due = ?, problem = ?, failures = CASE WHEN ? IS NULL THEN 0 ELSE failures + 1 END
                    WHERE channel = ? AND timestamp = ?
                    """,
                arguments: [
                    moment.milliseconds, reason, reason, noted.task.channel.rawValue, noted.task.timestamp,
                ])
        }
    }

    package func tasks() async throws(Fault) -> [NotedTask] {
        try await self.file.read("listing what has to be read") { database in
            try Row.fetchAll(database, sql: "SELECT * FROM mining_task ORDER BY channel, timestamp").map(Self.noted)
        }
    }

    package func drop(channel: ChannelID) async throws(Fault) {
        try await self.file.write("dropping the tasks of \(channel)") { database in
            try database.execute(sql: "DELETE FROM mining_task WHERE channel = ?", arguments: [channel.rawValue])
        }
    }

    package func clear() async throws(Fault) {
        try await self.file.write("dropping what has to be read") { try $0.execute(sql: "DELETE FROM mining_task") }
    }

    private static func noted(_ row: Row) -> NotedTask {
        let channel = ChannelID(row["channel"] as String)
        let timestamp: String = row["timestamp"]
        let task: MiningTask =
            timestamp.isEmpty
            ? .channel(channel) : .thread(MessageReference(channel: channel, timestamp: MessageTimestamp(timestamp)))
        return NotedTask(task: task, edition: row["edition"], failures: row["failures"], problem: row["problem"])
    }
}

extension MiningTask {
    fileprivate var timestamp: String {
        switch self {
        case .thread(let reference): reference.timestamp.rawValue
        case .channel: ""
        }
    }
}
