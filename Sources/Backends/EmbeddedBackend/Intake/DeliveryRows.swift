import FoundationEssentials
import GRDB
import HealingDomain

/// The statements of the queue. Moments are milliseconds since 1970.
enum DeliveryRows {
    static func accept(_ deliveries: [Delivery], at moment: Int64, in database: Database) throws -> [Acceptance] {
        let claim = try database.cachedStatement(
            sql: "INSERT INTO delivery_ledger (source, id, accepted_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO delivery_queue (source, id, event, body, received_at, priority, available_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        return try deliveries.map { delivery in
            let source = delivery.source.rawValue
            try claim.execute(arguments: [source, delivery.id, moment])
            guard database.changesCount == 1 else { return .duplicate }
            try insert.execute(arguments: [
                source, delivery.id, delivery.event, delivery.body,
                delivery.receivedAt.timeIntervalSinceReferenceDate, Self.priority(delivery.source), moment,
            ])
            return .accepted
        }
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

    struct Unheld: Sendable {
        var sequence: Int64
        var delivery: Delivery
    }

    /// The index is named, since SQLite would rather find all without a receipt and sort them.
    static func unheld(from source: Delivery.Source, limit: Int, at moment: Int64, in database: Database) throws
        -> [Unheld]
    {
        let rows = try Row.fetchAll(
            try database.cachedStatement(
                sql: """
                    SELECT sequence, source, id, event, body, received_at
                    FROM delivery_queue INDEXED BY delivery_queue_by_turn
                    WHERE priority = ? AND available_at <= ? AND receipt IS NULL AND source = ?
                    ORDER BY sequence LIMIT ?
                    """), arguments: [Self.priority(source), moment, source.rawValue, max(0, limit)])
        return try rows.map { Unheld(sequence: $0["sequence"], delivery: try Self.delivery($0)) }
    }

    /// How many it removed: another worker may hold one by now.
    static func discard(_ sequences: [Int64], in database: Database) throws -> Int {
        let delete = try database.cachedStatement(
            sql: "DELETE FROM delivery_queue WHERE sequence = ? AND receipt IS NULL")
        return try sequences.reduce(0) { count, sequence in
            try delete.execute(arguments: [sequence])
            return count + database.changesCount
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
