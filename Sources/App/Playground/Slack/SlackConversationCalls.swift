extension SlackWorkspace {
    func json(_ channel: SlackChannel) -> JSON {
        [
            "id": .string(channel.id), "name": .string(channel.name), "name_normalized": .string(channel.name),
            "is_channel": .bool(!channel.isPrivate), "is_group": .bool(channel.isPrivate), "is_im": false,
            "is_mpim": false, "is_private": .bool(channel.isPrivate), "is_archived": false, "is_general": false,
            "is_shared": false, "is_org_shared": false, "is_ext_shared": false, "is_pending_ext_shared": false,
            "is_member": .bool(channel.members.contains(SlackApp.user)), "num_members": .int(channel.members.count),
            "created": 1_690_000_000, "creator": .string(channel.members.first ?? ""),
            "context_team_id": .string(SlackApp.teamID),
            "topic": ["value": .string(channel.topic), "creator": "", "last_set": 0],
            "purpose": ["value": "", "creator": "", "last_set": 0],
        ]
    }

    func listChannels(_ method: String, _ arguments: JSON) throws(SlackError) -> JSON {
        let types = (arguments["types"]?.string ?? "public_channel").split(separator: ",").map {
            String($0.filter { $0 != " " })
        }
        let onlyJoined = method == "users.conversations"
        let visible = self.channels.filter { channel in
            let isMember = channel.members.contains(SlackApp.user)
            guard types.contains(channel.isPrivate ? "private_channel" : "public_channel") else { return false }
            return isMember || (!onlyJoined && !channel.isPrivate)
        }
        return try self.page(visible.map(self.json), as: "channels", arguments)
    }

    func listMembers(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.channel(arguments["channel"]?.string)
        return try self.page(channel.members.map(JSON.string), as: "members", arguments)
    }

    func join(_ arguments: JSON) throws(SlackError) -> SlackChannel {
        let channel = try self.channel(arguments["channel"]?.string)
        guard let index = self.channels.firstIndex(where: { $0.id == channel.id }) else { return channel }
        if !channel.members.contains(SlackApp.user) { self.channels[index].members.append(SlackApp.user) }
        return self.channels[index]
    }

    /// Top-level messages, newest first.
    func history(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.joinedChannel(arguments["channel"]?.string)
        let range = try SlackTimeRange(arguments)
        let withMetadata = arguments["include_all_metadata"]?.bool ?? false
        let found = (self.messages[channel.id] ?? []).filter { $0.thread == nil && range.contains($0.ts) }
        return try self.page(
            found.sorted { SlackTimeRange.isBefore($1.ts, $0.ts) }.map { self.json($0, metadata: withMetadata) },
            as: "messages", self.capped(arguments, "conversations.history"))
    }

    /// The arguments, with the page as large as the app's kind may ask for.
    private func capped(_ arguments: JSON, _ method: String) -> JSON {
        guard let most = self.meter.pageLimit(of: method) else { return arguments }
        return arguments.merging(["limit": .int(min(arguments["limit"]?.int ?? most, most))])
    }

    /// A thread, oldest first, its first message on every page.
    func thread(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.joinedChannel(arguments["channel"]?.string)
        guard let parent = self.message(arguments["ts"]?.string, in: channel.id) else {
            throw SlackError("thread_not_found")
        }
        let range = try SlackTimeRange(arguments)
        let withMetadata = arguments["include_all_metadata"]?.bool ?? false
        // The ts of a reply finds that reply alone; it names its thread.
        if parent.thread != nil {
            return try self.page([self.json(parent, metadata: withMetadata)], as: "messages", arguments)
        }
        let replies = self.replies(to: parent.ts, in: channel.id).filter { range.contains($0.ts) }
        var answer = try self.page(
            replies.map { self.json($0, metadata: withMetadata) }, as: "messages",
            self.capped(arguments, "conversations.replies"),
            limit: 1000, most: 1000)
        answer["messages"] = .array([self.json(parent, metadata: withMetadata)] + (answer["messages"]?.array ?? []))
        return answer
    }

    func react(_ arguments: JSON, adding: Bool) throws(SlackError) -> JSON {
        let channel = try self.joinedChannel(arguments["channel"]?.string)
        guard let name = arguments["name"]?.string, !name.isEmpty else { throw SlackError("no_item_specified") }
        try self.setReaction(
            name, on: arguments["timestamp"]?.string, in: channel.id, by: SlackApp.user, adding: adding)
        return [:]
    }

    func setReaction(
        _ name: String, on ts: String?, in channel: String, by person: String, adding: Bool
    ) throws(SlackError) {
        guard let ts, let index = self.messages[channel]?.firstIndex(where: { $0.ts == ts }),
            var message = self.messages[channel]?[index]
        else { throw SlackError("message_not_found") }
        let place = message.reactions.firstIndex { $0.name == name }
        let users = place.map { message.reactions[$0].users } ?? []
        if users.contains(person) == adding { throw SlackError(adding ? "already_reacted" : "no_reaction") }
        let after = adding ? users + [person] : users.filter { $0 != person }
        if let place { message.reactions.remove(at: place) }
        if !after.isEmpty { message.reactions.append(SlackReaction(name: name, users: after)) }
        self.messages[channel]?[index] = message
        self.changed()
        self.tellReaction(name, by: person, added: adding, on: message)
    }

    func reactions(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.joinedChannel(arguments["channel"]?.string)
        guard let message = self.message(arguments["timestamp"]?.string, in: channel.id) else {
            throw SlackError("message_not_found")
        }
        return ["type": "message", "channel": .string(channel.id), "message": self.json(message)]
    }
}

/// `oldest` and `latest`, exclusive unless `inclusive`. Timestamps are compared as pairs of whole numbers: a double would
/// lose their last digits.
struct SlackTimeRange {
    private var oldest: String?
    private var latest: String?
    private var isInclusive: Bool

    init(_ arguments: JSON) throws(SlackError) {
        func bound(_ key: String) throws(SlackError) -> String? {
            let value: String? =
                switch arguments[key] {
                case .string(let text)?: text.isEmpty || text == "0" ? nil : text
                case .int(let seconds)?: seconds == 0 ? nil : "\(seconds)"
                case .double(let seconds)?: "\(seconds)"
                default: nil
                }
            if let value, Self.parts(value) == nil { throw SlackError("invalid_ts_\(key)") }
            return value
        }
        self.oldest = try bound("oldest")
        self.latest = try bound("latest")
        self.isInclusive = arguments["inclusive"]?.bool ?? false
    }

    func contains(_ ts: String) -> Bool {
        if let oldest, Self.isBefore(ts, oldest) || (!self.isInclusive && ts == oldest) { return false }
        if let latest, Self.isBefore(latest, ts) || (!self.isInclusive && ts == latest) { return false }
        return true
    }

    static func isBefore(_ left: String, _ right: String) -> Bool {
        (Self.parts(left) ?? (0, 0)) < (Self.parts(right) ?? (0, 0))
    }

    private static func parts(_ ts: String) -> (Int, Int)? {
        let parts = ts.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let seconds = Int(parts[0]) else { return nil }
        guard parts.count == 2 else { return (seconds, 0) }
        let fraction = parts[1].prefix(6)
        guard let micros = Int(fraction + String(repeating: "0", count: 6 - fraction.count)) else { return nil }
        return (seconds, micros)
    }
}
