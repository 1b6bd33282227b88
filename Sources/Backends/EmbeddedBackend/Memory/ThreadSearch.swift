import FoundationEssentials
import GRDB
import HealingDomain
import TeamMemory

/// Whose eyes a search is for, as the condition that every statement of it carries.
struct SearchAccess {
    /// For a statement that names the thread table `thread`; takes `channels` as its argument.
    static let condition = "(thread.is_private = 0 OR thread.channel IN (SELECT value FROM json_each(:channels)))"
    let channels: String

    init(_ access: MemoryAccess) throws {
        self.channels = try RecordText.encode(access.privateChannels.map(\.rawValue).sorted())
    }
}

/// The statements that read candidates. All of one search run in one transaction, and so see one state.
struct ThreadSearch {
    let database: Database
    let access: SearchAccess

    /// Threads that hold any of the terms, by FTS5's BM25.
    func ids(matching terms: [String], limit: Int) throws -> [Int64] {
        let quoted = terms.map { "\"" + $0.filter { $0 != "\"" && $0 != "\0" } + "\"" }
        guard !quoted.isEmpty else { return [] }
        let sql = """
            SELECT thread.id FROM thread_terms JOIN thread ON thread.id = thread_terms.rowid
            WHERE thread_terms MATCH :terms AND \(SearchAccess.condition)
            ORDER BY bm25(thread_terms, 1.0, 1.5) LIMIT :limit
            """
        return try Int64.fetchAll(
            self.database, sql: sql,
            arguments: ["terms": quoted.joined(separator: " OR "), "channels": self.access.channels, "limit": limit])
    }

    /// The cosine with every vector of the same embedder. All unit vectors, so the dot product is the cosine.
    func vectors(near query: [Float], embedder: String) throws -> [Int64: Double] {
        guard query.contains(where: { $0 != 0 }) else { return [:] }
        let sql = """
            SELECT thread.id, thread_vector.vector FROM thread_vector JOIN thread ON thread.id = thread_vector.thread
            WHERE thread_vector.embedder = :embedder AND \(SearchAccess.condition)
            """
        let rows = try Row.fetchCursor(
            self.database, sql: sql, arguments: ["embedder": embedder, "channels": self.access.channels])
        var found: [Int64: Double] = [:]
        while let row = try rows.next() {
            let product = try row.withUnsafeData(atIndex: 1) { data in
                data?.withUnsafeBytes { VectorBytes.product(query, $0) } ?? nil
            }
            if let product { found[row[0]] = product }
        }
        return found
    }

    func statistics(of terms: [String]) throws -> CorpusStatistics {
        let row = try Row.fetchOne(self.database, sql: "SELECT count(*), avg(terms) FROM thread")
        let counted = try Row.fetchAll(
            self.database,
            sql: "SELECT term, doc FROM thread_vocabulary WHERE term IN (SELECT value FROM json_each(?))",
            arguments: [try RecordText.encode(terms)])
        let frequencies = counted.map { (($0[0] as String), ($0[1] as Int)) }
        return CorpusStatistics(
            documents: row?[0] ?? 0, averageLength: row?[1] ?? 0,
            frequencies: Dictionary(frequencies, uniquingKeysWith: +))
    }

    func candidates(_ ids: [Int64], similarities: [Int64: Double]) throws -> [RankingCandidate] {
        let statement = try self.database.cachedStatement(
            sql: """
                SELECT thread.body, thread_terms.prose, thread_terms.code
                FROM thread JOIN thread_terms ON thread_terms.rowid = thread.id
                WHERE thread.id = :id AND \(SearchAccess.condition)
                """)
        return try ids.compactMap { id in
            let row = try Row.fetchOne(statement, arguments: ["id": id, "channels": self.access.channels])
            return try row.map { row in
                RankingCandidate(
                    document: try RecordText.decode(ThreadDocument.self, from: row["body"]),
                    terms: StoredTerms.terms(row), similarity: similarities[id])
            }
        }
    }
}
