extension SlackWorkspace {
    /// What one person sees, for the page.
    package func pageState(for person: String) -> JSON {
        let visible = self.channels.filter { !$0.isPrivate || $0.members.contains(person) }
        return [
            "version": .int(self.version), "me": .string(person),
            "team": .string(SlackApp.teamName),
            "app": ["user": .string(SlackApp.user), "name": .string(SlackApp.name)],
            "people": .array(self.people.map(Self.pagePerson)),
            "channels": .array(
                visible.map { channel in
                    self.json(channel).merging([
                        "topic": .string(channel.topic), "joined": .bool(channel.members.contains(person)),
                        "messages": .array(self.visibleMessages(in: channel, for: person)),
                    ])
                }),
            "view": self.views[person]?.last.map(self.json) ?? nil,
            "home": self.homes[person].map(self.json) ?? nil,
        ]
    }

    private func visibleMessages(in channel: SlackChannel, for person: String) -> [JSON] {
        let own = self.ephemerals.filter { $0.channel == channel.id && $0.onlyFor == person }
        return ((self.messages[channel.id] ?? []) + own)
            .sorted { SlackTimeRange.isBefore($0.ts, $1.ts) }
            .map { self.json($0, metadata: true) }
    }

    private static func pagePerson(_ person: SlackPerson) -> JSON {
        [
            "id": .string(person.id), "handle": .string(person.handle), "name": .string(person.name),
            "title": .string(person.title), "kind": .string(person.kind.rawValue), "color": .string(person.color),
        ]
    }
}
