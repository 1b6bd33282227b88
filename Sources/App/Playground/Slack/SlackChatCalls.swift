extension SlackWorkspace {
    func postMessage(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.channelToPostIn(arguments)
        let message = self.add(try self.draft(arguments, in: channel))
        return ["channel": .string(channel.id), "ts": .string(message.ts), "message": self.json(message)]
    }

    func postEphemeral(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.channelToPostIn(arguments)
        let person = try self.person(arguments["user"]?.string ?? "")
        guard channel.members.contains(person.id) else { throw SlackError("user_not_in_channel") }
        var message = try self.draft(arguments, in: channel)
        message.onlyFor = person.id
        message.metadata = nil
        self.addEphemeral(message)
        return ["message_ts": .string(message.ts)]
    }

    func updateMessage(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.joinedChannel(arguments["channel"]?.string)
        let content = try SlackContent(arguments)
        // Unlike chat.postMessage, chat.update refuses what is longer.
        if content.text.utf16.count > 4000 { throw SlackError("msg_too_long") }
        guard let old = self.message(arguments["ts"]?.string, in: channel.id) else {
            throw SlackError("message_not_found")
        }
        guard old.isFromApp else { throw SlackError("cant_update_message") }
        let edited = self.edit(old.ts, in: channel.id) { message in
            message.text = content.text
            message.blocks = content.blocks
            if let metadata = content.metadata { message.metadata = metadata.object == [:] ? nil : metadata }
            message.editedAt = self.nextTimestamp()
        }
        return [
            "channel": .string(channel.id), "ts": .string(old.ts), "text": .string(content.text),
            "message": edited.map { self.json($0) } ?? nil,
        ]
    }

    func deleteMessage(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.joinedChannel(arguments["channel"]?.string)
        guard let message = self.message(arguments["ts"]?.string, in: channel.id) else {
            throw SlackError("message_not_found")
        }
        guard message.isFromApp else { throw SlackError("cant_delete_message") }
        _ = self.remove(message.ts, in: channel.id)
        return ["channel": .string(channel.id), "ts": .string(message.ts)]
    }

    func getPermalink(_ arguments: JSON) throws(SlackError) -> JSON {
        let channel = try self.channel(arguments["channel"]?.string)
        guard let message = self.message(arguments["message_ts"]?.string, in: channel.id) else {
            throw SlackError("message_not_found")
        }
        let link = self.permalink(message.ts, in: channel.id, thread: message.thread)
        return ["channel": .string(channel.id), "permalink": .string(link)]
    }

    private func channelToPostIn(_ arguments: JSON) throws(SlackError) -> SlackChannel {
        let name = arguments["channel"]?.string ?? ""
        let byName = self.channels.first { "#\($0.name)" == name || $0.name == name }
        return try self.joinedChannel(byName?.id ?? name)
    }

    private func draft(_ arguments: JSON, in channel: SlackChannel) throws(SlackError) -> SlackMessage {
        let content = try SlackContent(arguments)
        let thread = arguments["thread_ts"]?.string
        if let thread {
            guard let parent = self.message(thread, in: channel.id) else { throw SlackError("thread_not_found") }
            // Replies belong to the first message, and to it alone.
            if parent.thread != nil { throw SlackError("cannot_reply_to_message") }
        }
        return SlackMessage(
            channel: channel.id, ts: self.nextTimestamp(), thread: thread, user: SlackApp.user, isFromApp: true,
            text: String(content.text.prefix(40_000)), blocks: content.blocks, metadata: content.metadata)
    }
}

/// What a message says, checked as Slack checks it.
struct SlackContent {
    var text: String
    var blocks: JSON?
    var metadata: JSON?

    init(_ arguments: JSON) throws(SlackError) {
        let markdown = arguments["markdown_text"]?.string
        if markdown != nil, arguments["text"] != nil || arguments["blocks"] != nil {
            throw SlackError("markdown_text_conflict")
        }
        self.text = arguments["text"]?.string ?? markdown ?? ""
        self.blocks = try Self.structure(arguments["blocks"], orElse: "invalid_blocks_format")
        self.metadata = try Self.structure(arguments["metadata"], orElse: "invalid_metadata_format")
        if self.blocks?.array?.isEmpty ?? false { self.blocks = nil }
        if self.text.isEmpty && self.blocks == nil { throw SlackError("no_text") }
        if let blocks = self.blocks {
            let violations = BlockKitRules.violations(inMessage: blocks)
            if !violations.isEmpty { throw SlackError("invalid_blocks", violations) }
        }
        if let metadata = self.metadata, metadata.object != [:], metadata["event_type"]?.string == nil {
            throw SlackError("invalid_metadata_schema")
        }
    }

    /// A form carries structures as JSON text.
    static func structure(_ value: JSON?, orElse code: String) throws(SlackError) -> JSON? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.string else { return value }
        guard !text.isEmpty else { return nil }
        guard let parsed = JSON(parsing: text) else { throw SlackError(code) }
        return parsed
    }
}
