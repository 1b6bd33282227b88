import HealingDomain

/// A `/codehealer …` typed in the message box.
struct SlashCommand {
    static let fields = ["command", "text", "user_id", "channel_id", "team_id", "response_url", "trigger_id"]

    private let payload: JSONValue
    private let origin: SlackOrigin

    init(_ payload: JSONValue, _ identity: BotIdentity?) {
        self.payload = payload
        self.origin = SlackOrigin(interaction: payload, identity: identity)
    }

    func read() -> InboundEvent {
        guard let person = self.payload["user_id"].text, let channel = self.payload["channel_id"].text else {
            return .ignored(reason: "a slash command without person or channel")
        }
        if self.origin.refusal != nil {
            return .turnedAway(
                TurnedAway(
                    person: PersonID(person), reason: .otherWorkspace, channel: ChannelID(channel),
                    responseURL: self.payload["response_url"].text))
        }
        return .command(
            Command(
                door: .slashCommand, text: SlackMarkup.command(self.payload["text"].text ?? ""),
                person: PersonID(person), channel: ChannelID(channel),
                responseURL: self.payload["response_url"].text, triggerID: self.payload["trigger_id"].text))
    }
}
