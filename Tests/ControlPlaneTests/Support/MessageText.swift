import ControlPlane
import HealingDomain

/// A message as a person reads it, with buttons and mentions spelled out: what golden files hold.
enum MessageText {
    static func of(_ message: ChannelMessage) -> String {
        // The marker is there to find the message by, and says nothing.
        let metadata = message.metadata.filter { $0.key != OutboxDispatcher.markerKey }.sorted { $0.key < $1.key }.map {
            "\($0.key)=\($0.value)"
        }
        return "fallback: \(message.fallback)\n"
            + (metadata.isEmpty ? "" : "metadata: \(metadata.joined(separator: " "))\n")
            + "\n" + Self.of(message.blocks)
    }

    static func of(_ blocks: [MessageBlock]) -> String { blocks.map { Self.of($0) + "\n" }.joined() }

    private static func of(_ block: MessageBlock) -> String {
        switch block {
        case .header(let text): "# \(text)"
        case .section(let text): Self.of(text)
        case .fields(let fields): fields.map { "\($0.label): \(Self.of($0.value))" }.joined(separator: " | ")
        case .code(let text): "```\n\(text)\n```"
        case .quote(let text): text.split(separator: "\n").map { "> \($0)" }.joined(separator: "\n")
        case .context(let text): "(\(Self.of(text)))"
        case .actions(let buttons):
            buttons.map { Self.of($0) }.joined(separator: " ")
        case .divider: "---"
        }
    }

    private static func of(_ button: Button) -> String {
        let asked = button.confirmation.map { " asks: \($0.title) \($0.text) \($0.confirm)/\($0.deny)" } ?? ""
        return "[\(button.label) \(button.actionID)=\(button.value.prefix(12)) \(button.style)\(asked)]"
    }

    static func of(_ modal: Modal) -> String {
        let inputs = modal.inputs.map { input in
            switch input.kind {
            case .text: "\(input.label) (\(input.isOptional ? "optional " : "")text)"
            case .choice(let choices): "\(input.label) \(choices.map(\.label).joined(separator: " | "))"
            }
        }
        return
            "dialog: \(modal.title) [\(modal.submit ?? "no button")] \(modal.callbackID)(\(modal.privateMetadata))\n\n"
            + Self.of(modal.blocks) + inputs.map { $0 + "\n" }.joined()
    }

    static func of(_ text: StyledText) -> String {
        text.spans.map { span in
            switch span {
            case .plain(let words): words
            case .bold(let words): "*\(words)*"
            case .italic(let words): "_\(words)_"
            case .code(let words): "`\(words)`"
            case .link(let url, let label): "[\(label)](\(url))"
            case .person(let id): "<@\(id)>"
            case .channel(let id): "<#\(id)>"
            case .emoji(let name): ":\(name):"
            }
        }.joined()
    }
}
