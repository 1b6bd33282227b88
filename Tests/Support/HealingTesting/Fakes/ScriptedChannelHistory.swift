package import HealingDomain

/// Channels with prepared threads, given out in pages, newest first.
package actor ScriptedChannelHistory: ChannelHistory {
    private var known: [Channel]
    private var threads: [MessageReference: [RawMessage]] = [:]
    private let pageSize: Int
    private var fault: Fault?
    /// The cursors that were asked for, in order.
    package private(set) var cursors: [String?] = []

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
    package func add(_ channel: Channel) { self.known.append(channel) }
    package func fail(with fault: Fault?) { self.fault = fault }

    package func channels() async throws(Fault) -> [Channel] {
        try self.check()
        return self.known
    }

    package func page(of channel: ChannelID, cursor: String?) async throws(Fault) -> HistoryPage {
        try self.check()
        self.cursors.append(cursor)
        let parents = self.threads.filter { $0.key.channel == channel }.compactMap(\.value.first)
            .sorted { $0.timestamp > $1.timestamp }
        let start = min(parents.count, cursor.flatMap { Int($0) } ?? 0)
        let end = min(parents.count, start + self.pageSize)
        return HistoryPage(messages: Array(parents[start..<end]), nextCursor: end < parents.count ? String(end) : nil)
    }

    package func thread(_ reference: MessageReference) async throws(Fault) -> [RawMessage] {
        try self.check()
        return self.threads[reference] ?? []
    }

    package func channel(_ id: ChannelID) async throws(Fault) -> Channel {
        try self.check()
        guard let channel = self.known.first(where: { $0.id == id }) else {
            throw Fault(doing: "reading channel \(id)", detail: "channel_not_found")
        }
        return channel
    }

    private func check() throws(Fault) {
        if let fault { throw fault }
    }
}
