package import FoundationEssentials
package import HealingDomain
package import Logging
import TeamMemory

/// Reads a channel's history into the team's memory: page by page, every reply, with a checkpoint after each page, so that
/// a restart goes on where it stopped.
package struct MineChannel: Sendable {
    let history: any ChannelHistory
    let codeHost: any CodeHost
    let memory: any SolutionMemory
    let now: @Sendable () -> Date
    let logger: Logger
    let reader = ThreadReader()

    package init(
        history: any ChannelHistory, codeHost: any CodeHost, memory: any SolutionMemory,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.history = history
        self.codeHost = codeHost
        self.memory = memory
        self.now = now
        self.logger = logger
    }

    /// Reads what of the channel was not read yet. Safe to repeat.
    package func backfill(_ id: ChannelID) async throws(Fault) {
        var checkpoint = try await self.memory.checkpoint(channel: id)
        guard checkpoint?.isComplete != true else { return }
        let channel = try await self.history.channel(id)
        var cursor = checkpoint?.cursor
        repeat {
            let page = try await self.history.page(of: id, cursor: cursor)
            var threads = checkpoint?.threads ?? 0
            for message in page.messages where self.opensThread(message) {
                threads += try await self.read(message.timestamp, of: channel, first: message) ? 1 : 0
            }
            cursor = page.nextCursor
            let next = MiningCheckpoint(
                channel: id, channelName: channel.name, cursor: cursor, threads: threads, isComplete: cursor == nil,
                updatedAt: self.now())
            try await self.memory.save(next)
            checkpoint = next
            self.logger.info(
                "channel page mined", metadata: ["channel": "\(channel.name)", "threads": "\(threads)"])
        } while cursor != nil
    }

    /// Reads one thread again, because something in it changed.
    package func refresh(_ change: ThreadChange) async throws(Fault) {
        let reference = MessageReference(channel: change.channel, timestamp: change.thread)
        if change.isDeleted { try await self.memory.forget(thread: reference) }
        let channel = try await self.history.channel(change.channel)
        if try await !self.read(change.thread, of: channel, first: nil) {
            try await self.memory.forget(thread: reference)
        }
    }

    /// The channel is not ours to read any more.
    package func forget(_ channel: ChannelID) async throws(Fault) {
        try await self.memory.forget(channel: channel)
    }

    private func opensThread(_ message: RawMessage) -> Bool {
        !message.isBot && (message.thread == nil || message.thread == message.timestamp)
    }

    /// Whether there was something to remember.
    private func read(_ timestamp: MessageTimestamp, of channel: Channel, first: RawMessage?) async throws(Fault)
        -> Bool
    {
        let reference = MessageReference(channel: channel.id, timestamp: timestamp)
        let messages: [RawMessage] =
            if let first, first.replyCount == 0 { [first] } else { try await self.history.thread(reference) }
        guard let plain = self.reader.read(messages, in: channel) else { return false }
        let merged = try await self.mergedChanges(of: plain.links)
        var document = plain
        if !merged.isEmpty {
            document = self.reader.read(messages, in: channel, mergedLinks: Set(merged.map(\.link))) ?? plain
            for (link, changes) in merged { document.addMergedChanges(changes, link: link) }
        }
        try await self.memory.remember(document)
        return true
    }

    /// A link to a merged pull request is the strongest evidence: its diff becomes before/after pairs.
    private func mergedChanges(of links: [String]) async throws(Fault) -> [(link: String, changes: [ProposedChange])] {
        var merged: [(link: String, changes: [ProposedChange])] = []
        for link in links.prefix(3) {
            if let changes = try await self.merged(link) { merged.append((link, changes)) }
        }
        return merged
    }

    /// A link that cannot be read today only weakens the thread; a host that is down for a moment is asked again.
    private func merged(_ link: String) async throws(Fault) -> [ProposedChange]? {
        do throws(Fault) {
            return try await self.codeHost.mergedChanges(link: link)
        } catch  where error.isRetryable {
            throw error
        } catch {
            self.logger.info("link not readable", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
