import HealingDomain

/// What of a message's JSON counts for memory. Events are compared by the same words that the history is read by, so that
/// both come to the same.
extension JSONValue {
    /// Posted by an app or an integration, whether or not under a person's name.
    var isByBot: Bool {
        self["bot_id"].text != nil || self["app_id"].text != nil || !self["bot_profile"].isNull
            || self["subtype"].text == "bot_message" || self["user"].text == "USLACKBOT"
    }

    /// Who wrote it and who is mentioned in it.
    var named: [String] { [self["user"].text].compactMap { $0 } + SlackMarkup.mentioned(in: self.ownWords) }

    /// What the author said, in Slack's markup: text or blocks, and the titles of files. What Slack or apps unfolded from a
    /// link is not the author's. A deleted message leaves a stone with words of Slack's own.
    var ownWords: String {
        if self["subtype"].text == "tombstone" { return "" }
        let text = self["text"].text.flatMap { $0.isBlank ? nil : $0 } ?? RichText.flatten(blocks: self["blocks"])
        let attachments = JSONValue.array(self["attachments"].elements.filter { !$0.isUnfolded })
        let titles = self["files"].elements.compactMap { $0["title"].text ?? $0["name"].text }
        return ([text, RichText.flatten(attachments: attachments)] + titles.map { MrkdwnEscape.entities($0) })
            .filter { !$0.isBlank }.joined(separator: "\n")
    }

    private var isUnfolded: Bool {
        ["from_url", "original_url", "app_unfurl_url"].contains { self[$0].text != nil }
            || ["is_msg_unfurl", "is_share", "is_app_unfurl"].contains { self[$0].bool == true }
    }
}

extension RawMessage {
    init?(_ message: JSONValue, names: [String: String], identity: BotIdentity?) {
        guard let timestamp = message["ts"].text else { return nil }
        let user = message["user"].text
        let words = message.ownWords
        let mentioned = SlackMarkup.mentioned(in: words).map { (PersonID($0), names[$0] ?? $0) }
        self.init(
            timestamp: MessageTimestamp(timestamp), thread: message["thread_ts"].text.map { MessageTimestamp($0) },
            author: user.map { PersonID($0) },
            authorName: user.flatMap { names[$0] } ?? message["bot_profile"]["name"].text ?? message["username"].text
                ?? user ?? "unknown",
            text: SlackMarkup.readable(words, names: names), isBot: message.isByBot,
            subtype: message["subtype"].text, replyCount: message["reply_count"].int ?? 0,
            latestReply: message["latest_reply"].text.map { MessageTimestamp($0) },
            isOutside: Self.isOutside(message, identity), mentions: Dictionary(mentioned) { first, _ in first },
            reactions: Self.reactions(message, identity), permalink: message["permalink"].text)
    }

    /// The bot's own marks mean nothing: it cannot know what solved a question.
    private static func reactions(_ message: JSONValue, _ identity: BotIdentity?) -> [String: [PersonID]] {
        var reactions: [String: [PersonID]] = [:]
        for reaction in message["reactions"].elements {
            guard let name = reaction["name"].text else { continue }
            let people = reaction["users"].elements.compactMap(\.text).map { PersonID($0) }
            reactions[name] = people.filter { $0 != identity?.user }
        }
        return reactions.filter { !$0.value.isEmpty }
    }

    private static func isOutside(_ message: JSONValue, _ identity: BotIdentity?) -> Bool {
        guard let ours = identity?.teamID, !ours.hasPrefix("E") else { return false }
        return ["user_team", "source_team"].contains { name in
            message[name].text.map { $0 != ours && !$0.hasPrefix("E") } ?? false
        }
    }
}
