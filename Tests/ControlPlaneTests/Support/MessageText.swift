import HealingDomain

/// A message as a person reads it, with buttons and mentions spelled out: what golden files hold.
enum MessageText {
    static func of(_ message: ChannelMessage) -> String {
        let metadata = message.metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
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
            buttons.map { "[\($0.label) \($0.actionID)=\($0.value.prefix(12)) \($0.style)]" }.joined(separator: " ")
        case .divider: "---"
        }
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
