package import FoundationEssentials
package import HealingDomain
import TeamMemory

/// Threads and fixes in memory; a thread's score is the share of the query's words that it holds.
package actor InMemorySolutionMemory: SolutionMemory {
    private var threads: [MessageReference: ThreadDocument] = [:]
    private var fixes: [String: PastFix] = [:]
    private var saved: [ChannelID: MiningCheckpoint] = [:]
    private var erasedThreads: Set<MessageReference> = []
    private var erasedPeople: Set<PersonID> = []
    /// What was looked for, with whose eyes.
    package private(set) var queries: [(query: MemoryQuery, access: MemoryAccess)] = []

    package init(threads: [ThreadDocument] = [], fixes: [PastFix] = []) {
        for thread in threads { self.threads[thread.reference] = thread }
        for fix in fixes { self.fixes[fix.id] = fix }
    }

    package func remember(_ thread: ThreadDocument) async throws(Fault) {
        let isErased = self.erasedThreads.contains(thread.reference)
        self.threads[thread.reference] = isErased ? nil : thread.without(self.erasedPeople)
    }

    package func forget(thread: MessageReference) async throws(Fault) { self.threads[thread] = nil }

    package func forget(channel: ChannelID) async throws(Fault) {
        self.threads = self.threads.filter { $0.key.channel != channel }
        self.saved[channel] = nil
    }

    package func forget(openedBefore moment: Date) async throws(Fault) -> Int {
        let count = self.threads.count
        self.threads = self.threads.filter { $0.key.timestamp.date >= moment }
        return count - self.threads.count
    }

    package func threads(in channel: ChannelID) async throws(Fault) -> [MessageReference] {
        self.threads.keys.filter { $0.channel == channel }.sorted { $0.timestamp < $1.timestamp }
    }

    package func threads(naming person: PersonID) async throws(Fault) -> [MessageReference] {
        self.threads.values.filter { $0.people.contains(person) }.map(\.reference)
            .sorted { $0.timestamp < $1.timestamp }
    }

    package func thread(holding message: MessageReference) async throws(Fault) -> MessageReference? {
        self.threads.values.first { document in
            document.reference.channel == message.channel
                && document.messages.contains { $0.timestamp == message.timestamp }
        }?.reference
    }

    package func update(_ channel: Channel) async throws(Fault) {
        for reference in self.threads.keys where reference.channel == channel.id {
            self.threads[reference]?.channelName = channel.name
            self.threads[reference]?.isPrivate = channel.isPrivate
        }
    }

    package func erase(thread: MessageReference) async throws(Fault) -> Erasure {
        self.erasedThreads.insert(thread)
        return Erasure(threads: self.threads.removeValue(forKey: thread) == nil ? 0 : 1)
    }

    package func erase(person: PersonID) async throws(Fault) -> Erasure {
        self.erasedPeople.insert(person)
        var erasure = Erasure()
        for document in self.threads.values where document.people.contains(person) {
            self.threads[document.reference] = document.without([person])
            if self.threads[document.reference] == nil { erasure.threads += 1 } else { erasure.rewritten += 1 }
        }
        return erasure
    }

    package func erased(among people: Set<PersonID>) async throws(Fault) -> Set<PersonID> {
        people.intersection(self.erasedPeople)
    }

    package func purge() async throws(Fault) -> Erasure {
        let count = self.threads.count
        (self.threads, self.saved) = ([:], [:])
        return Erasure(threads: count)
    }

    package func thread(_ reference: MessageReference) async throws(Fault) -> ThreadDocument? {
        self.threads[reference]
    }

    package func threads(
        matching query: MemoryQuery, access: MemoryAccess, limit: Int
    ) async throws(Fault) -> [ThreadHit] {
        self.queries.append((query, access))
        let wanted = Self.words(query.text + " " + query.code)
        let hits = self.threads.values
            .filter { !$0.isPrivate || access.privateChannels.contains($0.reference.channel) }
            .map { document in
                let held = Self.words(document.problem + " " + document.messages.map(\.text).joined(separator: " "))
                let score = Double(wanted.intersection(held).count) / Double(max(1, wanted.count))
                return ThreadHit(document: document, score: score, parts: ["lexical": score])
            }
            .filter { $0.score > 0 }
            .sorted { ($1.score, $0.document.reference.timestamp) < ($0.score, $1.document.reference.timestamp) }
        return Array(hits.prefix(max(0, limit)))
    }

    package func threadCount() async throws(Fault) -> Int { self.threads.count }

    package func remember(_ fix: PastFix) async throws(Fault) { self.fixes[fix.id] = fix }
    package func pastFix(id: String) async throws(Fault) -> PastFix? { self.fixes[id] }

    package func pastFixes(rule: RuleID, language: Language) async throws(Fault) -> [PastFix] {
        self.fixes.values.filter { $0.rule == rule && $0.language == language }
            .sorted { ($0.timestamp, $0.id) > ($1.timestamp, $1.id) }
    }

    package func checkpoint(channel: ChannelID) async throws(Fault) -> MiningCheckpoint? { self.saved[channel] }
    package func save(_ checkpoint: MiningCheckpoint) async throws(Fault) {
        self.saved[checkpoint.channel] = checkpoint
    }

    package func checkpoints() async throws(Fault) -> [MiningCheckpoint] {
        self.saved.values.sorted { $0.channel < $1.channel }
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    }
}
