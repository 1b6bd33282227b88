package import FoundationEssentials
package import HealingDomain

/// Inbox and queue in memory, with the same promises as the durable ones, but for surviving the process.
package actor InMemoryDeliveryQueue: DeliveryInbox, DeliveryQueue {
    fileprivate struct Item {
        var delivery: Delivery
        var attempt = 0
        var receipt: String?
        var availableAt: Date
    }

    private struct Key: Hashable {
        var source: Delivery.Source
        var id: String
    }

    private let now: @Sendable () -> Date
    private var ledger: [Key: Date] = [:]
    private var items: [Item] = []
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var leases = 0
    /// What was buried, with the reasons, oldest first.
    package private(set) var buried: [(delivery: Delivery, reason: String)] = []
    /// The reasons given to `retry`, in order.
    package private(set) var retryReasons: [String] = []

    package init(now: @escaping @Sendable () -> Date = { .sample }) { self.now = now }

    package func accept(_ delivery: Delivery) async throws(Fault) -> Acceptance {
        let key = Key(source: delivery.source, id: delivery.id)
        if let before = self.ledger[key], self.now().timeIntervalSince(before) < 25 * Date.hour { return .duplicate }
        self.ledger[key] = self.now()
        self.items.append(Item(delivery: delivery, availableAt: self.now()))
        self.wakeAll()
        return .accepted
    }

    package func lease(
        limit: Int, seconds: Double, of sources: Set<Delivery.Source>?
    ) async throws(Fault) -> [LeasedDelivery] {
        let now = self.now()
        let due = self.items.indices
            .filter { self.items[$0].availableAt <= now && sources?.contains(self.items[$0].delivery.source) != false }
            .sorted { (self.items[$0].priority, $0) < (self.items[$1].priority, $1) }
        return due.prefix(max(0, limit)).map { index in
            self.leases += 1
            self.items[index].attempt += 1
            self.items[index].receipt = "lease-\(self.leases)"
            self.items[index].availableAt = now.addingTimeInterval(seconds)
            return LeasedDelivery(
                delivery: self.items[index].delivery, receipt: "lease-\(self.leases)",
                attempt: self.items[index].attempt)
        }
    }

    /// Waits for the next `accept` or `retry`; the time limit is not kept, since nothing sleeps in tests.
    package func waitForWork(seconds: Double) async {
        let now = self.now()
        if self.items.contains(where: { $0.availableAt <= now }) { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { self.waiters.append(continuation) }
            }
        } onCancel: {
            Task { await self.wakeAll() }
        }
    }

    package func complete(_ receipt: String) async throws(Fault) {
        if let index = self.held(receipt) { self.items.remove(at: index) }
    }

    package func retry(_ receipt: String, after seconds: Double, reason: String) async throws(Fault) {
        guard let index = self.held(receipt) else { return }
        self.retryReasons.append(reason)
        self.items[index].receipt = nil
        self.items[index].availableAt = self.now().addingTimeInterval(seconds)
        self.wakeAll()
    }

    package func bury(_ receipt: String, reason: String) async throws(Fault) {
        guard let index = self.held(receipt) else { return }
        self.buried.append((self.items.remove(at: index).delivery, reason))
    }

    package func discard(
        from source: Delivery.Source, limit: Int, where needsNothing: @Sendable (Delivery) -> Bool
    ) async throws(Fault) -> Int {
        let now = self.now()
        let due = self.items.indices.filter { index in
            self.items[index].delivery.source == source && self.items[index].receipt == nil
                && self.items[index].availableAt <= now
        }
        let unneeded = due.prefix(max(0, limit)).filter { needsNothing(self.items[$0].delivery) }
        for index in unneeded.reversed() { self.items.remove(at: index) }
        return unneeded.count
    }

    package func depth() async throws(Fault) -> QueueDepth {
        let now = self.now()
        let leased = self.items.count { $0.receipt != nil && $0.availableAt > now }
        return QueueDepth(waiting: self.items.count - leased, leased: leased, buried: self.buried.count)
    }

    private func held(_ receipt: String) -> Int? {
        let now = self.now()
        return self.items.firstIndex { $0.receipt == receipt && $0.availableAt > now }
    }

    private func wakeAll() {
        for waiter in self.waiters { waiter.resume() }
        self.waiters = []
    }
}

extension InMemoryDeliveryQueue.Item {
    fileprivate var priority: Int {
        switch self.delivery.source {
        case .slackCommand, .slackInteractivity: 0
        case .slackEvents: 1
        case .github: 2
        case .internalJob: 3
        }
    }
}
