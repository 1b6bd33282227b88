import FoundationEssentials
import HTTPCalling
import HealingDomain
import HealingTesting
import SlackGateway
import Synchronization
import Testing

/// The client on a clock that a test moves, against a Web API that counts calls and refuses those beyond a tier.
struct RateLaneTests {
    private let clock: SteppedClock
    private let slack: CountingCaller

    init() {
        let clock = SteppedClock()
        self.clock = clock
        self.slack = CountingCaller(now: { clock.current })
    }

    private func api(longestWait: Double = 1000) -> SlackWebAPI {
        SlackWebAPI(
            caller: self.slack, token: SlackToken("xoxb-1"), baseURL: "http://127.0.0.1/api",
            pace: SlackWebAPI.Pace(
                longestWaitSeconds: longestWait, longestBackfillWaitSeconds: longestWait,
                now: { self.clock.current }, sleep: { try await self.clock.sleep($0) }, chance: { 0 }))
    }

    /// Makes calls until cancelled, and moves the clock whenever somebody waits, for `seconds` of its time.
    private func run(_ api: SlackWebAPI, _ method: SlackMethod, seconds: Double) async throws {
        let start = self.clock.current
        let calls = Task { while true { _ = try await api.call(method, ["channel": "C1"], doing: "testing") } }
        while self.clock.current.timeIntervalSince(start) < seconds {
            await self.clock.waitForAnySleeper()
            self.clock.advanceToNextSleeper()
        }
        calls.cancel()
        _ = await calls.result
    }

    @Test(arguments: [
        (SlackMethod.history, 50), (.userInfo, 100),
        (SlackMethod("users.list", .form, isRepeatable: true, tier: .tier2), 20),
    ])
    func `no minute holds more calls than the method's tier`(method: SlackMethod, perMinute: Int) async throws {
        for priority in [CallPriority.interactive, .backfill] {
            try await self.run(self.api().prioritized(priority), method, seconds: 300)
        }
        let times = self.slack.times(of: method.name)
        let most = times.indices.map { first in
            times[first...].prefix { $0.timeIntervalSince(times[first]) < 60 }.count
        }.max()
        #expect(times.count > perMinute * 3)
        // Two clients in a row, each with its own bucket: at most one bucket more in the minute between them.
        #expect(try #require(most) <= perMinute + perMinute * 3 / 10)
    }

    @Test(.timeLimit(.minutes(1))) func `a click never waits behind a backfill`() async throws {
        let api = self.api()
        let backfill = Task {
            while true {
                _ = try await api.prioritized(.backfill).call(.replies, ["channel": "C1"], doing: "testing")
            }
        }
        for _ in 0..<60 {
            await self.clock.waitForAnySleeper()
            self.clock.advanceToNextSleeper()
            let before = self.clock.current
            // One click every ten calls of the backfill.
            if self.slack.times(of: "conversations.replies").count.isMultiple(of: 10) {
                _ = try await api.call(.replies, ["channel": "C1"], doing: "testing")
                #expect(self.clock.current == before)
            }
        }
        backfill.cancel()
        _ = await backfill.result
        #expect(self.slack.times(of: "conversations.replies").count > 40)
    }

    @Test func `the more urgent goes first when a method is exhausted`() async throws {
        let api = self.api()
        for _ in 0..<15 { _ = try await api.call(.update, [:], doing: "testing") }
        let done = EventLog<String>()
        let waiting = [("backfill", CallPriority.backfill), ("outbox", .outbox), ("interactive", .interactive)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (name, priority) in waiting {
                group.addTask {
                    _ = try await api.prioritized(priority).call(.update, [:], doing: "testing")
                    done.append(name)
                }
            }
            await self.clock.waitForSleepers(count: 3)
            // 35 calls a minute come back; the bucket keeps 2 of them from an outbox and 6 from a backfill.
            for (count, calls) in [(1, 1.0), (2, 3), (3, 7)] {
                self.clock.advance(by: calls * 60 / 35)
                await done.wait(forCount: count)
                await self.clock.waitForSleepers(count: 3 - count)
            }
            try await group.waitForAll()
        }
        #expect(done.values == ["interactive", "outbox", "backfill"])
    }

