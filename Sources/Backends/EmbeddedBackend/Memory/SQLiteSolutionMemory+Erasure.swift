package import FoundationEssentials
import GRDB
package import HealingDomain
import TeamMemory

extension SQLiteSolutionMemory {
    package func forget(openedBefore moment: Date) async throws(Fault) -> Int {
        let seconds = Int64(moment.timeIntervalSince1970.rounded(.down))
        let count = try await self.file.write("forgetting old threads") { database in
            let old = try ThreadRows.references(
                where: "CAST(timestamp AS INTEGER) < ?", [seconds], in: database)
            for thread in old {
                try ThreadRows.forget(channel: thread.channel, thread: thread.timestamp, in: database)
            }
            return old.count
        }
        if count > 0 { await self.file.emptyLog() }
        return count
    }

    package func erase(thread: MessageReference) async throws(Fault) -> Erasure {
        let now = self.now()
        let erasure = try await self.file.write("erasing a thread") { database in
            let document = try ThreadRows.document(thread, in: database)
            let quotations = Quotations(document?.quotable ?? [])
            try ErasedRows.add(thread, in: database)
            try database.execute(
                sql: "DELETE FROM proven_thread WHERE channel = ? AND timestamp = ?",
                arguments: [thread.channel.rawValue, thread.timestamp.rawValue])
            var erasure = Erasure(threads: document == nil ? 0 : 1)
            erasure.quotes += try QuoteErasure.lessons(from: [thread], in: database)
            erasure.quotes += try QuoteErasure.inRecords(of: [thread], quotations, in: database)
            erasure.quotes += try QuoteErasure.inAudit(quotations, in: database)
            let names = [thread.channel.rawValue, thread.timestamp.rawValue]
            erasure.quotes += try QuoteErasure.inDeliveries(naming: [names], at: now, in: database)
            try ThreadRows.forget(channel: thread.channel, thread: thread.timestamp, in: database)
            return erasure
        }
        await self.file.emptyLog()
        return erasure
    }

    package func erase(person: PersonID) async throws(Fault) -> Erasure {
        // From here on nothing of theirs is stored; what is stored already can then be read without haste.
        try await self.file.write("noting who is erased") { try ErasedRows.add(person, in: $0) }
        let documents = try await self.file.read("reading a person's threads") { database in
            let threads = try ThreadRows.references(
                where: "id IN (SELECT thread FROM thread_person WHERE person = ?)", [person.rawValue], in: database)
            return try threads.compactMap { try ThreadRows.document($0, in: database) }
        }
        var rewritten: [Rewritten] = []
        for document in documents {
            let left = document.without([person])
            var vector: [Float]?
            if let left { vector = try await self.embedder.embed([left.passage], as: .passage).first }
            rewritten.append(Rewritten(old: document, new: left, vector: vector))
        }
        let (now, identity, changes) = (self.now(), self.embedder.identity, rewritten)
        let erasure = try await self.file.write("erasing a person") { database in
            var erasure = Erasure()
            for change in changes {
                let reference = change.old.reference
                try ThreadRows.forget(channel: reference.channel, thread: reference.timestamp, in: database)
                if let new = change.new {
                    _ = try ThreadRows.save(new, vector: change.vector, embedder: identity, in: database)
                    erasure.rewritten += 1
                } else {
                    erasure.threads += 1
                }
            }
            erasure.quotes = try Self.eraseQuotes(of: person, changes, at: now, in: database)
            try ThreadRows.purgeIndex(in: database)
            return erasure
        }
        await self.file.emptyLog()
        return erasure
    }

    package func erased(among people: Set<PersonID>) async throws(Fault) -> Set<PersonID> {
        guard !people.isEmpty else { return [] }
        return try await self.file.read("looking for erased people") { try ErasedRows.among(people, in: $0) }
    }

    package func purge() async throws(Fault) -> Erasure {
        let now = self.now()
        let erasure = try await self.file.write("erasing what was read from the channels") { database in
            var erasure = Erasure(
                threads: try Int.fetchOne(database, sql: "SELECT count(*) FROM thread") ?? 0)
            let threads = try Row.fetchAll(
                database,
                sql:
                    "SELECT DISTINCT evidence_channel, evidence_timestamp FROM healing_record WHERE evidence_channel IS NOT NULL"
            ).map {
                MessageReference(channel: ChannelID($0[0] as String), timestamp: MessageTimestamp($0[1] as String))
            }
            erasure.quotes += try QuoteErasure.lessonsFromThreads(in: database)
            erasure.quotes += try QuoteErasure.lessons(from: threads, in: database)
            erasure.quotes += try QuoteErasure.inRecords(of: threads, .all, in: database)
            erasure.quotes += try QuoteErasure.inAudit(.all, in: database)
            erasure.quotes += try QuoteErasure.inDeliveries(naming: [[]], at: now, in: database)
            for table in ["thread_terms", "thread", "proven_thread", "mining_checkpoint", "mining_task"] {
                try database.execute(sql: "DELETE FROM \(table)")
            }
            try ThreadRows.purgeIndex(in: database)
            return erasure
        }
        await self.file.emptyLog()
        return erasure
    }

    /// The document as it may be stored; `nil` where nothing of it may.
    func allowed(_ thread: ThreadDocument) async throws(Fault) -> ThreadDocument? {
        let erased = try await self.erased(among: thread.people)
        let left = erased.isEmpty ? thread : thread.without(erased)
        let isErased = try await self.file.read("looking for erased threads") {
            try ErasedRows.holds(thread.reference, in: $0)
        }
        if let left, !isErased { return left }
        try await self.forget(thread: thread.reference)
        return nil
    }

    private struct Rewritten: Sendable {
        var old: ThreadDocument
        /// `nil` where nobody else said anything.
        var new: ThreadDocument?
        var vector: [Float]?

        /// Whether what was learned from the thread may have been the person's words.
        var lostItsAnswer: Bool { self.old.pairs != self.new?.pairs || self.old.solution != self.new?.solution }
    }

    private static func eraseQuotes(
        of person: PersonID, _ changes: [Rewritten], at now: Date, in database: Database
    ) throws -> Int {
        let texts = changes.flatMap { change in
            change.old.messages.filter { $0.author == person }.map(\.text)
                + (change.old.problem == change.new?.problem ? [] : [change.old.problem])
                + (change.old.solution == change.new?.solution ? [] : [change.old.solution].compactMap { $0 })
        }
        let quotations = Quotations(texts)
        let lost = changes.filter(\.lostItsAnswer).map(\.old.reference)
        var count = try QuoteErasure.lessons(from: lost, in: database)
        count += try QuoteErasure.inRecords(of: lost, quotations, in: database)
        count += try QuoteErasure.inAudit(quotations, in: database)
        count += try QuoteErasure.inDeliveries(naming: [[person.rawValue]], at: now, in: database)
        return try count + PersonErasure.run(person, in: database)
    }
}

extension ThreadDocument {
    /// What others may quote of it.
    fileprivate var quotable: [String] {
        self.messages.map(\.text) + [self.problem] + [self.solution].compactMap { $0 }
    }
}
