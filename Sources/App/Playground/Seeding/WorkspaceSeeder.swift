import FoundationEssentials

extension SlackWorkspace {
    /// Puts the story's people, channels and past messages in place. `{pull:1}` in a text becomes a link.
    package func seed(_ story: StoryBook) throws {
        self.seed(people: story.people, channels: story.channels)
        let now = self.now()
        for message in story.history.sorted(by: { $0.daysAgo > $1.daysAgo }) {
            // Spread over the morning, so that no two days look alike.
            let offset = Double(message.daysAgo * 86_400 - (message.daysAgo * 7919) % 14_000)
            var time = now.addingTimeInterval(-offset)
            let parent = try self.seed(
                message.text, by: message.by, reactions: message.reactions, at: time, in: message.channel, thread: nil,
                story)
            for reply in message.replies {
                time = time.addingTimeInterval(Double(reply.minutes) * 60)
                _ = try self.seed(
                    reply.text, by: reply.by, reactions: reply.reactions, at: time, in: message.channel, thread: parent,
                    story)
            }
        }
        for channel in self.channels {
            self.messages[channel.id]?.sort { SlackTimeRange.isBefore($0.ts, $1.ts) }
        }
    }

    private func seed(
        _ text: String, by handle: String, reactions: [String: [String]], at time: Date, in channel: String,
        thread: String?, _ story: StoryBook
    ) throws -> String {
        let person = try story.person(handle)
        let linked = self.link(text, repository: story.repository.name)
        let stored = SlackText(people: self.people, channels: self.channels).store(linked)
        // Microseconds from the text's length, as no two real messages share a ts.
        let ts = Self.format(microseconds: Int(time.timeIntervalSince1970) * 1_000_000 + 100_000 + text.utf8.count)
        var message = SlackMessage(
            channel: channel, ts: ts, thread: thread, user: person.id, text: stored,
            blocks: SlackRichText.blocks(for: stored))
        message.reactions = try reactions.sorted { $0.key < $1.key }.map { name, handles in
            SlackReaction(name: name, users: try handles.map { try story.person($0).id })
        }
        self.remember(message)
        return ts
    }

    private func link(_ text: String, repository: String) -> String {
        text.split(separator: "{pull:", omittingEmptySubsequences: false).enumerated().map { index, part in
            guard index > 0, let end = part.firstIndex(of: "}") else { return String(part) }
            return "\(self.address.gitHubWeb)/\(repository)/pull/\(part[..<end])" + part[part.index(after: end)...]
        }.joined()
    }
}
