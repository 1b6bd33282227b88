import FoundationEssentials
import GRDB
import HealingDomain

/// The statements of the queue. Moments are milliseconds since 1970.
enum DeliveryRows {
    static func accept(_ delivery: Delivery, at moment: Int64, in database: Database) throws -> Acceptance {
        let claim = try database.cachedStatement(
            sql: "INSERT INTO delivery_ledger (source, id, accepted_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        try claim.execute(arguments: [delivery.source.rawValue, delivery.id, moment])
        guard database.changesCount == 1 else { return .duplicate }
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO delivery_queue (source, id, event, body, received_at, priority, available_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        try insert.execute(arguments: [
            delivery.source.rawValue, delivery.id, delivery.event, delivery.body,
            delivery.receivedAt.timeIntervalSinceReferenceDate, Self.priority(delivery.source), moment,
        ])
        return .accepted
    }

    /// Forgets the oldest ids. A few with each accept, so that no accept ever waits for many.
    static func prune(_ database: Database, before moment: Int64, limit: Int) throws {
        let delete = try database.cachedStatement(
            sql: """
                DELETE FROM delivery_ledger WHERE (source, id) IN
                (SELECT source, id FROM delivery_ledger WHERE accepted_at < ? ORDER BY accepted_at LIMIT ?)
                """)
        try delete.execute(arguments: [moment, limit])
    }

    static func lease(
        limit: Int, of sources: Set<Delivery.Source>?, at moment: Int64, until end: Int64, in database: Database
    ) throws -> [LeasedDelivery] {
        let names = sources.map { $0.map(\.rawValue).sorted() }
        let condition = names.map { "AND source IN (\(databaseQuestionMarks(count: $0.count)))" } ?? ""
        let due = try Row.fetchAll(
            try database.cachedStatement(
                sql: """
                    SELECT sequence, source, id, event, body, received_at, attempt FROM delivery_queue
                    WHERE available_at <= ? \(condition) ORDER BY priority, sequence LIMIT ?
                    """), arguments: [moment] + StatementArguments(names ?? []) + [limit])
        let hold = try database.cachedStatement(
            sql: "UPDATE delivery_queue SET attempt = ?, receipt = ?, available_at = ? WHERE sequence = ?")
        return try due.map { row in
            let sequence: Int64 = row["sequence"]
            let attempt: Int = row["attempt"] + 1
            // Every lease raises the attempt, so no two leases of a delivery share a receipt.
            let receipt = "\(sequence).\(attempt)"
            try hold.execute(arguments: [attempt, receipt, end, sequence])
            return LeasedDelivery(delivery: try Self.delivery(row), receipt: receipt, attempt: attempt)
        }
    }

    static func bury(_ receipt: String, reason: String, at moment: Int64, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO delivery_buried (sequence, source, id, event, body, received_at, attempt, reason, buried_at)
                SELECT sequence, source, id, event, body, received_at, attempt, ?, ? FROM delivery_queue
                WHERE receipt = ? AND available_at > ?
                """, arguments: [reason, moment, receipt, moment])
        guard database.changesCount > 0 else { return }
        try database.execute(sql: "DELETE FROM delivery_queue WHERE receipt = ?", arguments: [receipt])
    }

    static func delivery(_ row: Row) throws -> Delivery {
        guard let source = Delivery.Source(rawValue: row["source"]) else {
            throw DatabaseError(message: "a delivery of an unknown source")
        }
        return Delivery(
            source: source, id: row["id"], event: row["event"], body: row["body"],
            receivedAt: Date(timeIntervalSinceReferenceDate: row["received_at"]))
    }

    private static func priority(_ source: Delivery.Source) -> Int {
        switch source {
        case .slackCommand, .slackInteractivity: 0
        case .slackEvents: 1
        case .github: 2
        case .internalJob: 3
        }
    }
}