    @Test func `a channel takes a burst and then a message a second, and another channel its own`() async throws {
        let api = self.api()
        let start = self.clock.current
        let posts = Task {
            for _ in 0..<8 { _ = try await api.call(.postMessage, ["channel": "C1"], doing: "testing") }
        }
        for _ in 0..<3 {
            await self.clock.waitForSleeper(of: 1)
            _ = try await api.call(.postMessage, ["channel": "C2"], doing: "testing")
            self.clock.advance(by: 1)
        }
        try await posts.value
        let offsets = self.slack.calls.values.filter { $0.body.contains("C1") }.map { $0.at.timeIntervalSince(start) }
        #expect(offsets == [0, 0, 0, 0, 0, 1, 2, 3])
    }

    @Test func `nothing is called before Retry-After ends, by anybody`() async throws {
        self.slack.refuse("conversations.info", seconds: 20)
        let api = self.api()
        let start = self.clock.current
        let first = Task { _ = try await api.call(.channelInfo, [:], doing: "testing") }
        await self.clock.waitForSleeper(of: 20)
        let second = Task { _ = try await api.prioritized(.backfill).call(.channelInfo, [:], doing: "testing") }
        await self.clock.waitForSleepers(count: 2)
        self.clock.advance(by: 19)
        _ = try await api.call(.userInfo, [:], doing: "testing")
        #expect(self.slack.times(of: "conversations.info").count == 1)
        self.clock.advance(by: 1)
        try await first.value
        try await second.value
        let offsets = self.slack.times(of: "conversations.info").map { $0.timeIntervalSince(start) }
        #expect(offsets == [0, 20, 20])
    }

    @Test func `a wait can be cancelled, and who waits behind it moves up`() async throws {
        let api = self.api()
        for _ in 0..<15 { _ = try await api.call(.update, [:], doing: "testing") }
        let first = Task { try await api.call(.update, [:], doing: "testing") }
        await self.clock.waitForSleepers(count: 1)
        first.cancel()
        await #expect(throws: Fault.self) { () async throws in _ = try await first.value }
        let second = Task { _ = try await api.call(.update, [:], doing: "testing") }
        // 35 calls a minute come back to the bucket.
        await self.clock.waitForSleeper(of: 60.0 / 35)
        self.clock.advance(by: 60.0 / 35)
        try await second.value
        #expect(self.slack.times(of: "chat.update").count == 16)
    }

    @Test func `a wait that is too long is left to the queue`() async throws {
        let api = self.api(longestWait: 1)
        for _ in 0..<15 { _ = try await api.call(.update, [:], doing: "testing") }
        let fault = await #expect(throws: Fault.self) { () async throws in
            _ = try await api.call(.update, [:], doing: "testing")
        }
        #expect(fault?.isRetryable == true)
        #expect(abs((fault?.retryAfterSeconds ?? 0) - 60.0 / 35) < 0.01)
    }
}

/// Answers every call with `ok`, or refuses it once, and notes when it came.
final class CountingCaller: HTTPCaller {
    struct Call: Sendable {
        var method: String
        var body: String
        var at: Date
    }

    let calls = EventLog<Call>()
    private let now: @Sendable () -> Date
    private let refusals = Mutex<[String: Int]>([:])
    private let answers = Mutex<[String: [String]]>([:])

    init(now: @escaping @Sendable () -> Date) { self.now = now }

    func refuse(_ method: String, seconds: Int) { self.refusals.withLock { $0[method] = seconds } }
    /// The bodies of the next answers; after them it is `ok`.
    func answer(_ method: String, _ bodies: [String]) { self.answers.withLock { $0[method] = bodies } }

    func times(of method: String) -> [Date] { self.calls.values.filter { $0.method == method }.map(\.at) }

    func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let method = call.url.split(separator: "/").last.map(String.init) ?? ""
        self.calls.append(Call(method: method, body: String(decoding: call.body ?? [], as: UTF8.self), at: self.now()))
        if let seconds = self.refusals.withLock({ $0.removeValue(forKey: method) }) {
            return HTTPAnswer(status: 429, headers: [HTTPField("Retry-After", "\(seconds)")])
        }
        let body = self.answers.withLock { answers -> String? in
            guard answers[method]?.isEmpty == false else { return nil }
            return answers[method]?.removeFirst()
        }
        return HTTPAnswer(status: 200, body: Array((body ?? #"{"ok":true}"#).utf8))
    }
}
