import FoundationEssentials
import HTTPCalling
import HealingDomain
import HealingTesting
import SlackGateway
import Testing

/// Slack's cut for apps outside its Marketplace: found, said, and kept to.
struct HistoryAllowanceTests {
    private let clock: SteppedClock
    private let slack: CountingCaller

    init() {
        let clock = SteppedClock()
        self.clock = clock
        self.slack = CountingCaller(now: { clock.current })
    }

    private var api: SlackWebAPI {
        return SlackWebAPI(
            caller: self.slack, token: SlackToken("xoxb-1"), baseURL: "http://127.0.0.1/api",
            pace: SlackWebAPI.Pace(
                now: { self.clock.current }, sleep: { try await self.clock.sleep($0) }, chance: { 0 }))
    }

    private static func page(_ count: Int, more: Bool = true) -> String {
        let messages = (0..<count).map { #"{"ts":"\#($0).1"}"# }.joined(separator: ",")
        return #"{"ok":true,"messages":[\#(messages)],"has_more":\#(more),"response_metadata":{"next_cursor":"n"}}"#
    }

    @Test func `a page of 15 where 200 were asked for is the sign, and from then on it is a page a minute`()
        async throws
    {
        let api = self.api
        self.slack.answer("conversations.history", [Self.page(15), Self.page(15), Self.page(15)])
        let start = self.clock.current
        #expect(api.allowance.notice == nil)
        let reading = Task {
            for _ in 0..<3 {
                _ = try await api.prioritized(.backfill).call(
                    .history, ["channel": "C1", "limit": 200], doing: "testing")
            }
        }
        for _ in 0..<2 {
            await self.clock.waitForSleeper(of: 60)
            self.clock.advance(by: 60)
        }
        try await reading.value
        let calls = self.slack.calls.values
        #expect(calls.map { $0.at.timeIntervalSince(start) } == [0, 60, 120])
        #expect(calls.map { $0.body.contains("limit=15") } == [false, true, true])
        #expect(api.allowance.notice?.contains("15 messages came where 200 were asked for") == true)
        #expect(api.allowance.notice?.contains("manifest") == true)
    }

    @Test func `being told to wait a minute is the sign too, and each of the two methods has its own minute`()
        async throws
    {
        let api = self.api
        self.slack.refuse("conversations.replies", seconds: 60)
        let fault = await #expect(throws: Fault.self) { () async throws in
            _ = try await api.call(.replies, ["channel": "C1", "ts": "1.1", "limit": 200], doing: "testing")
        }
        #expect(fault?.retryAfterSeconds == 60)
        #expect(api.allowance.notice?.contains("60 s between two calls") == true)
        _ = try await api.call(.history, ["channel": "C1"], doing: "testing")
        #expect(self.slack.calls.values.last?.body == "channel=C1&limit=15")
        await #expect(throws: Fault.self) { () async throws in
            _ = try await api.call(.history, ["channel": "C1"], doing: "testing")
        }
        #expect(self.slack.times(of: "conversations.history").count == 1)
    }

    @Test func `a short last page, one short page and a short wait are no sign`() async throws {
        let api = self.api
        self.slack.answer("conversations.history", [Self.page(15, more: false), Self.page(3), Self.page(200)])
        for _ in 0..<3 { _ = try await api.call(.history, ["limit": 200], doing: "testing") }
        #expect(api.allowance.notice == nil)
        self.slack.answer("conversations.history", [Self.page(3), Self.page(4)])
        for _ in 0..<2 { _ = try await api.call(.history, ["limit": 200], doing: "testing") }
        #expect(api.allowance.notice != nil)
    }

    @Test func `other methods keep their pace, and after a day it is tried in full again`() async throws {
        let api = self.api
        self.slack.answer("conversations.history", [Self.page(15)])
        _ = try await api.call(.history, ["limit": 200], doing: "testing")
        for _ in 0..<10 { _ = try await api.call(.channelInfo, ["channel": "C1"], doing: "testing") }
        self.clock.advance(by: 86_401)
        #expect(api.allowance.notice == nil)
        _ = try await api.call(.history, ["limit": 200], doing: "testing")
        #expect(self.slack.calls.values.last?.body == "limit=200")
    }
}
