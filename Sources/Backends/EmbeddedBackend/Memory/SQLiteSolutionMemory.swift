import FoundationEssentials
import GRDB
package import HealingDomain
import TeamMemory

/// Threads and fixes in SQLite: full-text search and an exact scan of vectors find candidates, TeamMemory ranks them.
///
/// Forgetting takes a thread's words out of every table of memory, out of healing records that quote it, out of the index
/// and out of the log. Erasing also reaches the audit's quotes, waiting and buried deliveries, and what was learned from
/// the thread alone.
package struct SQLiteSolutionMemory: SolutionMemory {
    private static let candidates = 60
    let file: SQLiteFile
    let embedder: any TextEmbedder
    let now: @Sendable () -> Date

    init(file: SQLiteFile, embedder: any TextEmbedder, now: @escaping @Sendable () -> Date) {
        self.file = file
        self.embedder = embedder
        self.now = now
    }

    // MARK: Threads

    package func remember(_ thread: ThreadDocument) async throws(Fault) {
        guard let thread = try await self.allowed(thread) else { return }
        if try await self.holds(thread) { return }
        let vector = try await self.embedder.embed([thread.passage], as: .passage).first
        let identity = self.embedder.identity
        let doing = "storing a thread of #\(thread.channelName)"
        let lostWords = try await self.file.write(doing) { database in
            // Asked again in the same transaction: somebody may have been erased since.
            guard try !ErasedRows.holds(thread.reference, in: database) else { return false }
            guard try ErasedRows.among(thread.people, in: database).isEmpty else {
                throw Fault(doing: doing, detail: "somebody in it was erased meanwhile", isRetryable: true)
            }
            return try ThreadRows.save(thread, vector: vector, embedder: identity, in: database)
        }
        if lostWords { await self.file.emptyLog() }
    }

    /// Whether exactly this reading is stored, with a vector of the present embedder.
    private func holds(_ thread: ThreadDocument) async throws(Fault) -> Bool {
        let identity = self.embedder.identity
        return try await self.file.read("reading a thread") { database in
            guard try ThreadRows.document(thread.reference, in: database) == thread else { return false }
            let sql = """
                SELECT EXISTS (SELECT 1 FROM thread JOIN thread_vector ON thread_vector.thread = thread.id
                WHERE thread.channel = ? AND thread.timestamp = ? AND thread_vector.embedder = ?)
                """
            let reference = thread.reference
            return try Bool.fetchOne(
                database, sql: sql,
                arguments: [reference.channel.rawValue, reference.timestamp.rawValue, identity]) ?? false
        }
    }

    package func forget(thread: MessageReference) async throws(Fault) {
        try await self.file.write("forgetting a thread") { database in
            try ThreadRows.forget(channel: thread.channel, thread: thread.timestamp, in: database)
        }
        await self.file.emptyLog()
    }

    package func forget(channel: ChannelID) async throws(Fault) {
        try await self.file.write("forgetting channel \(channel)") { database in
            try ThreadRows.forget(channel: channel, thread: nil, in: database)
            try database.execute(sql: "DELETE FROM mining_checkpoint WHERE channel = ?", arguments: [channel.rawValue])
        }
        await self.file.emptyLog()
    }

    package func thread(_ reference: MessageReference) async throws(Fault) -> ThreadDocument? {
        try await self.file.read("reading a thread") { try ThreadRows.document(reference, in: $0) }
    }

    package func threads(in channel: ChannelID) async throws(Fault) -> [MessageReference] {
        try await self.file.read("listing the threads of \(channel)") { database in
            try ThreadRows.references(where: "channel = ?", [channel.rawValue], in: database)
        }
    }

    package func threads(naming person: PersonID) async throws(Fault) -> [MessageReference] {
        try await self.file.read("listing the threads of a person") { database in
            try ThreadRows.references(
                where: "id IN (SELECT thread FROM thread_person WHERE person = ?)", [person.rawValue], in: database)
        }
    }

    package func thread(holding message: MessageReference) async throws(Fault) -> MessageReference? {
        try await self.file.read("looking for a message") { database in
            let condition = """
                channel = ?1 AND instr(body, ?2) > 0 AND EXISTS (SELECT 1 FROM json_each(body, '$.messages') AS message
                WHERE json_extract(message.value, '$.timestamp') = ?2)
                """
            return try ThreadRows.references(
                where: condition, [message.channel.rawValue, message.timestamp.rawValue], in: database
            ).first
        }
    }

    package func update(_ channel: Channel) async throws(Fault) {
        try await self.file.write("updating #\(channel.name)") { try ThreadRows.update(channel, in: $0) }
    }

    package func threads(
        matching query: MemoryQuery, access: MemoryAccess, limit: Int
    ) async throws(Fault) -> [ThreadHit] {
        let ranking = RankingQuery(query)
        guard limit > 0, !ranking.terms.isEmpty else { return [] }
        let vector = try await self.embedder.embed([query.passage], as: .query).first ?? []
        let identity = self.embedder.identity
        let now = self.now()
        return try await self.file.read("searching threads") { database in
            let search = ThreadSearch(database: database, access: try SearchAccess(access))
            let near = try search.vectors(near: vector, embedder: identity)
            let lexical = try search.ids(matching: ranking.terms, limit: Self.candidates)
            let nearest = near.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.candidates).map(\.key)
            let fused = ScoreFusion.reciprocalRank([lexical, nearest]).prefix(max(Self.candidates, min(limit, 500)))
            let ranker = ThreadRanker(query: ranking, statistics: try search.statistics(of: ranking.terms), now: now)
            return ranker.rank(try search.candidates(Array(fused), similarities: near), limit: limit)
        }
    }

    package func threadCount() async throws(Fault) -> Int {
        try await self.file.read("counting threads") { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM thread") ?? 0
        }
    }

    // MARK: Fixes

    package func remember(_ fix: PastFix) async throws(Fault) {
        try await self.file.write("storing \(fix.id)") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO past_fix (id, rule, language, timestamp, body) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    fix.id, fix.rule.rawValue, fix.language.rawValue, fix.timestamp.timeIntervalSinceReferenceDate,
                    try RecordText.encode(fix),
                ])
        }
    }

    package func pastFix(id: String) async throws(Fault) -> PastFix? {
        try await self.file.read("reading \(id)") { database in
            try String.fetchOne(database, sql: "SELECT body FROM past_fix WHERE id = ?", arguments: [id])
                .map { try RecordText.decode(PastFix.self, from: $0) }
        }
    }

    package func pastFixes(rule: RuleID, language: Language) async throws(Fault) -> [PastFix] {
        try await self.file.read("reading the fixes of \(rule)") { database in
            try String.fetchAll(
                database,
                sql: "SELECT body FROM past_fix WHERE rule = ? AND language = ? ORDER BY timestamp DESC, id DESC",
                arguments: [rule.rawValue, language.rawValue]
            ).map { try RecordText.decode(PastFix.self, from: $0) }
        }
    }
}
