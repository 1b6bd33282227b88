package import HealingDomain

/// Channels with prepared threads, given out in pages, newest first.
package actor ScriptedChannelHistory: ChannelHistory {
    private var known: [Channel]
    private var threads: [MessageReference: [RawMessage]] = [:]
    private let pageSize: Int
    private var fault: Fault?
    private var failing: ChannelID?
    private var interruption: @Sendable () async -> Void = {}
    /// The cursors that were asked for, in order.
    package private(set) var cursors: [String?] = []
    /// The threads that were asked for, in order.
    package private(set) var threadsRead: [MessageReference] = []
    /// Whose new names were told, in order.
    package private(set) var people: [Person] = []

    package init(channels: [Channel] = [.sample()], pageSize: Int = 2) {
        self.known = channels
        self.pageSize = max(1, pageSize)
    }

    /// A thread, its first message first; an empty one is gone.
    package func put(_ messages: [RawMessage], in channel: ChannelID = "C1") {
        guard let first = messages.first else { return }
        self.threads[MessageReference(channel: channel, timestamp: first.timestamp)] = messages
    }

    package func remove(_ reference: MessageReference) { self.threads[reference] = nil }
    /// Adds a channel, or replaces the one of the same id.
    package func add(_ channel: Channel) {
        self.known.removeAll { $0.id == channel.id }
        self.known.append(channel)
    }

    package func removeChannel(_ id: ChannelID) { self.known.removeAll { $0.id == id } }
    /// Every call fails, or every one about a channel.
    package func fail(with fault: Fault?, in channel: ChannelID? = nil) {
        (self.fault, self.failing) = (fault, channel)
    }

    /// Something that happens while the history is being read.
    package func beforeEachThread(_ body: @escaping @Sendable () async -> Void) { self.interruption = body }

    package func rename(_ person: PersonID, to name: String) {
        for reference in self.threads.keys {
            for index in (self.threads[reference] ?? []).indices where self.threads[reference]?[index].author == person
            {
                self.threads[reference]?[index].authorName = name
            }
        }
    }

    package func channels() async throws(Fault) -> [Channel] {
        try self.check()
        return self.known
    }

    package func page(of channel: ChannelID, cursor: String?) async throws(Fault) -> HistoryPage {
        try self.check(channel)
        self.cursors.append(cursor)
        let parents = self.threads.filter { $0.key.channel == channel }.compactMap(\.value.first)
            .sorted { $0.timestamp > $1.timestamp }
        let start = min(parents.count, cursor.flatMap { Int($0) } ?? 0)
        let end = min(parents.count, start + self.pageSize)
        return HistoryPage(messages: Array(parents[start..<end]), nextCursor: end < parents.count ? String(end) : nil)
    }

    package func thread(_ reference: MessageReference) async throws(Fault) -> [RawMessage] {
        try self.check(reference.channel)
        self.threadsRead.append(reference)
        let messages = self.threads[reference] ?? []
        let interruption = self.interruption
        self.interruption = {}
        await interruption()
        return messages
    }

    package func channel(_ id: ChannelID) async throws(Fault) -> Channel? {
        try self.check(id)
        return self.known.first { $0.id == id }
    }

    package func personChanged(_ person: Person) async -> Bool {
        self.people.append(person)
        return true
    }

    private func check(_ channel: ChannelID? = nil) throws(Fault) {
        if let fault, self.failing == nil || self.failing == channel { throw fault }
    }
}
