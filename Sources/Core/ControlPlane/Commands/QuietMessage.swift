import HealingDomain

/// Names instead of mentions: an answer that many can read must not call everybody it speaks of.
struct QuietMessage: Sendable {
    let chat: any TeamChat

    func message(_ message: ChannelMessage) async -> ChannelMessage {
        var names: [PersonID: String] = [:]
        for text in message.blocks.flatMap(\.texts) {
            for case .person(let id) in text.spans where names[id] == nil {
                names[id] = (try? await self.chat.person(id))?.name ?? id.rawValue
            }
        }
        guard !names.isEmpty else { return message }
        var quiet = message
        quiet.blocks = message.blocks.map { $0.naming(names) }
        return quiet
    }
}

extension MessageBlock {
    fileprivate var texts: [StyledText] {
        switch self {
        case .section(let text), .context(let text): [text]
        case .fields(let fields): fields.map(\.value)
        case .header, .code, .quote, .actions, .divider: []
        }
    }

    fileprivate func naming(_ names: [PersonID: String]) -> MessageBlock {
        switch self {
        case .section(let text): .section(text.naming(names))
        case .context(let text): .context(text.naming(names))
        case .fields(let fields): .fields(fields.map { Field($0.label, $0.value.naming(names)) })
        case .header, .code, .quote, .actions, .divider: self
        }
    }
}

extension StyledText {
    fileprivate func naming(_ names: [PersonID: String]) -> StyledText {
        StyledText(
            self.spans.map { span in
                if case .person(let id) = span { .bold(names[id] ?? id.rawValue) } else { span }
            })
    }
}
