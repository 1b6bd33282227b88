import FoundationEssentials
import HealingDomain

/// Looks for a message that the bot posted, by its metadata: after a restart, or after an answer that never came.
struct OwnMessageSearch {
    /// Cards are looked for soon after they were posted.
    private static let mostPages = 5

    var pairs: [String: String]
    var channel: ChannelID
    var thread: MessageTimestamp?
    /// Not before this moment, less a minute for clocks that differ.
    var since: Date?

    func run(_ api: SlackWebAPI, _ identity: BotIdentity?) async throws(Fault) -> MessageReference? {
        var arguments: [String: JSONValue] = [
            "channel": .string(self.channel.rawValue), "include_all_metadata": true, "limit": 100,
        ]
        if let thread { arguments["ts"] = .string(thread.rawValue) }
        if let since { arguments["oldest"] = .string("\(Int(since.timeIntervalSince1970) - 60).000000") }
        for _ in 0..<Self.mostPages {
            let page = try await api.call(
                self.thread == nil ? .history : .replies, arguments,
                doing: "looking for an own message in \(self.channel)")
            let own = page["messages"].elements.first { self.matches($0, identity) }
            if let timestamp = own?["ts"].text {
                return MessageReference(channel: self.channel, timestamp: MessageTimestamp(timestamp))
            }
            guard let cursor = page.nextCursor else { return nil }
            arguments["cursor"] = .string(cursor)
        }
        return nil
    }

    private func matches(_ message: JSONValue, _ identity: BotIdentity?) -> Bool {
        let metadata = message["metadata"]
        // Any app of the workspace may post such metadata.
        if let identity, message["user"].text != identity.user.rawValue,
            identity.botID == nil || message["bot_id"].text != identity.botID
        {
            return false
        }
        return metadata["event_type"].text == BlockKitRenderer.metadataType
            && self.pairs.allSatisfy { metadata["event_payload"][$0.key].text == $0.value }
    }
}
