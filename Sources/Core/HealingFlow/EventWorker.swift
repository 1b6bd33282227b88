package import HealingDomain
package import Logging
import Metrics

/// Takes deliveries from the queue and handles them: a fixed number side by side, retried with backoff, buried when
/// nothing helps. At least once, so handlers must be safe to repeat.
package struct EventWorker: Sendable {
    package struct Policy: Sendable {
        package var workers: Int
        /// One worker more for each of these, which takes nothing else: a dialog has to open within three seconds of the
        /// click, however many pushes are being worked on.
        package var reserved: [Set<Delivery.Source>]
        package var leaseSeconds: Double
        package var maximumAttempts: Int
        package var firstRetrySeconds: Double
        package var longestRetrySeconds: Double

        package init(
            workers: Int = 4,
            reserved: [Set<Delivery.Source>] = [[.slackInteractivity], [.slackInteractivity, .slackCommand]],
            leaseSeconds: Double = 300, maximumAttempts: Int = 8, firstRetrySeconds: Double = 1,
            longestRetrySeconds: Double = 900
        ) {
            self.workers = workers
            self.reserved = reserved
            self.leaseSeconds = leaseSeconds
            self.maximumAttempts = maximumAttempts
            self.firstRetrySeconds = firstRetrySeconds
            self.longestRetrySeconds = longestRetrySeconds
        }

        /// Doubles from the first to the longest, spread over the upper half so that retries do not come together.
        package func delay(attempt: Int, spread: Double) -> Double {
            let steps = Double(min(max(attempt - 1, 0), 20))
            var delay = self.firstRetrySeconds
            for _ in 0..<Int(steps) where delay < self.longestRetrySeconds { delay *= 2 }
            return min(delay, self.longestRetrySeconds) * (0.5 + spread / 2)
        }
    }

    let queue: any DeliveryQueue
    let decoder: any DeliveryDecoder
    let handle: @Sendable (InboundEvent, LeasedDelivery) async throws(Fault) -> Void
    /// Told when a delivery is given up, so that nothing ends in silence.
    let gaveUp: @Sendable (LeasedDelivery, Fault) async -> Void
    let policy: Policy
    let random: @Sendable () -> Double
    let logger: Logger
    private let idle = IdleDeliveries()
    private let done = Counter(label: "codehealer_deliveries_total", dimensions: [("outcome", "done")])

    package init(
        queue: any DeliveryQueue, decoder: any DeliveryDecoder, policy: Policy = Policy(), logger: Logger,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        gaveUp: @escaping @Sendable (LeasedDelivery, Fault) async -> Void,
        handle: @escaping @Sendable (InboundEvent, LeasedDelivery) async throws(Fault) -> Void
    ) {
        self.queue = queue
        self.decoder = decoder
        self.policy = policy
        self.logger = logger
        self.random = random
        self.gaveUp = gaveUp
        self.handle = handle
    }

    /// Works until the task is cancelled; what is in hand is finished first, what is not stays leased and comes again.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            let lanes = Array(repeating: nil, count: self.policy.workers) + self.policy.reserved
            for sources in lanes {
                group.addTask {
                    while !Task.isCancelled { await self.takeOne(of: sources, waitSeconds: 5) }
                }
            }
        }
    }

    /// Handles deliveries until none is due: what tests and one-shot commands use.
    package func drain() async {
        while await self.takeOne(of: nil, waitSeconds: 0) {}
    }

    @discardableResult
    private func takeOne(of sources: Set<Delivery.Source>?, waitSeconds: Double) async -> Bool {
        do throws(Fault) {
            let leases = try await self.queue.lease(limit: 1, seconds: self.policy.leaseSeconds, of: sources)
            guard let leased = leases.first else {
                if waitSeconds > 0 { await self.queue.waitForWork(seconds: waitSeconds) }
                return false
            }
            try await self.process(leased)
            return true
        } catch {
            self.logger.error("queue not available", metadata: ["error": "\(error)"])
            if waitSeconds > 0 { await self.queue.waitForWork(seconds: 1) }
            return false
        }
    }

    private func process(_ leased: LeasedDelivery) async throws(Fault) {
        var logger = self.logger
        logger[metadataKey: "delivery"] = "\(leased.delivery.id)"
        var needsNothing = false
        do throws(Fault) {
            let event = try self.decoder.decode(leased.delivery)
            if case .ignored = event { needsNothing = true } else { try await self.handle(event, leased) }
        } catch  where error.isRetryable && leased.attempt < self.policy.maximumAttempts {
            let delay = max(
                self.policy.delay(attempt: leased.attempt, spread: self.random()), error.retryAfterSeconds ?? 0)
            logger.warning(
                "delivery will be retried",
                metadata: ["error": "\(error)", "attempt": "\(leased.attempt)", "seconds": "\(delay)"])
            Counter(label: "codehealer_deliveries_total", dimensions: [("outcome", "retried")]).increment()
            return try await self.queue.retry(leased.receipt, after: delay, reason: error.description)
        } catch {
            logger.error("delivery given up", metadata: ["error": "\(error)", "attempt": "\(leased.attempt)"])
            Counter(label: "codehealer_deliveries_total", dimensions: [("outcome", "buried")]).increment()
            try await self.queue.bury(leased.receipt, reason: error.description)
            return await self.gaveUp(leased, error)
        }
        try await self.queue.complete(leased.receipt)
        self.done.increment()
        if needsNothing {
            self.done.increment(
                by: try await self.idle.discard(from: leased.delivery.source, of: self.queue, decoder: self.decoder))
        }
    }
}
