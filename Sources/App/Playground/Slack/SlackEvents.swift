import FoundationEssentials

/// What the bot is told, in the shapes of Slack's Events API.
extension SlackWorkspace {
    func tellPosted(_ message: SlackMessage) {
        guard let channel = self.channelForEvents(message.channel) else { return }
        self.send(event: self.messageEvent(self.json(message, metadata: false), in: channel, at: message.ts))
        guard !message.isFromApp, message.text.contains("<@\(SlackApp.user)>") else { return }
        var mention = self.json(message, metadata: false)
        mention["type"] = "app_mention"
        mention["channel"] = .string(channel.id)
        mention["event_ts"] = .string(message.ts)
        self.send(event: mention)
    }

    func tellChanged(from before: SlackMessage, to after: SlackMessage) {
        guard let channel = self.channelForEvents(after.channel) else { return }
        let event: JSON = [
            "type": "message", "subtype": "message_changed", "hidden": true,
            "message": self.json(after, metadata: false), "previous_message": self.json(before, metadata: false),
        ]
        self.send(event: self.messageEvent(event, in: channel, at: self.nextTimestamp()))
    }

    func tellDeleted(_ message: SlackMessage) {
        guard let channel = self.channelForEvents(message.channel) else { return }
        let event: JSON = [
            "type": "message", "subtype": "message_deleted", "hidden": true, "deleted_ts": .string(message.ts),
            "previous_message": self.json(message, metadata: false),
        ]
        self.send(event: self.messageEvent(event, in: channel, at: self.nextTimestamp()))
    }

    func tellReaction(_ name: String, by person: String, added: Bool, on message: SlackMessage) {
        guard self.channelForEvents(message.channel) != nil else { return }
        self.send(event: [
            "type": added ? "reaction_added" : "reaction_removed", "user": .string(person),
            "reaction": .string(name), "item_user": .string(message.user),
            "item": ["type": "message", "channel": .string(message.channel), "ts": .string(message.ts)],
            "event_ts": .string(self.nextTimestamp()),
        ])
    }

    /// Says that the bot is a member: what makes it read the channel's past.
    package func announceBotMembership() {
        for channel in self.channels where channel.members.contains(SlackApp.user) {
            self.send(event: [
                "type": "member_joined_channel", "user": .string(SlackApp.user), "channel": .string(channel.id),
                "channel_type": channel.isPrivate ? "G" : "C", "team": .string(SlackApp.teamID),
                "event_ts": .string(self.nextTimestamp()),
            ])
        }
    }

    func tellHomeOpened(by person: String) {
        var event: JSON = [
            "type": "app_home_opened", "user": .string(person), "channel": .string("D\(person.dropFirst())"),
            "tab": "home", "event_ts": .string(self.nextTimestamp()),
        ]
        if let view = self.homes[person] { event["view"] = self.json(view) }
        self.send(event: event)
    }

    private func channelForEvents(_ id: String) -> SlackChannel? {
        self.channels.first { $0.id == id && $0.members.contains(SlackApp.user) }
    }

    private func messageEvent(_ event: JSON, in channel: SlackChannel, at ts: String) -> JSON {
        event.merging([
            "channel": .string(channel.id), "channel_type": channel.isPrivate ? "group" : "channel",
            "event_ts": .string(ts), "ts": .string(event["ts"]?.string ?? ts),
        ])
    }

    private func send(event: JSON) {
        self.courier.send(event: [
            "token": "verification-token-is-deprecated", "team_id": .string(SlackApp.teamID),
            "context_team_id": .string(SlackApp.teamID), "context_enterprise_id": nil,
            "api_app_id": .string(SlackApp.id), "event": event, "type": "event_callback",
            "event_id": .string(RandomNames.slack("Ev")), "event_time": .int(Int(self.now().timeIntervalSince1970)),
            "authorizations": [
                [
                    "enterprise_id": nil, "team_id": .string(SlackApp.teamID), "user_id": .string(SlackApp.user),
                    "is_bot": true, "is_enterprise_install": false,
                ]
            ],
            "is_ext_shared_channel": false, "event_context": .string("4-\(RandomNames.letters(20))"),
        ])
    }
}
