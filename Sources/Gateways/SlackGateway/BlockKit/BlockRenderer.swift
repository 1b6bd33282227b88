import HealingDomain

/// One block of the domain as one or more blocks of Slack.
enum BlockRenderer {
    /// Empty where the block has nothing to show.
    static func render(_ block: MessageBlock, names: inout DistinctNames) -> [JSONValue] {
        switch block {
        case .header(let text): self.header(text, &names)
        case .section(let text): self.section(self.mrkdwn(text, limit: BlockKitLimit.text), "section", &names)
        case .fields(let fields): self.fields(fields, &names)
        case .code(let code): self.section(CodeFence.write(code, limit: BlockKitLimit.text), "code", &names)
        case .quote(let text): self.quote(text, &names)
        case .context(let text): self.context(text, &names)
        case .actions(let buttons): self.actions(buttons, &names)
        case .divider: [self.block("divider", [:], "divider", &names)]
        }
    }

    private static func header(_ text: String, _ names: inout DistinctNames) -> [JSONValue] {
        guard !text.isBlank else { return [] }
        let object = PlainText.object(text, limit: BlockKitLimit.header, instead: "…")
        return [self.block("header", ["text": object], "header", &names)]
    }

    private static func section(_ text: String?, _ name: String, _ names: inout DistinctNames) -> [JSONValue] {
        guard let text, !text.isBlank else { return [] }
        return [self.block("section", ["text": ["type": "mrkdwn", "text": .string(text)]], name, &names)]
    }

    private static func fields(_ fields: [MessageBlock.Field], _ names: inout DistinctNames) -> [JSONValue] {
        let objects: [JSONValue] = fields.compactMap { field in
            let text = StyledText([.bold(field.label), .plain("\n")]) + field.value
            guard let written = self.mrkdwn(text, limit: BlockKitLimit.field) else { return nil }
            return ["type": "mrkdwn", "text": .string(written)]
        }
        return stride(from: 0, to: objects.count, by: BlockKitLimit.fields).map { start in
            let part = Array(objects[start..<min(start + BlockKitLimit.fields, objects.count)])
            return self.block("section", ["fields": .array(part)], "fields", &names)
        }
    }

    private static func quote(_ text: String, _ names: inout DistinctNames) -> [JSONValue] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard !text.isBlank else { return [] }
        var quoted = ""
        for line in lines {
            let room = BlockKitLimit.text - quoted.utf16.count - 6
            guard room > MrkdwnWriter.cutMark.utf16.count + 1 else { break }
            quoted +=
                (quoted.isEmpty ? "&gt; " : "\n&gt; ")
                + MrkdwnWriter.write(StyledText([.plain(String(line))]), limit: room)
        }
        return self.section(quoted, "quote", &names)
    }

    private static func context(_ text: StyledText, _ names: inout DistinctNames) -> [JSONValue] {
        guard let written = self.mrkdwn(text, limit: BlockKitLimit.text) else { return [] }
        let element: JSONValue = ["type": "mrkdwn", "text": .string(written)]
        return [self.block("context", ["elements": [element]], "context", &names)]
    }

    private static func actions(_ buttons: [Button], _ names: inout DistinctNames) -> [JSONValue] {
        stride(from: 0, to: buttons.count, by: BlockKitLimit.buttons).map { start in
            let part = buttons[start..<min(start + BlockKitLimit.buttons, buttons.count)]
            var actionNames = DistinctNames()
            let elements = part.map { self.button($0, &actionNames) }
            return self.block("actions", ["elements": .array(elements)], "actions", &names)
        }
    }

    private static func button(_ button: Button, _ names: inout DistinctNames) -> JSONValue {
        var members: [String: JSONValue] = [
            "type": "button", "action_id": .string(names.take(button.actionID)),
            "text": PlainText.object(button.label, limit: BlockKitLimit.label, instead: "Open"),
        ]
        let value = button.value.fitting(BlockKitLimit.value).text
        if !value.isEmpty { members["value"] = .string(value) }
        if button.style != .standard { members["style"] = .string(button.style.rawValue) }
        if let url = button.url.flatMap(SlackLink.buttonURL) { members["url"] = .string(url) }
        if let confirmation = button.confirmation {
            members["confirm"] = self.confirmation(confirmation, style: button.style)
        }
        return .object(members)
    }

    private static func confirmation(_ confirmation: Button.Confirmation, style: Button.Style) -> JSONValue {
        var members: [String: JSONValue] = [
            "title": PlainText.object(confirmation.title, limit: BlockKitLimit.confirmTitle, instead: "Are you sure?"),
            "text": PlainText.object(
                confirmation.text, limit: BlockKitLimit.confirmText, instead: "This cannot be taken back."),
            "confirm": PlainText.object(confirmation.confirm, limit: BlockKitLimit.confirmLabel, instead: "Yes"),
            "deny": PlainText.object(confirmation.deny, limit: BlockKitLimit.confirmLabel, instead: "Cancel"),
        ]
        if style != .standard { members["style"] = .string(style.rawValue) }
        return .object(members)
    }

    private static func mrkdwn(_ text: StyledText, limit: Int) -> String? {
        let written = MrkdwnWriter.write(text, limit: limit)
        return written.isBlank ? nil : written
    }

    private static func block(
        _ type: String, _ members: [String: JSONValue], _ name: String, _ names: inout DistinctNames
    ) -> JSONValue {
        var members = members
        members["type"] = .string(type)
        members["block_id"] = .string(names.take(name))
        return .object(members)
    }
}

extension MessageBlock {
    var isActions: Bool {
        if case .actions = self { true } else { false }
    }

    /// What the block says, for a message whose fallback says nothing.
    var words: String {
        switch self {
        case .header(let text), .code(let text), .quote(let text): text
        case .section(let text), .context(let text): text.plain
        case .fields(let fields): fields.map { "\($0.label): \($0.value.plain)" }.joined(separator: ", ")
        case .actions, .divider: ""
        }
    }
}
