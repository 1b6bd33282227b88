import HealingDomain

/// What the Events API wraps around an event.
struct EventEnvelope {
    let event: JSONValue
    let origin: SlackOrigin
    private let outerType: String?

    init(_ envelope: JSONValue, _ identity: BotIdentity?) {
        self.event = envelope["event"]
        self.outerType = envelope["type"].text
        self.origin = SlackOrigin(envelope: envelope, identity: identity)
    }

    func read() -> InboundEvent {
        if let refusal = self.origin.refusal { return .ignored(reason: refusal) }
        let type = self.event["type"].text ?? self.outerType ?? "untyped"
        switch type {
        case "app_mention": return self.mention()
        case "message": return MessageEvent(self.event, self.origin).read()
        case "reaction_added", "reaction_removed": return self.reaction()
        case "app_home_opened": return self.home()
        case "app_rate_limited": return .workspaceChanged(.eventsDropped)
        case "app_uninstalled": return .workspaceChanged(.uninstalled(reason: "the app was uninstalled from Slack"))
        case "tokens_revoked": return self.tokensRevoked()
        case "user_change", "user_profile_changed": return self.profile()
        default: return self.membership(type)
        }
    }

    private func mention() -> InboundEvent {
        if self.event["bot_id"].text != nil || self.origin.isOwn(self.event) {
            return .ignored(reason: "a mention by a bot")
        }
        if MessageEvent.isByOutsider(self.event, self.origin) {
            return .ignored(reason: "a mention by somebody from another organisation")
        }
        guard let command = self.event.command(as: .mention, botUser: self.origin.botUser) else {
            return .ignored(reason: "a mention without person, channel or time")
        }
        return .command(command)
    }

    /// People close a thread with a check mark. Slack names only the message: reading its thread finds the first one.
    private func reaction() -> InboundEvent {
        let item = self.event["item"]
        guard self.event["user"].text != self.origin.botUser, let channel = item["channel"].text,
            let timestamp = item["ts"].text
        else { return .ignored(reason: "a reaction that is the bot's own, or not on a message") }
        return .threadChanged(ThreadChange(channel: ChannelID(channel), thread: MessageTimestamp(timestamp)))
    }

    private func home() -> InboundEvent {
        guard let person = self.event["user"].text, self.event["tab"].text == "home" else {
            return .ignored(reason: "another tab of the app was opened")
        }
        return .homeOpened(PersonID(person))
    }

    /// A person who takes back what they allowed the app is not the app's end; the bot's token is.
    private func tokensRevoked() -> InboundEvent {
        guard !self.event["tokens"]["bot"].elements.isEmpty else {
            return .ignored(reason: "a person's token was revoked")
        }
        return .workspaceChanged(.uninstalled(reason: "the bot's token was revoked in Slack"))
    }

    private func profile() -> InboundEvent {
        guard let person = Person(user: self.event["user"], ourTeam: self.origin.team) else {
            return .ignored(reason: "a profile without a person")
        }
        return .workspaceChanged(.person(person))
    }

    private func membership(_ type: String) -> InboundEvent {
        switch type {
        case "member_joined_channel":
            guard self.isAboutBot, let channel = self.channel else { return .ignored(reason: "a person joined") }
            return .joinedChannel(channel)
        case "member_left_channel":
            guard self.isAboutBot, let channel = self.channel else { return .ignored(reason: "a person left") }
            return .leftChannel(channel)
        case "channel_unarchive", "group_unarchive":
            return self.channel.map(InboundEvent.joinedChannel) ?? .ignored(reason: "\(type) without a channel")
        case "channel_left", "channel_deleted", "channel_archive", "group_left", "group_deleted", "group_archive":
            return self.channel.map(InboundEvent.leftChannel) ?? .ignored(reason: "\(type) without a channel")
        case "channel_rename", "group_rename", "channel_shared", "channel_unshared":
            return self.channel.map { .workspaceChanged(.channel($0)) } ?? .ignored(reason: "\(type) without a channel")
        case "channel_history_changed", "group_history_changed":
            return self.channel.map { .workspaceChanged(.history($0)) } ?? .ignored(reason: "\(type) without a channel")
        // The id changes when a channel is about to be shared with others.
        case "channel_id_changed":
            guard let old = self.event["old_channel_id"].text, let new = self.event["new_channel_id"].text else {
                return .ignored(reason: "\(type) without both ids")
            }
            return .workspaceChanged(.moved(from: ChannelID(old), to: ChannelID(new)))
        default: return .ignored(reason: "nothing to do for \(type)")
        }
    }

    private var isAboutBot: Bool { self.origin.botUser != nil && self.event["user"].text == self.origin.botUser }

    private var channel: ChannelID? {
        (self.event["channel"].text ?? self.event["channel"]["id"].text).map { ChannelID($0) }
    }
}

extension JSONValue {
    /// The message as words typed to the bot; the thread is the one it stands in, or the one it may start.
    func command(as door: Command.Door, botUser: String?) -> Command? {
        guard let person = self["user"].text, let channel = self["channel"].text, let timestamp = self["ts"].text else {
            return nil
        }
        return Command(
            door: door, text: Mention.words(of: self["text"].text ?? "", botUser: botUser), person: PersonID(person),
            channel: ChannelID(channel), thread: MessageTimestamp(self["thread_ts"].text ?? timestamp))
    }
}
