import FoundationEssentials
import GRDB
import HealingDomain
import TeamMemory

/// The statements that write threads: the document, its terms and its vector change together.
enum ThreadRows {
    /// - Returns: whether the older reading held words that this one does not: they have to leave the index.
    static func save(
        _ thread: ThreadDocument, vector: [Float]?, embedder: String, in database: Database
    ) throws -> Bool {
        let terms = DocumentTerms(thread)
        let (channel, timestamp) = (thread.reference.channel.rawValue, thread.reference.timestamp.rawValue)
        let known = try Int64.fetchOne(
            database, sql: "SELECT id FROM thread WHERE channel = ? AND timestamp = ?", arguments: [channel, timestamp])
        let lostWords = try known.map { try Self.hasMore($0, than: terms, in: database) } ?? false
        if let known { try Self.delete([known], in: database) }
        try database.execute(
            sql: "INSERT INTO thread (channel, timestamp, is_private, terms, body) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                channel, timestamp, thread.isPrivate, terms.prose.count + terms.code.count,
                try RecordText.encode(thread),
            ])
        let id = database.lastInsertedRowID
        try database.execute(
            sql: "INSERT INTO thread_terms (rowid, prose, code) VALUES (?, ?, ?)",
            arguments: [id, terms.prose.joined(separator: " "), terms.code.joined(separator: " ")])
        for person in thread.people {
            try database.execute(
                sql: "INSERT INTO thread_person (person, thread) VALUES (?, ?)", arguments: [person.rawValue, id])
        }
        if let vector {
            try database.execute(
                sql: "INSERT INTO thread_vector (thread, embedder, vector) VALUES (?, ?, ?)",
                arguments: [id, embedder, VectorBytes.encode(vector)])
        }
        if lostWords { try Self.purgeIndex(in: database) }
        return lostWords
    }

    static func document(_ thread: MessageReference, in database: Database) throws -> ThreadDocument? {
        try String.fetchOne(
            database, sql: "SELECT body FROM thread WHERE channel = ? AND timestamp = ?",
            arguments: [thread.channel.rawValue, thread.timestamp.rawValue]
        ).map { try RecordText.decode(ThreadDocument.self, from: $0) }
    }

    /// The threads that a condition on the thread table keeps, oldest first.
    static func references(
        where condition: String, _ arguments: StatementArguments, in database: Database
    ) throws -> [MessageReference] {
        try Row.fetchAll(
            database, sql: "SELECT channel, timestamp FROM thread WHERE " + condition, arguments: arguments
        ).map { MessageReference(channel: ChannelID($0[0] as String), timestamp: MessageTimestamp($0[1] as String)) }
            .sorted { ($0.timestamp, $0.channel) < ($1.timestamp, $1.channel) }
    }

    /// Writes a channel's name and privacy into its documents and into the records that quote them.
    static func update(_ channel: Channel, in database: Database) throws {
        let rows = try Row.fetchAll(
            database, sql: "SELECT id, body FROM thread WHERE channel = ?", arguments: [channel.id.rawValue])
        var hidden: [String] = []
        for row in rows {
            var document = try RecordText.decode(ThreadDocument.self, from: row["body"])
            if channel.isPrivate, !document.isPrivate { hidden.append(document.problem) }
            guard document.isPrivate != channel.isPrivate || document.channelName != channel.name else { continue }
            document.isPrivate = channel.isPrivate
            document.channelName = channel.name
            try database.execute(
                sql: "UPDATE thread SET is_private = ?, body = ? WHERE id = ?",
                arguments: [channel.isPrivate, try RecordText.encode(document), row["id"] as Int64])
        }
        try HealingRecordRows.setPrivacy(channel.isPrivate, of: channel.id, in: database)
        // What was quoted while everybody could read it does not say where it is from.
        if !hidden.isEmpty { _ = try QuoteErasure.inRecords(of: [], Quotations(hidden), in: database) }
    }

    /// Forgets one thread, or all of a channel, in every table that holds its words.
    static func forget(channel: ChannelID, thread: MessageTimestamp?, in database: Database) throws {
        let ids = try Int64.fetchAll(
            database, sql: "SELECT id FROM thread WHERE channel = ?1 AND (?2 IS NULL OR timestamp = ?2)",
            arguments: [channel.rawValue, thread?.rawValue])
        try Self.delete(ids, in: database)
        try HealingRecordRows.removeQuotes(of: channel, thread: thread, in: database)
        if !ids.isEmpty { try Self.purgeIndex(in: database) }
    }

    private static func delete(_ ids: [Int64], in database: Database) throws {
        for id in ids {
            try database.execute(sql: "DELETE FROM thread_terms WHERE rowid = ?", arguments: [id])
            try database.execute(sql: "DELETE FROM thread WHERE id = ?", arguments: [id])
        }
    }

    private static func hasMore(_ id: Int64, than terms: DocumentTerms, in database: Database) throws -> Bool {
        let row = try Row.fetchOne(
            database, sql: "SELECT prose, code FROM thread_terms WHERE rowid = ?", arguments: [id])
        let old = row.map { StoredTerms.terms($0) } ?? DocumentTerms(prose: [], code: [])
        return !Set(old.prose + old.code).isSubset(of: terms.prose + terms.code)
    }

    /// FTS5 only marks deleted words until it merges its segments; before SQLite 3.42 nothing else removes them.
    static func purgeIndex(in database: Database) throws {
        try database.execute(sql: "INSERT INTO thread_terms (thread_terms) VALUES ('optimize')")
    }
}

enum StoredTerms {
    static func terms(_ row: Row) -> DocumentTerms {
        DocumentTerms(prose: Self.split(row["prose"]), code: Self.split(row["code"]))
    }

    private static func split(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}

/// Vectors as little-endian 32-bit floats.
enum VectorBytes {
    static func encode(_ vector: [Float]) -> Data {
        var data = Data(capacity: vector.count * 4)
        for value in vector { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        return data
    }

    /// The dot product with a stored vector; `nil` where the lengths differ.
    static func product(_ query: [Float], _ bytes: UnsafeRawBufferPointer) -> Double? {
        guard bytes.count == query.count * 4 else { return nil }
        var sum: Float = 0
        for index in query.indices {
            let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
            sum += query[index] * Float(bitPattern: bits)
        }
        return Double(sum)
    }
}
