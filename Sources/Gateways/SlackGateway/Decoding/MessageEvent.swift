import HealingDomain

/// An event about a message: what it changes in which thread.
struct MessageEvent {
    private let event: JSONValue
    private let origin: SlackOrigin

    init(_ event: JSONValue, _ origin: SlackOrigin) {
        self.event = event
        self.origin = origin
    }

    func read() -> InboundEvent {
        switch self.event["subtype"].text {
        case nil, "thread_broadcast", "file_share", "me_message": self.posted()
        case "message_changed": self.changed()
        case "message_deleted": self.deleted()
        case "message_replied":
            self.change(thread: self.event["message"]["thread_ts"].text ?? self.event["thread_ts"].text)
        case "bot_message": .ignored(reason: "a bot's message")
        case "channel_convert_to_private", "channel_convert_to_public":
            self.event["channel"].text.map { .workspaceChanged(.channel(ChannelID($0))) }
                ?? .ignored(reason: "a channel changed, and the message does not say which")
        case .some(let subtype): .ignored(reason: "nothing to do for a message of the kind \(subtype)")
        }
    }

    /// Whether the author belongs to another organisation that shares the channel.
    static func isByOutsider(_ message: JSONValue, _ origin: SlackOrigin) -> Bool {
        origin.isOutside(message["user_team"].text) || origin.isOutside(message["source_team"].text)
    }

    private func posted() -> InboundEvent {
        if self.origin.isOwn(self.event) { return .ignored(reason: "the bot's own message") }
        if self.event.isByBot { return .ignored(reason: "a bot's message") }
        if Self.isByOutsider(self.event, self.origin) {
            return .ignored(reason: "a message by somebody from another organisation")
        }
        // Where everything is said to the bot, Slack sends no mentions.
        if self.event["channel_type"].text == "im" {
            return self.event.command(as: .mention, botUser: self.origin.botUser).map(InboundEvent.command)
                ?? .ignored(reason: "a direct message without person or time")
        }
        return self.change(thread: self.event["thread_ts"].text ?? self.event["ts"].text)
    }

    /// Also sent when a link unfolds or a reply is counted: only new words matter.
    private func changed() -> InboundEvent {
        let message = self.event["message"]
        let previous = self.event["previous_message"]
        if self.origin.isOwn(message) { return .ignored(reason: "the bot's own message was edited") }
        let timestamp = message["ts"].text ?? previous["ts"].text
        let thread = message["thread_ts"].text ?? previous["thread_ts"].text ?? timestamp
        if message["subtype"].text == "tombstone" {
            return self.change(thread: thread, isDeleted: thread == timestamp)
        }
        if !previous.isNull, message.ownWords == previous.ownWords {
            return .ignored(reason: "a message changed, its words did not")
        }
        return self.change(thread: thread)
    }

    private func deleted() -> InboundEvent {
        let previous = self.event["previous_message"]
        if self.origin.isOwn(previous) { return .ignored(reason: "the bot's own message was deleted") }
        let timestamp = self.event["deleted_ts"].text ?? previous["ts"].text
        let thread = previous["thread_ts"].text ?? timestamp
        return self.change(thread: thread, isDeleted: thread == timestamp)
    }

    private func change(thread: String?, isDeleted: Bool = false) -> InboundEvent {
        if ["im", "mpim"].contains(self.event["channel_type"].text) {
            return .ignored(reason: "direct messages are not read")
        }
        guard let thread, let channel = self.event["channel"].text else {
            return .ignored(reason: "a message without channel or time")
        }
        return .threadChanged(
            ThreadChange(channel: ChannelID(channel), thread: MessageTimestamp(thread), isDeleted: isDeleted))
    }
}
