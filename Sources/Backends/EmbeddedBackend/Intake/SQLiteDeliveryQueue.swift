package import FoundationEssentials
import GRDB
package import HealingDomain

/// Inbox and queue in SQLite. Accepts that come at the same time share one transaction and one sync of the disk.
package struct SQLiteDeliveryQueue: DeliveryInbox, DeliveryQueue {
    private let file: SQLiteFile
    private let accepts: GroupCommit<Delivery, Acceptance>
    private let wakeUp = WakeUp()
    private let now: @Sendable () -> Date

    init(file: SQLiteFile, ledgerRetention: Double, now: @escaping @Sendable () -> Date) {
        self.file = file
        self.now = now
        let kept = max(boundedMilliseconds(ledgerRetention), boundedMilliseconds(25 * 3600))
        self.accepts = GroupCommit { take, done in
            file.writeDurably("accepting deliveries") { database in
                let moment = now().milliseconds
                let deliveries = take()
                try DeliveryRows.prune(database, before: moment - kept, limit: 2 * deliveries.count)
                return try DeliveryRows.accept(deliveries, at: moment, in: database)
            } done: { result in
                // Whatever it was, the sender may try again: nothing of it was kept.
                done(
                    result.mapError { fault in
                        var fault = fault
                        fault.isRetryable = true
                        return fault
                    })
            }
        }
    }

    package func accept(_ delivery: Delivery) async throws(Fault) -> Acceptance {
        let result = await withCheckedContinuation { continuation in
            self.accept(delivery) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    package func accept(_ delivery: Delivery, answer: @escaping @Sendable (Result<Acceptance, Fault>) -> Void) {
        self.accepts.submit(delivery) { result in
            if case .success(.accepted) = result { self.wakeUp.signal() }
            answer(result)
        }
    }

    package func lease(
        limit: Int, seconds: Double, of sources: Set<Delivery.Source>?
    ) async throws(Fault) -> [LeasedDelivery] {
        guard limit > 0 else { return [] }
        let moment = self.now().milliseconds
        return try await self.file.write("leasing deliveries") { database in
            try DeliveryRows.lease(
                limit: limit, of: sources, at: moment, until: moment + boundedMilliseconds(seconds), in: database)
        }
    }

    package func waitForWork(seconds: Double) async {
        let signals = self.wakeUp.signals
        let due = try? await self.file.read("looking for due deliveries") { database in
            try Int64.fetchOne(database, sql: "SELECT min(available_at) FROM delivery_queue")
        }
        var delay = boundedMilliseconds(seconds)
        if let due = due ?? nil { delay = min(delay, due - self.now().milliseconds) }
        guard delay > 0, !Task.isCancelled else { return }
        await withTaskGroup(of: Void.self) { [delay] group in
            group.addTask { await self.wakeUp.wait(after: signals) }
            group.addTask { try? await Task.sleep(for: .milliseconds(delay)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Makes every leased delivery due at once: what a dead process had in hand. For the one `serve` of this file, at its
    /// start. How often each was tried is kept.
    package func takeBackLeases() async throws(Fault) {
        try await self.file.write("taking back leases") { database in
            try database.execute(
                sql: "UPDATE delivery_queue SET receipt = NULL, available_at = 0 WHERE receipt IS NOT NULL")
        }
        self.wakeUp.signal()
    }

    package func complete(_ receipt: String) async throws(Fault) {
        let moment = self.now().milliseconds
        try await self.file.write("completing a delivery") { database in
            try database.execute(
                sql: "DELETE FROM delivery_queue WHERE receipt = ? AND available_at > ?", arguments: [receipt, moment])
        }
    }

    package func retry(_ receipt: String, after seconds: Double, reason: String) async throws(Fault) {
        let moment = self.now().milliseconds
        try await self.file.write("putting a delivery back") { database in
            try database.execute(
                sql: """
                    UPDATE delivery_queue SET receipt = NULL, available_at = ?, last_reason = ?
                    WHERE receipt = ? AND available_at > ?
                    """,
                arguments: [moment + boundedMilliseconds(seconds), reason, receipt, moment])
        }
        self.wakeUp.signal()
    }

    package func bury(_ receipt: String, reason: String) async throws(Fault) {
        let moment = self.now().milliseconds
        try await self.file.write("burying a delivery") { database in
            try DeliveryRows.bury(receipt, reason: reason, at: moment, in: database)
        }
    }

    package func discard(
        from source: Delivery.Source, limit: Int, where needsNothing: @Sendable (Delivery) -> Bool
    ) async throws(Fault) -> Int {
        let moment = self.now().milliseconds
        let due = try await self.file.read("looking over deliveries") { database in
            try DeliveryRows.unheld(from: source, limit: limit, at: moment, in: database)
        }
        let sequences = due.filter { needsNothing($0.delivery) }.map(\.sequence)
        guard !sequences.isEmpty else { return 0 }
        return try await self.file.write("discarding deliveries") { database in
            try DeliveryRows.discard(sequences, in: database)
        }
    }

    package func depth() async throws(Fault) -> QueueDepth {
        let moment = self.now().milliseconds
        return try await self.file.read("counting deliveries") { database in
            let leased = "SELECT count(*) FROM delivery_queue WHERE receipt IS NOT NULL AND available_at > ?"
            let held = try Int.fetchOne(database, sql: leased, arguments: [moment]) ?? 0
            let all = try Int.fetchOne(database, sql: "SELECT count(*) FROM delivery_queue") ?? 0
            let buried = try Int.fetchOne(database, sql: "SELECT count(*) FROM delivery_buried") ?? 0
            return QueueDepth(waiting: all - held, leased: held, buried: buried)
        }
    }

    /// What was given up, newest first, for a person to look at.
    package func buried(limit: Int = 100) async throws(Fault) -> [BuriedDelivery] {
        try await self.file.read("reading buried deliveries") { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM delivery_buried ORDER BY buried_at DESC, sequence DESC LIMIT ?",
                arguments: [max(0, limit)]
            ).map { row in
                BuriedDelivery(
                    delivery: try DeliveryRows.delivery(row), reason: row["reason"], attempts: row["attempt"],
                    buriedAt: Date(milliseconds: row["buried_at"]))
            }
        }
    }
}

/// A delivery that was given up.
package struct BuriedDelivery: Sendable, Hashable {
    package var delivery: Delivery
    package var reason: String
    /// How often it was tried.
    package var attempts: Int
    package var buriedAt: Date
}
