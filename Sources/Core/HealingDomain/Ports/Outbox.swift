package import FoundationEssentials

/// What the bot has to say, durable before it is said.
///
/// Of one key only the latest content is ever shown. Its text is kept no longer than until it is shown.
package protocol Outbox: Sendable {
    /// Keeps the message, replacing the content that is kept under its key; one that was given up is tried again.
    /// `marker` counts the first time only.
    func put(_ message: OutgoingMessage, marker: String, at moment: Date) async throws(Fault)
    /// Takes a key under which there is nothing to say, where it is free.
    func mark(_ key: String, at moment: Date) async throws(Fault)
    /// `nil` where nothing was ever put under the key.
    func place(of key: String) async throws(Fault) -> OutboxPlace?
    /// Lanes in which something is due, those that wait longest first.
    func dueLanes(at moment: Date, limit: Int) async throws(Fault) -> [String]
    /// When the next one is due; `nil` where nothing waits.
    func nextDue() async throws(Fault) -> Date?
    /// Takes the first message of the lane that is not shown, where it is due, and hides the lane for `seconds`; of two
    /// callers one gets it. On the disk when it returns, if it is to be posted: whoever comes after a crash knows that it
    /// may have been.
    func begin(lane: String, at moment: Date, seconds: Double) async throws(Fault) -> OutboxEntry?
    /// The version was shown and stands there. A version put meanwhile is due at once.
    func finish(_ key: String, version: Int, at reference: MessageReference) async throws(Fault)
    /// It was not shown, or nobody knows: the lane is due again at `date`.
    func postpone(_ key: String, until date: Date, isOutcomeUnknown: Bool, problem: String) async throws(Fault)
    /// What was posted is gone: it is posted anew, at once.
    func forgetPlace(_ key: String) async throws(Fault)
    /// Given up, and kept aside with the reason; the next of its lane is due.
    func bury(_ key: String, problem: String) async throws(Fault)
    /// Tries again what was given up, of one channel or of all, and what a dead process had in hand.
    func revive(channel: ChannelID?, at moment: Date) async throws(Fault)
    func depth() async throws(Fault) -> OutboxDepth
    /// How many messages of their own, no replies, were first put for the channel since then.
    func count(in channel: ChannelID, since date: Date) async throws(Fault) -> Int
    /// Forgets what was shown or given up before then.
    func prune(before date: Date) async throws(Fault)
}
