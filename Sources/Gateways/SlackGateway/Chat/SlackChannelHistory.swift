package import HealingDomain

/// A channel's past, through the Web API.
package struct SlackChannelHistory: ChannelHistory {
    /// Slack advises pages of up to 200.
    private static let pageSize: JSONValue = 200
    private let api: SlackWebAPI
    private let installation: SlackInstallation
    private let people: PersonDirectory

    package init(api: SlackWebAPI, installation: SlackInstallation = SlackInstallation()) {
        self.api = api
        self.installation = installation
        self.people = PersonDirectory(api: api)
    }

    package func channels() async throws(Fault) -> [Channel] {
        do throws(SlackFailure) {
            return try await self.channels(of: "public_channel,private_channel")
        } catch {
            // Private channels are an optional scope.
            guard error.code == "missing_scope" else { throw error.fault }
        }
        do throws(SlackFailure) {
            return try await self.channels(of: "public_channel")
        } catch {
            throw error.fault
        }
    }

    package func page(of channel: ChannelID, cursor: String?) async throws(Fault) -> HistoryPage {
        var arguments: [String: JSONValue] = ["channel": .string(channel.rawValue), "limit": Self.pageSize]
        if let cursor { arguments["cursor"] = .string(cursor) }
        let page = try await self.api.call(.history, arguments, doing: "reading the history of \(channel)")
        // A reply that was also sent to the channel belongs to its thread.
        let topLevel = page["messages"].elements.filter { $0["thread_ts"].text == nil || $0["thread_ts"] == $0["ts"] }
        return HistoryPage(messages: await self.read(topLevel), nextCursor: page.nextCursor)
    }

    package func thread(_ reference: MessageReference) async throws(Fault) -> [RawMessage] {
        let messages = try await self.replies(in: reference.channel, to: reference.timestamp.rawValue)
        // The timestamp of a reply finds only that reply, which names its thread.
        if let parent = messages.first?["thread_ts"].text, parent != messages.first?["ts"].text {
            return await self.read(try await self.replies(in: reference.channel, to: parent))
        }
        return await self.read(messages)
    }

    package func channel(_ id: ChannelID) async throws(Fault) -> Channel {
        let doing = "looking up the channel \(id)"
        let answer = try await self.api.call(.channelInfo, ["channel": .string(id.rawValue)], doing: doing)
        guard let channel = Channel(answer["channel"]) else {
            throw Fault(doing: doing, detail: "the answer has no channel")
        }
        return channel
    }

    private func channels(of types: String) async throws(SlackFailure) -> [Channel] {
        let arguments: [String: JSONValue] = [
            "types": .string(types), "exclude_archived": true, "limit": Self.pageSize,
        ]
        let found = try await self.api.collect(
            .ownChannels, arguments, key: "channels", doing: "listing the channels the bot is in")
        return found.compactMap { Channel($0) }
    }

    private func replies(in channel: ChannelID, to timestamp: String) async throws(Fault) -> [JSONValue] {
        let arguments: [String: JSONValue] = [
            "channel": .string(channel.rawValue), "ts": .string(timestamp), "limit": Self.pageSize,
        ]
        do throws(SlackFailure) {
            return try await self.api.collect(
                .replies, arguments, key: "messages", doing: "reading a thread in \(channel)")
        } catch {
            if ["thread_not_found", "message_not_found"].contains(error.code) { return [] }
            throw error.fault
        }
    }

    /// Authors are looked up; who is only mentioned is named where already known.
    private func read(_ messages: [JSONValue]) async -> [RawMessage] {
        let ourTeam = self.installation.identity?.teamID
        let authors = messages.filter { $0["bot_id"].text == nil }.compactMap { $0["user"].text }.map { PersonID($0) }
        var names = await self.people.knownNames()
        names.merge(await self.people.names(of: Set(authors), ourTeam: ourTeam)) { _, new in new }
        return messages.compactMap { RawMessage($0, names: names) }
    }
}

extension Channel {
    /// Anything that is not open to the whole workspace is private, whatever the letter of its id.
    init?(_ channel: JSONValue) {
        guard let id = channel["id"].text else { return nil }
        let isPrivate = ["is_private", "is_im", "is_mpim"].contains { channel[$0].bool == true }
        self.init(
            id: ChannelID(id), name: channel["name"].text ?? channel["name_normalized"].text ?? id, isPrivate: isPrivate
        )
    }
}

extension RawMessage {
    init?(_ message: JSONValue, names: [String: String]) {
        guard let timestamp = message["ts"].text else { return nil }
        let user = message["user"].text
        let isBot = message["bot_id"].text != nil || message["subtype"].text == "bot_message" || user == "USLACKBOT"
        var reactions: [String: [PersonID]] = [:]
        for reaction in message["reactions"].elements {
            guard let name = reaction["name"].text else { continue }
            reactions[name] = reaction["users"].elements.compactMap(\.text).map { PersonID($0) }
        }
        self.init(
            timestamp: MessageTimestamp(timestamp), thread: message["thread_ts"].text.map { MessageTimestamp($0) },
            author: user.map { PersonID($0) },
            authorName: user.flatMap { names[$0] } ?? message["bot_profile"]["name"].text ?? message["username"].text
                ?? user ?? "unknown",
            text: Self.words(of: message, names: names), isBot: isBot, subtype: message["subtype"].text,
            replyCount: message["reply_count"].int ?? 0, reactions: reactions, permalink: message["permalink"].text)
    }

    /// A deleted message leaves a stone with words of Slack's own.
    private static func words(of message: JSONValue, names: [String: String]) -> String {
        if message["subtype"].text == "tombstone" { return "" }
        let own = message["text"].text.flatMap { $0.isBlank ? nil : $0 } ?? RichText.flatten(blocks: message["blocks"])
        let attached = RichText.flatten(attachments: message["attachments"])
        let words = [own, attached].filter { !$0.isEmpty }.joined(separator: "\n")
        return SlackMarkup.readable(words, names: names)
    }
}
