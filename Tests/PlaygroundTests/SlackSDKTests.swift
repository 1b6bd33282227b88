import HTTPCalling
import HealingTesting
import Playground
import Testing

/// Slack's own client for Python, as a judge of the stand-in that everything else is tested against.
struct SlackSDKTests {
    private func command(_ bench: TestBench, number: Int) async throws -> [String: String] {
        let command: JSON = [
            "as": .string(StoryBook.senior), "channel": .string(StoryBook.channel), "text": "/codehealer help",
        ]
        _ = try await bench.post("/play/message", command)
        let call = try await bench.bot.calls(to: "/slack/commands", atLeast: number + 1)[number]
        return FormFields.parse(String(decoding: call.body ?? [], as: UTF8.self))
    }

    @Test(.timeLimit(.minutes(2)))
    func `the official client finds the stand-in to be Slack`() async throws {
        try await TestBench.run { bench async throws in
            let form = try await self.command(bench, number: 0)
            let trigger = try #require(form["trigger_id"])
            let response = try #require(form["response_url"])
            let verdict = try await PythonJudge("slack_web_client.py").run([
                bench.playground.address.url, "xoxb-test", StoryBook.channel, StoryBook.senior, trigger, response,
            ])
            #expect(verdict.status == 0, "\(verdict.output)")
            #expect(verdict.lines.filter { $0.hasPrefix("saw") }.count == 7, "\(verdict.output)")
            #expect(await bench.playground.workspace.impatientCalls == 0)
        }
    }
}
