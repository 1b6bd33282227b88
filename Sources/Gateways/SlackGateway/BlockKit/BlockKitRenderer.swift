package import HealingDomain

/// Renders the domain's messages as Block Kit JSON that Slack accepts whatever is in them: nothing over a documented limit,
/// nothing empty, no two equal ids, and no words of others that mention, link or style.
package struct BlockKitRenderer: Sendable {
    /// The `event_type` of the metadata on the bot's own messages.
    package static let metadataType = "codehealer_card"

    package init() {}

    /// `text`, `blocks`, `metadata` and the unfurl switches, for `chat.postMessage` and `chat.update`.
    package func message(_ message: ChannelMessage) -> JSONValue {
        var members: [String: JSONValue] = [
            "text": .string(self.fallback(of: message)), "unfurl_links": false, "unfurl_media": false,
        ]
        let blocks = self.blocks(
            message.blocks, limit: BlockKitLimit.messageBlocks,
            budget: BlockBudget(text: BlockKitLimit.messageText, bytes: BlockKitLimit.viewBytes))
        members["blocks"] = .array(blocks)
        if !message.metadata.isEmpty { members["metadata"] = Self.metadata(message.metadata) }
        return .object(members)
    }

    /// A view for `views.open`.
    package func modal(_ modal: Modal) -> JSONValue {
        var names = DistinctNames()
        var budget = BlockBudget(bytes: BlockKitLimit.viewBytes)
        let inputs = modal.inputs.prefix(BlockKitLimit.viewBlocks / 2)
            .map { InputRenderer.block($0, names: &names) }.filter { budget.take([$0], isActions: true) }
        let shown = self.blocks(
            modal.blocks, limit: BlockKitLimit.viewBlocks - inputs.count, budget: budget, names: names)
        var members: [String: JSONValue] = [
            "type": "modal", "callback_id": .string(modal.callbackID.fitting(BlockKitLimit.identifier).text),
            "title": PlainText.object(modal.title, limit: BlockKitLimit.title, instead: "CodeHealer"),
            "close": PlainText.object(
                inputs.isEmpty ? "Close" : "Cancel", limit: BlockKitLimit.title, instead: "Close"),
            "private_metadata": .string(modal.privateMetadata.fitting(BlockKitLimit.privateMetadata).text),
            "blocks": .array(Self.filled(shown + inputs)),
        ]
        // Slack refuses inputs without a submit button.
        if let submit = modal.submit ?? (inputs.isEmpty ? nil : "Submit") {
            members["submit"] = PlainText.object(submit, limit: BlockKitLimit.title, instead: "Submit")
        }
        return .object(members)
    }

    /// A view for `views.publish`.
    package func home(_ blocks: [MessageBlock]) -> JSONValue {
        let rendered = self.blocks(
            blocks, limit: BlockKitLimit.viewBlocks, budget: BlockBudget(bytes: BlockKitLimit.viewBytes))
        return ["type": "home", "blocks": .array(Self.filled(rendered))]
    }

    /// The words for notifications and screen readers; never empty.
    private func fallback(of message: ChannelMessage) -> String {
        let candidates = [message.fallback] + message.blocks.map(\.words)
        let words = candidates.first { !$0.isBlank } ?? "CodeHealer has something to show here"
        return MrkdwnWriter.write(StyledText([.plain(words)]), limit: BlockKitLimit.fallback)
    }

    private func blocks(
        _ blocks: [MessageBlock], limit: Int, budget: BlockBudget, names: DistinctNames = DistinctNames()
    ) -> [JSONValue] {
        var names = names
        var budget = budget
        var rendered: [JSONValue] = []
        for (index, block) in blocks.enumerated() {
            let pieces = BlockRenderer.render(block, names: &names)
            guard budget.take(pieces, isActions: block.isActions),
                rendered.count + pieces.count < limit
                    || index == blocks.count - 1
                        && rendered.count + pieces.count <= limit
            else {
                let left = blocks[index...].filter(\.isActions)
                return rendered + self.ending(left, room: limit - rendered.count, budget: &budget, names: &names)
            }
            rendered += pieces
        }
        return rendered
    }

    /// A note instead of what has no room, and the buttons among it.
    private func ending(
        _ actions: [MessageBlock], room: Int, budget: inout BlockBudget, names: inout DistinctNames
    ) -> [JSONValue] {
        var ending = BlockRenderer.render(.context("… more is left out here: too long for one message"), names: &names)
        for block in actions {
            let pieces = BlockRenderer.render(block, names: &names)
            if ending.count + pieces.count <= room, budget.take(pieces, isActions: true) { ending += pieces }
        }
        return Array(ending.prefix(room))
    }

    private static func filled(_ blocks: [JSONValue]) -> [JSONValue] {
        var names = DistinctNames()
        return blocks.isEmpty ? BlockRenderer.render(.context("Nothing here yet."), names: &names) : blocks
    }

    private static func metadata(_ pairs: [String: String]) -> JSONValue {
        let kept = pairs.sorted { $0.key < $1.key }.prefix(BlockKitLimit.metadataPairs).map { pair in
            (pair.key, JSONValue.string(pair.value.fitting(BlockKitLimit.metadataValue).text))
        }
        return [
            "event_type": .string(self.metadataType),
            "event_payload": .object(Dictionary(kept) { first, _ in first }),
        ]
    }
}

/// What is left of a message's or a view's size.
private struct BlockBudget {
    private var text: Int
    private var bytes: Int

    init(text: Int = .max, bytes: Int = .max) {
        self.text = text
        self.bytes = bytes
    }

    /// Whether the blocks fit; what does not fit takes nothing. Buttons are what a card is for: they are kept when words
    /// are too many.
    mutating func take(_ blocks: [JSONValue], isActions: Bool) -> Bool {
        let sizes = blocks.map { (text: $0.textLength, bytes: $0.serialized.count + 1) }
        let text = isActions ? 0 : sizes.reduce(0) { $0 + $1.text }
        let bytes = sizes.reduce(0) { $0 + $1.bytes }
        guard text <= self.text, bytes <= self.bytes else { return false }
        self.text -= text
        self.bytes -= bytes
        return true
    }
}

extension JSONValue {
    /// UTF-16 units of all texts that stand under the name `text`.
    fileprivate var textLength: Int {
        switch self {
        case .array(let elements): elements.reduce(0) { $0 + $1.textLength }
        case .object(let members):
            members.reduce(0) { sum, member in
                if member.key == "text", let text = member.value.text { return sum + text.utf16.count }
                return sum + member.value.textLength
            }
        default: 0
        }
    }
}
