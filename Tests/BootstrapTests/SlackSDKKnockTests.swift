import Bootstrap
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// slack_sdk signs, the real server on loopback answers.
struct SlackSDKKnockTests {
    @Test func `a request that slack_sdk signed is accepted, a changed one is refused`() async throws {
        try await RunningServer.with { server async throws in
            let moment = Int(RunningServer.moment.timeIntervalSince1970)
            let verdict = try await PythonJudge("slack_signatures.py").run([
                "knock", server.base + "/slack/events", RunningServer.slackSecret, "\(moment)",
            ])
            #expect(verdict.lines == ["200", "401", "401"], "\(verdict.output)")
            #expect(try await server.backend.queue.depth().waiting == 1)
        }
    }
}
