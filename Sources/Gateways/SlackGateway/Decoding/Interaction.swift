import HealingDomain

/// A click, a submitted modal or a shortcut.
struct Interaction {
    private let payload: JSONValue
    private let origin: SlackOrigin

    init(_ payload: JSONValue, _ identity: BotIdentity?) {
        self.payload = payload
        self.origin = SlackOrigin(interaction: payload, identity: identity)
    }

    func read() -> InboundEvent {
        guard let person = self.payload["user"]["id"].text.map({ PersonID($0) }) else {
            return .ignored(reason: "an interaction without a person")
        }
        if self.origin.isOutside(self.payload["user"]["team_id"].text) { return self.turnAway(person, .outsider) }
        if self.origin.refusal != nil { return self.turnAway(person, .otherWorkspace) }
        switch self.payload["type"].text {
        case "block_actions": return self.click(by: person)
        case "view_submission": return self.submission(by: person)
        case "message_action": return self.shortcut(by: person)
        case let type: return .ignored(reason: "nothing to do for an interaction of the type \(type ?? "unknown")")
        }
    }

    private func turnAway(_ person: PersonID, _ reason: TurnedAway.Reason) -> InboundEvent {
        .turnedAway(
            TurnedAway(
                person: person, reason: reason,
                channel: self.message?.channel ?? self.payload["channel"]["id"].text.map { ChannelID($0) },
                responseURL: self.payload["response_url"].text))
    }

    private func click(by person: PersonID) -> InboundEvent {
        let action = self.payload["actions"][0]
        guard let id = action["action_id"].text else { return .ignored(reason: "a click without an action") }
        if action["url"].text != nil { return .ignored(reason: "a link was opened") }
        return .action(
            CardAction(
                actionID: DistinctNames.original(of: id), value: InputValue.text(of: action) ?? "", person: person,
                message: self.message, responseURL: self.payload["response_url"].text,
                triggerID: self.payload["trigger_id"].text))
    }

    private func submission(by person: PersonID) -> InboundEvent {
        let view = self.payload["view"]
        var values: [String: String] = [:]
        for (block, inputs) in view["state"]["values"].members {
            // A block holds one input.
            let text = inputs.members.sorted { $0.key < $1.key }.first.flatMap { InputValue.text(of: $0.value) }
            values[DistinctNames.original(of: block)] = text
        }
        return .modalSubmitted(
            ModalSubmission(
                callbackID: view["callback_id"].text ?? "", privateMetadata: view["private_metadata"].text ?? "",
                person: person, values: values))
    }

    /// The shortcut's callback id is the command: `why`, `save_fix`.
    private func shortcut(by person: PersonID) -> InboundEvent {
        let message = self.payload["message"]
        guard let command = self.payload["callback_id"].text, let channel = self.payload["channel"]["id"].text,
            let timestamp = message["thread_ts"].text ?? self.payload["message_ts"].text ?? message["ts"].text
        else { return .ignored(reason: "a shortcut without command, channel or message") }
        return .command(
            Command(
                door: .shortcut, text: command, person: person, channel: ChannelID(channel),
                thread: MessageTimestamp(timestamp), responseURL: self.payload["response_url"].text,
                triggerID: self.payload["trigger_id"].text))
    }

    private var message: MessageReference? {
        let container = self.payload["container"]
        guard let channel = container["channel_id"].text ?? self.payload["channel"]["id"].text,
            let timestamp = container["message_ts"].text ?? self.payload["message"]["ts"].text
        else { return nil }
        return MessageReference(channel: ChannelID(channel), timestamp: MessageTimestamp(timestamp))
    }
}

/// What a person chose or typed in an element, as text; several choices are joined by commas.
enum InputValue {
    static func text(of element: JSONValue) -> String? {
        if let chosen = element["selected_option"]["value"].text { return chosen }
        let several = element["selected_options"].elements.compactMap { $0["value"].text }
        if !several.isEmpty { return several.joined(separator: ",") }
        return self.singleNames.lazy.compactMap { element[$0].text }.first
    }

    private static let singleNames = [
        "value", "selected_user", "selected_channel", "selected_conversation", "selected_date", "selected_time",
    ]
}
