import FoundationEssentials

extension SlackWorkspace {
    /// Puts a message in its channel and tells the bot about it.
    @discardableResult
    func add(_ message: SlackMessage) -> SlackMessage {
        self.messages[message.channel, default: []].append(message)
        self.changed()
        self.tellPosted(message)
        return message
    }

    /// Puts a message of the past in its channel; nobody is told.
    func remember(_ message: SlackMessage) {
        self.messages[message.channel, default: []].append(message)
        self.changed()
    }

    /// Changes a message in place and tells the bot.
    func edit(_ ts: String, in channel: String, _ change: (inout SlackMessage) -> Void) -> SlackMessage? {
        guard let index = self.messages[channel]?.firstIndex(where: { $0.ts == ts }),
            let before = self.messages[channel]?[index]
        else { return nil }
        var after = before
        change(&after)
        self.messages[channel]?[index] = after
        self.changed()
        self.tellChanged(from: before, to: after)
        return after
    }

    /// Takes a message away; one with replies leaves a tombstone, as in Slack.
    func remove(_ ts: String, in channel: String) -> Bool {
        guard let message = self.message(ts, in: channel) else { return false }
        if self.replies(to: ts, in: channel).isEmpty {
            self.messages[channel]?.removeAll { $0.ts == ts }
            self.changed()
            self.tellDeleted(message)
        } else {
            _ = self.edit(ts, in: channel) {
                $0.text = "This message was deleted."
                $0.subtype = "tombstone"
                $0.user = "USLACKBOT"
                $0.blocks = nil
                $0.metadata = nil
                $0.isFromApp = false
            }
        }
        return true
    }

    func addEphemeral(_ message: SlackMessage) {
        self.ephemerals.append(message)
        self.changed()
    }

    func removeEphemeral(_ ts: String) {
        self.ephemerals.removeAll { $0.ts == ts }
        self.changed()
    }

    /// A message as the Web API and events show it.
    func json(_ message: SlackMessage, metadata: Bool = true) -> JSON {
        var json: JSON = [
            "type": "message", "ts": .string(message.ts), "text": .string(message.text),
            "user": .string(message.user), "team": .string(SlackApp.teamID),
        ]
        if let subtype = message.subtype { json["subtype"] = .string(subtype) }
        if let blocks = message.blocks { json["blocks"] = blocks }
        if let thread = message.thread { json["thread_ts"] = .string(thread) }
        if metadata, let value = message.metadata { json["metadata"] = value }
        if let at = message.editedAt { json["edited"] = ["user": .string(message.user), "ts": .string(at)] }
        if message.isFromApp { json = json.merging(Self.appFields) }
        if message.onlyFor != nil { json["is_ephemeral"] = true }
        if !message.reactions.isEmpty {
            json["reactions"] = .array(
                message.reactions.map {
                    ["name": .string($0.name), "users": JSON($0.users), "count": .int($0.users.count)]
                })
        }
        if message.thread == nil { json = json.merging(self.threadFields(message)) }
        return json
    }

    private func threadFields(_ message: SlackMessage) -> JSON {
        let replies = self.replies(to: message.ts, in: message.channel)
        guard let last = replies.last else { return [:] }
        var users: [String] = []
        for reply in replies where !users.contains(reply.user) { users.append(reply.user) }
        return [
            "thread_ts": .string(message.ts), "reply_count": .int(replies.count),
            "reply_users_count": .int(users.count), "reply_users": JSON(users), "latest_reply": .string(last.ts),
            "is_locked": false, "subscribed": false,
        ]
    }

    private static let appFields: JSON = [
        "bot_id": .string(SlackApp.botID), "app_id": .string(SlackApp.id),
        "bot_profile": [
            "id": .string(SlackApp.botID), "deleted": false, "name": .string(SlackApp.name), "updated": 1_700_000_000,
            "app_id": .string(SlackApp.id), "team_id": .string(SlackApp.teamID), "user_id": .string(SlackApp.user),
        ],
    ]
}
