import ControlPlane
import HealingDomain
import HealingTesting
import SlackGateway
import Testing

/// Every message of the golden files, as it goes to Slack, judged by slack_sdk and by Slack's documented limits.
struct JudgedMessageTests {
    private let renderer = BlockKitRenderer()

    private func line(_ name: String, _ kind: String, _ value: JSONValue) -> String {
        let line: JSONValue = ["name": .string(name), "kind": .string(kind), "value": value]
        return line.serializedText
    }

    @Test func `Slack takes every card, answer, dialog and home view that we have on file`() async throws {
        var lines: [String] = []
        for (name, record, approval) in CardSamples.all {
            let audience = Audience(channel: "C1")
            let card = FindingCard(
                record: record, approval: approval, settings: CardSamples.settings, audience: audience)
            let why = WhyAnswer(
                record: record, entries: [.sample(step: "find", detail: "a <!channel> said so")], approval: approval,
                settings: CardSamples.settings, audience: audience)
            lines.append(self.line("card-\(name)", "message", self.renderer.message(card.message)))
            lines.append(self.line("why-\(name)", "message", self.renderer.message(why.message)))
        }
        for (name, message) in try await self.said() {
            lines.append(self.line(name, "message", self.renderer.message(message)))
        }
        for (name, view) in try await self.shown() { lines.append(self.line(name, "view", view)) }
        #expect(lines.count > 2 * CardSamples.all.count + 8)
        let verdict = try await PythonJudge("slack_messages.py").run(lines: lines)
        #expect(verdict.status == 0, "\(verdict.output)")
        #expect(verdict.lines.last == "judged \(lines.count), 0 problems")
    }

    /// What commands are answered, in place and in a thread, and what clicks are.
    private func said() async throws -> [(String, ChannelMessage)] {
        let bench = try await Workbench.ready(approval: .sample(severity: .critical))
        let words = [
            "help", "status", "stats", "why", "search sql", "no such command", "fix 12", "mine", "forget <@U3>",
        ]
        for (text, url) in words.flatMap({ [($0, "https://hooks.slack.test/1"), ($0, nil)] }) {
            let command = Command(
                door: url == nil ? .mention : .slashCommand, text: text, person: "U1", channel: "C1", thread: "5.5",
                responseURL: url)
            try await bench.controlPlane().handle(.command(command))
        }
        for button in [ButtonAction.why, .diff] {
            try await bench.controlPlane().handle(.action(.click(button)))
        }
        return await bench.chat.posts.enumerated().map { ("post-\($0)", $1.message) }
            + bench.chat.responses.enumerated().map { ("response-\($0)", $1.message) }
            + bench.chat.whispers.enumerated().map { ("whisper-\($0)", $1.message) }
    }

    /// The dialog that asks why, and App Home.
    private func shown() async throws -> [(String, JSONValue)] {
        let bench = try await Workbench.ready(approval: .sample(severity: .critical))
        try await bench.memory.save(.sample(threads: 12, isComplete: true))
        try await bench.controlPlane().handle(.homeOpened("U1"))
        try await bench.controlPlane().handle(.action(.click(.reject)))
        let modals = await bench.chat.modals
        #expect(!modals.isEmpty)
        return modals.enumerated().map { ("modal-\($0)", self.renderer.modal($1.modal)) }
            + [("home", self.renderer.home(await bench.chat.homes["U1"] ?? []))]
    }
}
