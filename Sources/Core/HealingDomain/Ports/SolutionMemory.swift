package import FoundationEssentials

/// The team's threads and fixes, searchable.
package protocol SolutionMemory: Sendable {
    /// Stores the document, replacing an older one of the same thread.
    func remember(_ thread: ThreadDocument) async throws(Fault)
    func forget(thread: MessageReference) async throws(Fault)
    func forget(channel: ChannelID) async throws(Fault)
    func thread(_ reference: MessageReference) async throws(Fault) -> ThreadDocument?
    /// The best threads first, each with what its score is made of. Access is part of the query: private channels are
    /// searched only where `access` names them.
    func threads(matching query: MemoryQuery, access: MemoryAccess, limit: Int) async throws(Fault) -> [ThreadHit]
    func threadCount() async throws(Fault) -> Int

    func remember(_ fix: PastFix) async throws(Fault)
    func pastFix(id: String) async throws(Fault) -> PastFix?
    /// Newest first.
    func pastFixes(rule: RuleID, language: Language) async throws(Fault) -> [PastFix]

    /// How far a channel's history was read, as the miner wrote it; `nil` before the first page.
    func checkpoint(channel: ChannelID) async throws(Fault) -> MiningCheckpoint?
    func save(_ checkpoint: MiningCheckpoint) async throws(Fault)
    func checkpoints() async throws(Fault) -> [MiningCheckpoint]
}

/// What to look for.
package struct MemoryQuery: Sendable, Hashable {
    /// Words: the finding's message, issue type, rule.
    package var text: String
    /// The flagged code: its identifiers count as exact terms.
    package var code: String
    package var language: Language?

    package init(text: String, code: String = "", language: Language? = nil) {
        self.text = text
        self.code = code
        self.language = language
    }
}

/// Whose eyes the answer is for.
package struct MemoryAccess: Sendable, Hashable {
    /// Private channels whose members will read the answer.
    package var privateChannels: Set<ChannelID>

    package init(privateChannels: Set<ChannelID> = []) { self.privateChannels = privateChannels }
    package static let publicOnly = MemoryAccess()
}

package struct ThreadHit: Sendable, Hashable {
    package var document: ThreadDocument
    /// 0 to 1.
    package var score: Double
    /// What the score is made of: `lexical`, `vector`, `resolved`, …
    package var parts: [String: Double]
    /// Who vouched for the thread, where somebody did.
    package var proven: ProvenMark?

    package init(document: ThreadDocument, score: Double, parts: [String: Double], proven: ProvenMark? = nil) {
        self.document = document
        self.score = score
        self.parts = parts
        self.proven = proven
    }
}

extension [ThreadHit] {
    /// The hits with the team's marks on them: a thread that somebody saved as proven counts for more.
    package func counting(_ marks: [ProvenMark]) -> [ThreadHit] {
        let byThread = Dictionary(marks.map { ($0.thread, $0) }, uniquingKeysWith: { $1 })
        return self.map { hit in
            guard let mark = byThread[hit.document.reference] else { return hit }
            var hit = hit
            hit.proven = mark
            hit.score = Swift.min(1, hit.score + ProvenMark.bonus)
            hit.parts["proven"] = ProvenMark.bonus
            return hit
        }.sorted { $0.score > $1.score }
    }
}

package struct MiningCheckpoint: Sendable, Hashable, Codable {
    package var channel: ChannelID
    package var channelName: String
    /// Slack's `next_cursor` of the next page; `nil` once the history was read to its end.
    package var cursor: String?
    package var threads: Int
    package var isComplete: Bool
    package var updatedAt: Date

    package init(
        channel: ChannelID, channelName: String, cursor: String?, threads: Int, isComplete: Bool, updatedAt: Date
    ) {
        self.channel = channel
        self.channelName = channelName
        self.cursor = cursor
        self.threads = threads
        self.isComplete = isComplete
        self.updatedAt = updatedAt
    }
}

/// Turns text into vectors of one space.
package protocol TextEmbedder: Sendable {
    /// Names the model and its version: vectors of different identities are never compared.
    var identity: String { get }
    var dimension: Int { get }
    /// One unit-length vector of `dimension` numbers a text, in order.
    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws(Fault) -> [[Float]]
}

package enum EmbeddingPurpose: String, Sendable, Codable { case query, passage }
