import HealingDomain
import HealingTesting
import SlackGateway
import Testing

/// Messages and views made by chance and by malice, judged by slack_sdk and by Slack's documented limits.
struct JudgedSamplesTests {
    private let renderer = BlockKitRenderer()

    private func line(_ name: String, _ kind: String, _ value: JSONValue) -> String {
        let line: JSONValue = ["name": .string(name), "kind": .string(kind), "value": value]
        return line.serializedText
    }

    @Test func `whatever we say, Slack's own models take it`() async throws {
        var generator = SeededGenerator(seed: 44)
        var lines = [self.line("card", "message", self.renderer.message(MessageSamples.card))]
        for round in 0..<40 {
            let message = ChannelMessage(
                fallback: MessageSamples.text(&generator), blocks: MessageSamples.blocks(&generator),
                metadata: ["finding": MessageSamples.text(&generator)])
            lines.append(self.line("message-\(round)", "message", self.renderer.message(message)))
        }
        for round in 0..<15 {
            lines.append(self.line("modal-\(round)", "view", self.renderer.modal(self.modal(&generator))))
            lines.append(
                self.line("home-\(round)", "view", self.renderer.home(MessageSamples.blocks(&generator))))
        }
        let verdict = try await PythonJudge("slack_messages.py").run(lines: lines)
        #expect(verdict.status == 0, "\(verdict.output.prefix(4000))")
        #expect(verdict.lines.last == "judged \(lines.count), 0 problems")
    }

    private func modal(_ generator: inout SeededGenerator) -> Modal {
        let words = MessageSamples.text(&generator)
        let inputs = MessageSamples.list(30, &generator) { generator in
            let choices = MessageSamples.list(120, &generator) { generator in
                ModalInput.Choice(value: MessageSamples.text(&generator), label: MessageSamples.text(&generator))
            }
            return ModalInput(
                id: String(MessageSamples.text(&generator).prefix(3)), label: MessageSamples.text(&generator),
                kind: Bool.random(using: &generator) ? .text(multiline: true) : .choice(choices))
        }
        return Modal(
            callbackID: words, title: words, privateMetadata: words, blocks: MessageSamples.blocks(&generator),
            inputs: inputs)
    }
}
