import HealingDomain

/// An input of a modal as an input block.
enum InputRenderer {
    static func block(_ input: ModalInput, names: inout DistinctNames) -> JSONValue {
        [
            "type": "input", "block_id": .string(names.take(input.id)), "optional": .bool(input.isOptional),
            "label": PlainText.object(input.label, limit: BlockKitLimit.value, instead: "Answer"),
            "element": self.element(input.kind),
        ]
    }

    private static func element(_ kind: ModalInput.Kind) -> JSONValue {
        switch kind {
        case .text(let multiline): self.typed(multiline: multiline)
        // Slack refuses a list without options.
        case .choice(let choices) where choices.isEmpty: self.typed(multiline: false)
        case .choice(let choices):
            [
                "type": "static_select", "action_id": "value",
                "options": .array(choices.prefix(BlockKitLimit.options).map(self.option)),
            ]
        }
    }

    private static func typed(multiline: Bool) -> JSONValue {
        [
            "type": "plain_text_input", "action_id": "value", "multiline": .bool(multiline),
            "max_length": .number(String(BlockKitLimit.text)),
        ]
    }

    private static func option(_ choice: ModalInput.Choice) -> JSONValue {
        let value = (choice.value.isEmpty ? choice.label : choice.value).fitting(BlockKitLimit.label).text
        return [
            "text": PlainText.object(choice.label, limit: BlockKitLimit.label, instead: "(no name)"),
            "value": .string(value.isEmpty ? "none" : value),
        ]
    }
}
