package import FoundationEssentials

/// The team's threads and fixes, searchable.
package protocol SolutionMemory: Sendable {
    /// Stores the document, replacing an older one of the same thread. A thread that was erased is not stored, and what
    /// erased people said is left out.
    func remember(_ thread: ThreadDocument) async throws(Fault)
    /// Takes the document out, with what quotes it: the thread is gone, or not ours to read. It may be stored again.
    func forget(thread: MessageReference) async throws(Fault)
    /// Takes all documents of a channel out, and its checkpoint.
    func forget(channel: ChannelID) async throws(Fault)
    /// Takes out the documents of threads that were opened before the moment, and says how many.
    func forget(openedBefore moment: Date) async throws(Fault) -> Int
    func thread(_ reference: MessageReference) async throws(Fault) -> ThreadDocument?
    /// The documents of a channel, oldest first.
    func threads(in channel: ChannelID) async throws(Fault) -> [MessageReference]
    /// The documents in which a person wrote or is mentioned.
    func threads(naming person: PersonID) async throws(Fault) -> [MessageReference]
    /// The document that holds a message.
    func thread(holding message: MessageReference) async throws(Fault) -> MessageReference?
    /// Gives all documents of a channel its name and privacy as they are now. From then on they are only shown to those
    /// who may read it.
    func update(_ channel: Channel) async throws(Fault)
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

    /// Takes a thread out for good, with all that quotes it or was learned from it alone.
    func erase(thread: MessageReference) async throws(Fault) -> Erasure
    /// Takes what a person wrote out of every document, and the person's id and name out of every record, for good.
    /// Documents that others wrote in too are derived again from what is left.
    func erase(person: PersonID) async throws(Fault) -> Erasure
    /// Those of the people who were erased: what they write is not read.
    func erased(among people: Set<PersonID>) async throws(Fault) -> Set<PersonID>
    /// Takes out everything that was read from the channels, and what quotes it. Fixes of merged code stay; so does the
    /// knowledge of what was erased.
    func purge() async throws(Fault) -> Erasure
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
    package var isPrivate: Bool?
    /// The oldest message read so far.
    package var reached: MessageTimestamp?
    /// Reading again what was read before, from the newest message down, where events may have been missed.
    package var topUp: TopUp?
    /// Whether documents came from an export: older than Slack shows, they stay.
    package var hasImport: Bool?

    package struct TopUp: Sendable, Hashable, Codable {
        /// What is older is not read again.
        package var until: MessageTimestamp
        package var cursor: String?
        package var reached: MessageTimestamp?

        package init(until: MessageTimestamp, cursor: String? = nil, reached: MessageTimestamp? = nil) {
            self.until = until
            self.cursor = cursor
            self.reached = reached
        }
    }

    package init(
        channel: ChannelID, channelName: String, cursor: String?, threads: Int, isComplete: Bool, updatedAt: Date,
        isPrivate: Bool? = nil, reached: MessageTimestamp? = nil, topUp: TopUp? = nil, hasImport: Bool? = nil
    ) {
        self.channel = channel
        self.channelName = channelName
        self.cursor = cursor
        self.threads = threads
        self.isComplete = isComplete
        self.updatedAt = updatedAt
        self.isPrivate = isPrivate
        self.reached = reached
        self.topUp = topUp
        self.hasImport = hasImport
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
