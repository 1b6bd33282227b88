package import FoundationEssentials
package import HealingDomain
package import Logging

/// Reads channels into the team's memory: one thread again because it changed, or a channel page by page, every reply of
/// it, with a checkpoint after each page, so that a restart goes on where it stopped. What is read again replaces what was
/// there, and what is gone goes: read in whatever order, the memory ends as the channel is.
package struct MineChannel: Sendable {
    let history: any ChannelHistory
    let memory: any SolutionMemory
    let policy: MiningPolicy
    let read: ReadThread
    let turns: MiningTurns
    let seen = SeenReplies()
    let now: @Sendable () -> Date
    let logger: Logger

    package init(
        history: any ChannelHistory, codeHost: any CodeHost, memory: any SolutionMemory,
        policy: MiningPolicy = MiningPolicy(), turns: MiningTurns = MiningTurns(),
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.history = history
        self.memory = memory
        self.policy = policy
        self.turns = turns
        self.read = ReadThread(codeHost: codeHost, memory: memory, turns: turns, logger: logger)
        self.now = now
        self.logger = logger
    }

    /// Reads one thread again, because something in it changed. Any message of it may name it.
    package func refresh(_ reference: MessageReference) async throws(Fault) {
        let edition = self.turns.edition
        guard let channel = try await self.readable(reference.channel, edition) else { return }
        let messages = try await self.history.thread(reference)
        guard let first = messages.first else { return try await self.refreshHolder(of: reference) }
        let opening = MessageReference(channel: channel.id, timestamp: first.thread ?? first.timestamp)
        guard self.isKept(opening.timestamp) else { return try await self.memory.forget(thread: opening) }
        try await self.read(messages, of: opening, in: channel, edition: edition)
    }

    /// The message is gone: as a thread's first one, or as a reply of a thread that still has it.
    private func refreshHolder(of reference: MessageReference) async throws(Fault) {
        try await self.memory.forget(thread: reference)
        guard let holder = try await self.memory.thread(holding: reference) else { return }
        try await self.refresh(holder)
    }

    /// Reads the next page of a channel's history, newest first.
    ///
    /// - Parameter between: called before each thread, for what is more urgent; it answers which threads it read.
    /// - Returns: whether all of the channel is read that has to be.
    package func readPage(
        of id: ChannelID, between: () async throws(Fault) -> Set<MessageReference> = { [] }
    ) async throws(Fault) -> Bool {
        let edition = self.turns.edition
        guard let channel = try await self.readable(id, edition) else { return true }
        let stored = try await self.memory.checkpoint(channel: id)
        var checkpoint =
            stored
            ?? MiningCheckpoint(
                channel: id, channelName: channel.name, cursor: nil, threads: 0, isComplete: false,
                updatedAt: self.now(), isPrivate: channel.isPrivate)
        guard let run = HistoryRun(checkpoint) else { return true }
        // Listed before the page is asked for: what is written meanwhile is not taken for gone.
        let known = try await self.memory.threads(in: id)
        let page = try await self.history.page(of: id, cursor: run.cursor)
        let pace = HistoryPace(run: run, page: page, oldest: self.policy.oldest(at: self.now()))
        let refreshed = try await self.readThreads(
            of: page, in: channel, known: Set(known), isQuick: run.until != nil, edition: edition, between: between)
        let gone = pace.gone(among: known, hasImport: checkpoint.hasImport == true)
        for thread in gone where !refreshed.contains(thread) { try await self.memory.forget(thread: thread) }
        checkpoint.advance(pace)
        checkpoint.threads = try await self.memory.threads(in: id).count
        checkpoint.updatedAt = self.now()
        try await self.save(checkpoint, edition)
        self.logger.info(
            "channel page mined", metadata: ["channel": "\(channel.id)", "threads": "\(checkpoint.threads)"])
        return HistoryRun(checkpoint) == nil
    }

    /// - Returns: the threads that were read again in between: the page's word on them is old.
    private func readThreads(
        of page: HistoryPage, in channel: Channel, known: Set<MessageReference>, isQuick: Bool, edition: Int,
        between: () async throws(Fault) -> Set<MessageReference>
    ) async throws(Fault) -> Set<MessageReference> {
        var refreshed: Set<MessageReference> = []
        for message in page.messages where message.opensThread && self.isKept(message.timestamp) {
            refreshed.formUnion(try await between())
            let reference = MessageReference(channel: channel.id, timestamp: message.timestamp)
            if refreshed.contains(reference) { continue }
            if message.replyCount == 0 {
                try await self.read([message], of: reference, in: channel, edition: edition)
                continue
            }
            if isQuick, known.contains(reference), self.seen.holds(message, in: channel.id) { continue }
            let messages = try await self.history.thread(reference)
            try await self.read(messages, of: reference, in: channel, edition: edition)
            self.seen.note(message, in: channel.id)
        }
        return refreshed
    }

    /// The channel as it is now, where it may be read. Where not, its documents go; those of an export, which nobody had to
    /// be a member for, stay until they are forgotten by name.
    private func readable(_ id: ChannelID, _ edition: Int) async throws(Fault) -> Channel? {
        let found = try await self.history.channel(id)
        let checkpoint = try await self.memory.checkpoint(channel: id)
        let refusal = self.policy.refusal(of: found)
        guard let channel = found, refusal == nil else {
            if refusal != .notMember || checkpoint?.hasImport != true { try await self.memory.forget(channel: id) }
            return nil
        }
        guard var checkpoint, checkpoint.channelName != channel.name || checkpoint.isPrivate != channel.isPrivate else {
            return channel
        }
        try await self.memory.update(channel)
        (checkpoint.channelName, checkpoint.isPrivate) = (channel.name, channel.isPrivate)
        try await self.save(checkpoint, edition)
        return channel
    }

    func save(_ checkpoint: MiningCheckpoint, _ edition: Int) async throws(Fault) {
        try await self.turns.advance(from: edition) { () async throws(Fault) in
            try await self.memory.save(checkpoint)
        }
    }

    func isKept(_ timestamp: MessageTimestamp) -> Bool {
        self.policy.oldest(at: self.now()).map { timestamp.date >= $0 } ?? true
    }
}

extension RawMessage {
    /// What was also sent to the channel from within a thread belongs to that thread.
    fileprivate var opensThread: Bool { self.thread == nil || self.thread == self.timestamp }
}
