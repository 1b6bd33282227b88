package import HealingDomain

/// Threads and fixes in memory; a thread's score is the share of the query's words that it holds.
package actor InMemorySolutionMemory: SolutionMemory {
    private var threads: [MessageReference: ThreadDocument] = [:]
    private var fixes: [String: PastFix] = [:]
    private var saved: [ChannelID: MiningCheckpoint] = [:]
    /// What was looked for, with whose eyes.
    package private(set) var queries: [(query: MemoryQuery, access: MemoryAccess)] = []

    package init(threads: [ThreadDocument] = [], fixes: [PastFix] = []) {
        for thread in threads { self.threads[thread.reference] = thread }
        for fix in fixes { self.fixes[fix.id] = fix }
    }

    package func remember(_ thread: ThreadDocument) async throws(Fault) { self.threads[thread.reference] = thread }
    package func forget(thread: MessageReference) async throws(Fault) { self.threads[thread] = nil }

    package func forget(channel: ChannelID) async throws(Fault) {
        self.threads = self.threads.filter { $0.key.channel != channel }
        self.saved[channel] = nil
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
