import FoundationEssentials
import HealingDomain
import HealingFlow
import HealingTesting
import Logging
import Synchronization
import Testing

struct EventWorkerTests {
    private final class Seen: Sendable {
        private let events = Mutex<[String]>([])
        private let given = Mutex<[String]>([])
        var handled: [String] { self.events.withLock { $0 } }
        var gaveUp: [String] { self.given.withLock { $0 } }
        func handle(_ id: String) { self.events.withLock { $0.append(id) } }
        func giveUp(_ id: String) { self.given.withLock { $0.append(id) } }
    }

    private func worker(
        _ queue: InMemoryDeliveryQueue, _ seen: Seen, attempts: Int = 3,
        decode: @escaping @Sendable (Delivery) -> Result<InboundEvent, Fault> = { _ in
            .success(.homeOpened("U1"))
        },
        handle: @escaping @Sendable (LeasedDelivery) -> Fault? = { _ in nil }
    ) -> EventWorker {
        EventWorker(
            queue: queue, decoder: ScriptedDeliveryDecoder(decode),
            policy: .init(maximumAttempts: attempts, firstRetrySeconds: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, random: { 1 },
            gaveUp: { leased, _ in seen.giveUp(leased.delivery.id) },
            handle: { _, leased throws(Fault) in
                seen.handle(leased.delivery.id)
                if let fault = handle(leased) { throw fault }
            })
    }

    @Test func `a delivery is handled once and gone`() async throws {
        let (queue, seen) = (InMemoryDeliveryQueue(), Seen())
        _ = try await queue.accept(.sample(id: "a"))
        _ = try await queue.accept(.sample(id: "a"))

        await self.worker(queue, seen).drain()

        #expect(seen.handled == ["a"])
        #expect(try await queue.depth() == QueueDepth(waiting: 0, leased: 0, buried: 0))
    }

    @Test func `a click is handled while every worker is busy with pushes`() async throws {
        let (queue, seen) = (InMemoryDeliveryQueue(), Seen())
        for number in 0..<3 { _ = try await queue.accept(.sample(id: "push-\(number)")) }
        let (clicked, isClicked) = AsyncStream<Void>.makeStream()
        let (released, release) = AsyncStream<Void>.makeStream()
        let worker = EventWorker(
            queue: queue, decoder: ScriptedDeliveryDecoder { _ in .success(.homeOpened("U1")) },
            policy: .init(workers: 1), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            gaveUp: { _, _ in },
            handle: { _, leased throws(Fault) in
                seen.handle(leased.delivery.id)
                if leased.delivery.source == .slackInteractivity {
                    isClicked.finish()
                } else {
                    for await _ in released {}
                }
            })
        let running = Task { await worker.run() }
        while seen.handled.isEmpty { await Task.yield() }
        _ = try await queue.accept(.sample(source: .slackInteractivity, id: "click"))
        for await _ in clicked {}
        #expect(seen.handled == ["push-0", "click"])
        running.cancel()
        release.finish()
        await running.value
    }

    @Test func `what may pass later is tried again, and then buried with a word to people`() async throws {
        let clock = ManualClock()
        let (queue, seen) = (InMemoryDeliveryQueue(now: clock.now), Seen())
        _ = try await queue.accept(.sample(id: "a"))
        let worker = self.worker(queue, seen, handle: { _ in Fault(doing: "x", detail: "down", isRetryable: true) })

        for _ in 0..<5 {
            await worker.drain()
            clock.advance(by: Date.hour)
        }

        #expect(seen.handled == ["a", "a", "a"])
        #expect(seen.gaveUp == ["a"])
        #expect(await queue.buried.map(\.delivery.id) == ["a"])
    }

    @Test func `what cannot be read is buried at once`() async throws {
        let (queue, seen) = (InMemoryDeliveryQueue(), Seen())
        _ = try await queue.accept(.sample(id: "a"))

        await self.worker(queue, seen, decode: { _ in .failure(Fault(doing: "decoding", detail: "not JSON")) }).drain()

        #expect(seen.handled == [])
        #expect(await queue.buried.map(\.reason) == ["decoding: not JSON"])
    }

    @Test func `one bad delivery does not stop the next`() async throws {
        let (queue, seen) = (InMemoryDeliveryQueue(), Seen())
        for id in ["a", "b", "c"] { _ = try await queue.accept(.sample(id: id)) }

        await self.worker(queue, seen, handle: { $0.delivery.id == "b" ? Fault(doing: "x", detail: "bad") : nil })
            .drain()

        #expect(seen.handled == ["a", "b", "c"])
        #expect(await queue.buried.map(\.delivery.id) == ["b"])
    }

    @Test func `a flood of what needs nothing is removed, and what is among it is handled or buried`() async throws {
        let (queue, seen) = (InMemoryDeliveryQueue(), Seen())
        let special = [40: "needed", 90: "broken", 250: "needed too"]
        for number in 0..<300 {
            _ = try await queue.accept(.sample(source: .slackEvents, id: special[number] ?? "idle-\(number)"))
        }
        let worker = self.worker(
            queue, seen,
            decode: { delivery in
                if delivery.id.hasPrefix("idle") { return .success(.ignored(reason: "a bot's message")) }
                return delivery.id == "broken"
                    ? .failure(Fault(doing: "decoding", detail: "not JSON")) : .success(.homeOpened("U1"))
            })

        await worker.drain()

        #expect(seen.handled == ["needed", "needed too"])
        #expect(await queue.buried.map(\.delivery.id) == ["broken"])
        #expect(try await queue.depth() == QueueDepth(waiting: 0, leased: 0, buried: 1))
    }

    @Test func `retries wait twice as long each time, up to the longest`() {
        let policy = EventWorker.Policy(firstRetrySeconds: 1, longestRetrySeconds: 900)
        #expect((1...5).map { policy.delay(attempt: $0, spread: 1) } == [1, 2, 4, 8, 16])
        #expect(policy.delay(attempt: 50, spread: 1) == 900)
        #expect(policy.delay(attempt: 1, spread: 0) == 0.5)
    }
}
