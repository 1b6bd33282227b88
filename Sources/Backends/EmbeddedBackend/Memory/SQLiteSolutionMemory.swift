import FoundationEssentials
import GRDB
package import HealingDomain
import TeamMemory

/// Threads and fixes in SQLite: full-text search and an exact scan of vectors find candidates, TeamMemory ranks them.
///
/// Forgetting takes a thread's words out of every table of memory, out of healing records that quote it, out of the index
/// and out of the log. It does not reach deliveries that still wait or were buried, the audit's details, nor past fixes
/// and templates, which hold code of the repository.
package struct SQLiteSolutionMemory: SolutionMemory {
    private static let candidates = 60
    private let file: SQLiteFile
    private let embedder: any TextEmbedder
    private let now: @Sendable () -> Date

    init(file: SQLiteFile, embedder: any TextEmbedder, now: @escaping @Sendable () -> Date) {
        self.file = file
        self.embedder = embedder
        self.now = now
    }

    // MARK: Threads

    package func remember(_ thread: ThreadDocument) async throws(Fault) {
        let vector = try await self.embedder.embed([thread.passage], as: .passage).first
        let identity = self.embedder.identity
        let lostWords = try await self.file.write("storing a thread of #\(thread.channelName)") { database in
            try ThreadRows.save(thread, vector: vector, embedder: identity, in: database)
        }
        if lostWords { await self.file.emptyLog() }
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
        try await self.file.read("reading a thread") { database in
            try String.fetchOne(
                database, sql: "SELECT body FROM thread WHERE channel = ? AND timestamp = ?",
                arguments: [reference.channel.rawValue, reference.timestamp.rawValue]
            ).map { try RecordText.decode(ThreadDocument.self, from: $0) }
        }
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

    // MARK: Mining

    package func checkpoint(channel: ChannelID) async throws(Fault) -> MiningCheckpoint? {
        try await self.file.read("reading a checkpoint") { database in
            try String.fetchOne(
                database, sql: "SELECT body FROM mining_checkpoint WHERE channel = ?", arguments: [channel.rawValue]
            ).map { try RecordText.decode(MiningCheckpoint.self, from: $0) }
        }
    }

    package func save(_ checkpoint: MiningCheckpoint) async throws(Fault) {
        try await self.file.write("saving a checkpoint") { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO mining_checkpoint (channel, body) VALUES (?, ?)",
                arguments: [checkpoint.channel.rawValue, try RecordText.encode(checkpoint)])
        }
    }

    package func checkpoints() async throws(Fault) -> [MiningCheckpoint] {
        try await self.file.read("reading checkpoints") { database in
            try String.fetchAll(database, sql: "SELECT body FROM mining_checkpoint ORDER BY channel")
                .map { try RecordText.decode(MiningCheckpoint.self, from: $0) }
        }
    }
}
