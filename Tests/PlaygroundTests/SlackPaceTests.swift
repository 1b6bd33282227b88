import Foundation
import HTTPCalling
import Playground
import SlackGateway
import Testing

/// The bot's own client against the stand-in, at the rates that Slack documents.
struct SlackPaceTests {
    private func client(_ bench: TestBench) -> SlackWebAPI {
        let clock = bench.clock
        // Waiting moves the clock of both.
        let pace = SlackWebAPI.Pace(
            longestWaitSeconds: 120, now: { clock.now }, sleep: { clock.advance($0) }, chance: { 0.5 })
        return SlackWebAPI(
            caller: CurlCaller(), token: SlackToken("xoxb-test"), baseURL: bench.playground.address.slackAPI, pace: pace
        )
    }

    @Test func `however much there is to do, no call comes before Slack allows it`() async throws {
        try await TestBench.run { bench async throws in
            await bench.playground.workspace.limitRates(.documented)
            let api = self.client(bench)
            let channel: JSONValue = .string(StoryBook.channel)
            for number in 0..<120 {
                _ = try await api.call(.channelInfo, ["channel": channel], doing: "looking \(number)")
            }
            for number in 0..<30 {
                let message: [String: JSONValue] = ["channel": channel, "text": .string("message \(number)")]
                _ = try await api.call(.postMessage, message, doing: "posting \(number)")
            }
            #expect(await bench.playground.workspace.impatientCalls == 0)
        }
    }

    @Test func `a backfill waits for its minute, and a person's question meanwhile does not`() async throws {
        try await TestBench.run { bench async throws in
            await bench.playground.workspace.limitRates(.outsideMarketplace)
            let api = self.client(bench)
            let channel: JSONValue = .string(StoryBook.channel)
            let history: [String: JSONValue] = ["channel": channel, "limit": 200]
            _ = try await api.call(.history, history, doing: "reading")
            let before = bench.clock.now
            _ = try await api.call(.userInfo, ["user": .string(StoryBook.senior)], doing: "asking")
            #expect(bench.clock.now == before)
            _ = try await api.call(.history, history, doing: "reading on")
            #expect(bench.clock.now >= before.addingTimeInterval(59))
            #expect(await bench.playground.workspace.impatientCalls == 0)
        }
    }
}
