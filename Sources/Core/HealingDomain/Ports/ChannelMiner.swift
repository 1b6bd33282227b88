package import FoundationEssentials

/// Reads channels into the team's memory in the background, and takes things out of it again. Who may ask is the caller's
/// to check; what was erased, and on whose word, is noted in the audit.
package protocol ChannelMiner: Sendable {
    /// Asks for what of a channel is not read yet, and returns at once: the reading goes on in the background, survives a
    /// restart, and is the same once however often it is asked for.
    func requestBackfill(_ channel: ChannelID) async throws(Fault) -> BackfillAnswer
    /// Takes a thread out of memory with all that quotes it. No later backfill brings it back.
    func forget(thread: MessageReference, requestedBy: PersonID) async throws(Fault) -> Erasure
    /// Takes a person's messages out of every document, and the person's name and id out of what is kept. No later
    /// backfill brings them back.
    func forget(person: PersonID, requestedBy: PersonID) async throws(Fault) -> Erasure
    /// Takes a channel's documents out of memory. It is read again only when somebody asks for it, or the bot joins anew.
    func forget(channel: ChannelID, requestedBy: PersonID) async throws(Fault) -> Erasure
    /// Takes everything that was read from Slack out of memory: documents, vectors, checkpoints, quotes. The audit stays.
    func purge(requestedBy: PersonID) async throws(Fault) -> Erasure
    /// One line a channel that is read or waits to be, by name. It names private channels: show those to their members
    /// only.
    func progress() async throws(Fault) -> [MiningProgress]
}

/// What became of asking for a channel's backfill.
package enum BackfillAnswer: Sendable, Hashable {
    case queued(Channel)
    case refused(Channel?, MiningRefusal)
}

/// Why a channel is not read.
package enum MiningRefusal: String, Sendable, Codable {
    /// The bot is not in it, or it is gone.
    case notMember
    case archived
    /// Direct and group messages are never read.
    case directMessages
    /// Other organisations read along, and the settings keep such channels out.
    case sharedOutside
}

/// How much was erased.
package struct Erasure: Sendable, Hashable, Codable {
    /// Documents that are gone.
    package var threads: Int
    /// Documents that lost messages and were derived again.
    package var rewritten: Int
    /// Records, fixes, templates, waiting and buried deliveries, audit texts that quoted what is forgotten.
    package var quotes: Int

    package init(threads: Int = 0, rewritten: Int = 0, quotes: Int = 0) {
        self.threads = threads
        self.rewritten = rewritten
        self.quotes = quotes
    }
}

/// How far a channel is read.
package struct MiningProgress: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Codable { case waiting, reading, complete }

    package var channel: ChannelID
    package var channelName: String
    package var isPrivate: Bool
    package var threads: Int
    package var state: State
    /// When a page of it was last read; `nil` before the first.
    package var lastSync: Date?
    /// What keeps it from being read at the moment.
    package var problem: String?

    package init(
        channel: ChannelID, channelName: String, isPrivate: Bool, threads: Int, state: State, lastSync: Date? = nil,
        problem: String? = nil
    ) {
        self.channel = channel
        self.channelName = channelName
        self.isPrivate = isPrivate
        self.threads = threads
        self.state = state
        self.lastSync = lastSync
        self.problem = problem
    }
}
