import FoundationEssentials
package import HealingDomain
import Testing

/// What inbox and queue promise together.
package enum DeliveryQueueContract {
    package struct Subject: Sendable {
        package var queue: any DeliveryInbox & DeliveryQueue
        /// The clock that the queue goes by.
        package var clock: ManualClock

        package init(queue: any DeliveryInbox & DeliveryQueue, clock: ManualClock) {
            self.queue = queue
            self.clock = clock
        }

        func leaseOne(seconds: Double = 30) async throws -> LeasedDelivery? {
            try await self.queue.lease(limit: 1, seconds: seconds).first
        }
    }

    package static let promises: [Promise<Subject>] = intake + leases + endings

    private static let intake: [Promise<Subject>] = [
        Promise("the same delivery is accepted once, even when it was handled long ago") { subject async throws in
            #expect(try await subject.queue.accept(.sample()) == .accepted)
            #expect(try await subject.queue.accept(.sample()) == .duplicate)
            let leased = try #require(try await subject.leaseOne())
            try await subject.queue.complete(leased.receipt)
            subject.clock.advance(by: 24 * Date.hour)
            #expect(try await subject.queue.accept(.sample()) == .duplicate)
            #expect(try await subject.queue.depth() == QueueDepth(waiting: 0, leased: 0, buried: 0))
        },
        Promise("equal ids of two sources are two deliveries") { subject async throws in
            #expect(try await subject.queue.accept(.sample(source: .github)) == .accepted)
            #expect(try await subject.queue.accept(.sample(source: .slackEvents)) == .accepted)
            #expect(try await subject.queue.depth().waiting == 2)
        },
        Promise("a delivery comes out as it went in, whatever bytes it holds") { subject async throws in
            let delivery = Delivery.sample(
                source: .slackInteractivity, id: "ünï '\"; DROP TABLE x", event: "",
                body: Data((0...255).map { UInt8($0) }))
            _ = try await subject.queue.accept(delivery)
            #expect(try await subject.leaseOne()?.delivery == delivery)
        },
        Promise("of many that accept the same delivery at once, one is told it was accepted") { subject async throws in
            let answers = try await withThrowingTaskGroup(of: Acceptance.self) { group in
                for _ in 0..<20 { group.addTask { try await subject.queue.accept(.sample()) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == .accepted } == 1)
            #expect(try await subject.queue.depth().waiting == 1)
        },
    ]

    private static let leases: [Promise<Subject>] = [
        Promise("people come before events, events before pushes, pushes before internal jobs; else the oldest first") {
            subject async throws in
            let order: [(Delivery.Source, String)] = [
                (.internalJob, "job"), (.github, "push-1"), (.github, "push-2"), (.slackEvents, "event"),
                (.slackCommand, "command"), (.slackInteractivity, "click"),
            ]
            for (source, id) in order { _ = try await subject.queue.accept(.sample(source: source, id: id)) }
            let ids = try await subject.queue.lease(limit: 10, seconds: 30).map(\.delivery.id)
            #expect(ids == ["command", "click", "event", "push-1", "push-2", "job"])
        },
        Promise("a worker may ask for some sources only") { subject async throws in
            for (source, id) in [
                (Delivery.Source.github, "push"), (.slackCommand, "command"), (.slackInteractivity, "click"),
            ] {
                _ = try await subject.queue.accept(.sample(source: source, id: id))
            }
            #expect(try await subject.queue.lease(limit: 10, seconds: 30, of: []).isEmpty)
            let clicks = try await subject.queue.lease(limit: 10, seconds: 30, of: [.slackInteractivity])
            #expect(clicks.map(\.delivery.id) == ["click"])
            let rest = try await subject.queue.lease(limit: 10, seconds: 30, of: [.github, .slackCommand])
            #expect(rest.map(\.delivery.id) == ["command", "push"])
        },
        Promise("what is leased is hidden until the lease runs out, and then counts one attempt more") {
            subject async throws in
            _ = try await subject.queue.accept(.sample())
            let first = try #require(try await subject.leaseOne(seconds: 30))
            #expect(first.attempt == 1)
            #expect(try await subject.leaseOne() == nil)
            #expect(try await subject.queue.depth() == QueueDepth(waiting: 0, leased: 1, buried: 0))
            subject.clock.advance(by: 31)
            let second = try #require(try await subject.leaseOne())
            #expect(second.attempt == 2)
            #expect(second.receipt != first.receipt)
        },
        Promise("a receipt whose lease ran out changes nothing") { subject async throws in
            _ = try await subject.queue.accept(.sample())
            let late = try #require(try await subject.leaseOne(seconds: 30))
            subject.clock.advance(by: 31)
            try await subject.queue.complete(late.receipt)
            let held = try #require(try await subject.leaseOne())
            try await subject.queue.complete(late.receipt)
            try await subject.queue.bury(late.receipt, reason: "late")
            try await subject.queue.retry(late.receipt, after: 0, reason: "late")
            try await subject.queue.complete("no receipt at all")
            #expect(try await subject.queue.depth() == QueueDepth(waiting: 0, leased: 1, buried: 0))
            try await subject.queue.complete(held.receipt)
            #expect(try await subject.queue.depth() == QueueDepth(waiting: 0, leased: 0, buried: 0))
        },
        Promise("two workers never hold the same delivery") { subject async throws in
            for number in 0..<40 { _ = try await subject.queue.accept(.sample(id: "d-\(number)")) }
            let held = try await withThrowingTaskGroup(of: [LeasedDelivery].self) { group in
                for _ in 0..<8 { group.addTask { try await subject.queue.lease(limit: 5, seconds: 30) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(held.count == 40)
            #expect(Set(held.map(\.delivery.id)).count == 40)
            #expect(Set(held.map(\.receipt)).count == 40)
        },
        Promise("a limit of nothing leases nothing") { subject async throws in
            _ = try await subject.queue.accept(.sample())
            #expect(try await subject.queue.lease(limit: 0, seconds: 30).isEmpty)
            #expect(try await subject.queue.lease(limit: -1, seconds: 30).isEmpty)
        },
    ]

    private static let endings: [Promise<Subject>] = [
        Promise("what needs nothing is removed without a lease; what is held, not due, or of another source stays") {
            subject async throws in
            for id in ["held", "later", "needed", "idle-1", "idle-2", "idle-3"] {
                _ = try await subject.queue.accept(.sample(source: .slackEvents, id: id))
            }
            _ = try await subject.queue.accept(.sample(source: .github, id: "idle-push"))
            let leased = try await subject.queue.lease(limit: 2, seconds: 30)
            try await subject.queue.retry(leased[1].receipt, after: 60, reason: "later")
            let removed = try await subject.queue.discard(from: .slackEvents, limit: 3) { $0.id != "needed" }
            #expect(removed == 2)
            #expect(try await subject.queue.discard(from: .slackEvents, limit: 0) { _ in true } == 0)
            #expect(
                try await subject.queue.lease(limit: 9, seconds: 30).map(\.delivery.id) == [
                    "needed", "idle-3", "idle-push",
                ])
            try await subject.queue.complete(leased[0].receipt)
            subject.clock.advance(by: 31)
            #expect(try await subject.queue.accept(.sample(source: .slackEvents, id: "idle-1")) == .duplicate)
        },
        Promise("a retried delivery is due again after its time, not before") { subject async throws in
            _ = try await subject.queue.accept(.sample())
            let first = try #require(try await subject.leaseOne())
            try await subject.queue.retry(first.receipt, after: 60, reason: "GitHub answered 502")
            #expect(try await subject.queue.depth() == QueueDepth(waiting: 1, leased: 0, buried: 0))
            subject.clock.advance(by: 59)
            #expect(try await subject.leaseOne() == nil)
            subject.clock.advance(by: 2)
            #expect(try await subject.leaseOne()?.attempt == 2)
        },
        Promise("a buried delivery is kept aside and never leased again") { subject async throws in
            _ = try await subject.queue.accept(.sample())
            let leased = try #require(try await subject.leaseOne())
            try await subject.queue.bury(leased.receipt, reason: "cannot be read")
            #expect(try await subject.queue.depth() == QueueDepth(waiting: 0, leased: 0, buried: 1))
            subject.clock.advance(by: Date.hour)
            #expect(try await subject.leaseOne() == nil)
            #expect(try await subject.queue.accept(.sample()) == .duplicate)
        },
        Promise("a worker that waits is woken by the next delivery") { subject async throws in
            let waiting = Task { await subject.queue.waitForWork(seconds: 3600) }
            _ = try await subject.queue.accept(.sample())
            await waiting.value
            #expect(try await subject.leaseOne() != nil)
        },
        Promise("a worker that waits is let go when it is cancelled") { subject async throws in
            let waiting = Task { await subject.queue.waitForWork(seconds: 3600) }
            waiting.cancel()
            await waiting.value
            #expect(try await subject.queue.depth().waiting == 0)
        },
    ]
}
