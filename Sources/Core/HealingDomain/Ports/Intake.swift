/// Where verified deliveries become durable.
package protocol DeliveryInbox: Sendable {
    /// Claims the delivery's id and queues the delivery, both or neither, and returns once that is on disk.
    ///
    /// The same `(source, id)` is accepted once in at least 25 hours, since Slack may retry for 24.
    func accept(_ delivery: Delivery) async throws(Fault) -> Acceptance
    /// The same for callers that are no task, such as a connection's event loop. The answer comes on any thread, and
    /// whoever is given it returns at once.
    func accept(_ delivery: Delivery, answer: @escaping @Sendable (Result<Acceptance, Fault>) -> Void)
}

extension DeliveryInbox {
    package func accept(_ delivery: Delivery, answer: @escaping @Sendable (Result<Acceptance, Fault>) -> Void) {
        Task {
            do throws(Fault) {
                answer(.success(try await self.accept(delivery)))
            } catch {
                answer(.failure(error))
            }
        }
    }
}

/// What workers take deliveries from: at least once, so that whoever handles one must be able to meet it again.
package protocol DeliveryQueue: Sendable {
    /// Takes up to `limit` deliveries of these sources, `nil` for all, that are due and hides them for
    /// `seconds`, oldest first, people's clicks and commands before pushes, and these before internal jobs. Empty when
    /// nothing is due.
    func lease(limit: Int, seconds: Double, of sources: Set<Delivery.Source>?) async throws(Fault) -> [LeasedDelivery]
    /// Returns when something may be due, or after `seconds`; it may return early for no reason.
    func waitForWork(seconds: Double) async
    /// Done: the delivery is gone. A receipt whose lease ran out changes nothing.
    func complete(_ receipt: String) async throws(Fault)
    /// Not done: due again after `seconds`.
    func retry(_ receipt: String, after seconds: Double, reason: String) async throws(Fault)
    /// Given up: kept aside, with the reason, until a person looks.
    func bury(_ receipt: String, reason: String) async throws(Fault)
    /// Looks at up to `limit` due deliveries of a source that nobody holds, oldest first, and removes those that need
    /// nothing; returns how many it removed. Much cheaper than leasing each.
    func discard(
        from source: Delivery.Source, limit: Int, where needsNothing: @Sendable (Delivery) -> Bool
    ) async throws(Fault) -> Int
    func depth() async throws(Fault) -> QueueDepth
}

extension DeliveryQueue {
    package func lease(limit: Int, seconds: Double) async throws(Fault) -> [LeasedDelivery] {
        try await self.lease(limit: limit, seconds: seconds, of: nil)
    }
}

package struct QueueDepth: Sendable, Hashable, Codable {
    package var waiting: Int
    package var leased: Int
    package var buried: Int

    package init(waiting: Int, leased: Int, buried: Int) {
        self.waiting = waiting
        self.leased = leased
        self.buried = buried
    }
}

/// Turns a delivery into an event. It throws a fault that is not retryable for a body that cannot be read.
package protocol DeliveryDecoder: Sendable {
    func decode(_ delivery: Delivery) throws(Fault) -> InboundEvent
}
