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
        let page: JSONValue
        do throws(SlackFailure) {
            page = try await self.history(of: channel, cursor: cursor)
        } catch {
            throw error.fault
        }
        // A reply that was also sent to the channel belongs to its thread.
        let topLevel = page["messages"].elements.filter { $0["thread_ts"].text == nil || $0["thread_ts"] == $0["ts"] }
        return HistoryPage(
            messages: await self.read(topLevel), nextCursor: page.nextCursor,
            isLimited: page["is_limited"].bool == true)
    }

    /// A cursor that was kept for too long is worth nothing: the history is then read from its newest message again.
    private func history(of channel: ChannelID, cursor: String?) async throws(SlackFailure) -> JSONValue {
        var arguments: [String: JSONValue] = ["channel": .string(channel.rawValue), "limit": Self.pageSize]
        if let cursor { arguments["cursor"] = .string(cursor) }
        do throws(SlackFailure) {
            return try await self.api.perform(.history, arguments, doing: "reading the history of \(channel)")
        } catch {
            guard cursor != nil, error.code == "invalid_cursor" else { throw error }
            return try await self.history(of: channel, cursor: nil)
        }
    }

    package func thread(_ reference: MessageReference) async throws(Fault) -> [RawMessage] {
        let messages = try await self.replies(in: reference.channel, to: reference.timestamp.rawValue)
        // The timestamp of a reply finds only that reply, which names its thread.
        if let parent = messages.first?["thread_ts"].text, parent != messages.first?["ts"].text {
            return await self.read(try await self.replies(in: reference.channel, to: parent))
        }
        return await self.read(messages)
    }

    package func channel(_ id: ChannelID) async throws(Fault) -> Channel? {
        let doing = "looking up the channel \(id)"
        do throws(SlackFailure) {
            let answer = try await self.api.perform(.channelInfo, ["channel": .string(id.rawValue)], doing: doing)
            guard let channel = Channel(answer["channel"]) else {
                throw SlackFailure(fault: Fault(doing: doing, detail: "the answer has no channel"))
            }
            return channel
        } catch {
            if error.code == "channel_not_found" { return nil }
            throw error.fault
        }
    }

    package func personChanged(_ person: Person) async -> Bool {
        let known = await self.people.forget(person.id)
        return known != nil && known != person.name
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
            let found = try await self.api.collect(
                .replies, arguments, key: "messages", doing: "reading a thread in \(channel)")
            // Each page begins with the first message again.
            var seen: Set<String> = []
            return found.filter { seen.insert($0["ts"].text ?? "").inserted }
        } catch {
            if ["thread_not_found", "message_not_found"].contains(error.code) { return [] }
            throw error.fault
        }
    }

    /// Everybody who wrote or is mentioned is looked up, so that a message reads the same whenever it is read.
    private func read(_ messages: [JSONValue]) async -> [RawMessage] {
        let identity = self.installation.identity
        let names = await self.people.names(
            of: Set(messages.filter { !$0.isByBot }.flatMap(\.named).map { PersonID($0) }), ourTeam: identity?.teamID)
        return messages.compactMap { RawMessage($0, names: names, identity: identity) }
    }
}

extension Channel {
    /// Anything that is not open to the whole workspace is private, whatever the letter of its id.
    init?(_ channel: JSONValue) {
        guard let id = channel["id"].text else { return nil }
        func any(_ names: String...) -> Bool { names.contains { channel[$0].bool == true } }
        self.init(
            id: ChannelID(id), name: channel["name"].text ?? channel["name_normalized"].text ?? id,
            isPrivate: any("is_private", "is_im", "is_mpim"), isMember: channel["is_member"].bool ?? true,
            isArchived: any("is_archived"), isDirect: any("is_im", "is_mpim"),
            isSharedOutside: any("is_ext_shared", "is_pending_ext_shared"))
    }
}
