import FoundationEssentials
import GRDB
package import HealingDomain

package struct SQLiteHealingRecordStore: HealingRecordStore {
    private let file: SQLiteFile

    init(file: SQLiteFile) { self.file = file }

    package func save(_ record: HealingRecord) async throws(Fault) {
        try await self.file.write("saving the record of \(record.fixID)") { try HealingRecordRows.save(record, in: $0) }
    }

    package func update(
        _ finding: Fingerprint, _ change: @escaping @Sendable (inout HealingRecord) -> Void
    ) async throws(Fault) -> HealingRecord? {
        try await self.file.write("changing the record of \(finding.short)") { database in
            let body = try String.fetchOne(
                database, sql: "SELECT body FROM healing_record WHERE fingerprint = ?", arguments: [finding.rawValue])
            guard let body else { return nil }
            var record = try RecordText.decode(HealingRecord.self, from: body)
            change(&record)
            try HealingRecordRows.save(record, in: database)
            return record
        }
    }

    package func records(group: String) async throws(Fault) -> [HealingRecord] {
        try await self.fetch("WHERE card_group = ?", [group]).sorted(by: HealingRecord.precedes)
    }

    package func record(of finding: Fingerprint) async throws(Fault) -> HealingRecord? {
        try await self.fetch("WHERE fingerprint = ?", [finding.rawValue]).first
    }

    package func record(fingerprintPrefix: String) async throws(Fault) -> HealingRecord? {
        guard !fingerprintPrefix.isEmpty else { return nil }
        // A range instead of LIKE: it uses the index, and no character of the prefix means anything.
        let found = try await self.fetch(
            "WHERE fingerprint >= ? AND fingerprint < ? LIMIT 2", [fingerprintPrefix, fingerprintPrefix + "\u{10FFFF}"])
        return found.count == 1 ? found[0] : nil
    }

    package func records(repository: RepositoryName, pullRequest: Int) async throws(Fault) -> [HealingRecord] {
        try await self.fetch(
            "WHERE repository = ? AND pull_request = ? ORDER BY created_at, fingerprint",
            [repository.rawValue, pullRequest])
    }

    package func record(card: MessageReference) async throws(Fault) -> HealingRecord? {
        try await self.fetch(
            "WHERE card_channel = ? AND card_timestamp = ? ORDER BY updated_at DESC LIMIT 1",
            [card.channel.rawValue, card.timestamp.rawValue]
        ).first
    }

    /// The three expressions are those of the index `healing_record_by_state`.
    package func rejected(rule: RuleID, in repository: RepositoryName) async throws(Fault) -> [HealingRecord] {
        try await self.fetch(
            """
            WHERE json_extract(body, '$.state') = 'rejected' AND json_extract(body, '$.finding.rule') = ?
            AND json_extract(body, '$.finding.repository') = ? ORDER BY updated_at DESC, fingerprint DESC
            """, [rule.rawValue, repository.rawValue])
    }

    package func records(card: MessageReference) async throws(Fault) -> [HealingRecord] {
        try await self.fetch(
            "WHERE card_channel = ? AND card_timestamp = ?", [card.channel.rawValue, card.timestamp.rawValue]
        ).sorted(by: HealingRecord.precedes)
    }

    package func recent(channel: ChannelID?, limit: Int) async throws(Fault) -> [HealingRecord] {
        let order = "ORDER BY updated_at DESC, fingerprint DESC LIMIT ?"
        guard let channel else { return try await self.fetch(order, [max(0, limit)]) }
        return try await self.fetch("WHERE card_channel = ? " + order, [channel.rawValue, max(0, limit)])
    }

    private func fetch(_ condition: String, _ arguments: StatementArguments) async throws(Fault) -> [HealingRecord] {
        try await self.file.read("reading healing records") { database in
            try String.fetchAll(
                database, sql: "SELECT body FROM healing_record " + condition, arguments: arguments
            ).map { try RecordText.decode(HealingRecord.self, from: $0) }
        }
    }
}

enum HealingRecordRows {
    static func save(_ record: HealingRecord, in database: Database) throws {
        var thread: MessageReference?
        if case .thread(let reference, _, _, _, _, _) = record.candidate?.evidence { thread = reference }
        let insert = try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO healing_record (fingerprint, repository, pull_request, card_channel,
                    card_timestamp, card_group, evidence_channel, evidence_timestamp, created_at, updated_at, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insert.execute(arguments: [
            record.finding.fingerprint.rawValue, record.pullRequest?.repository.rawValue, record.pullRequest?.number,
            record.card?.channel.rawValue, record.card?.timestamp.rawValue, record.group, thread?.channel.rawValue,
            thread?.timestamp.rawValue, record.createdAt.timeIntervalSinceReferenceDate,
            record.updatedAt.timeIntervalSinceReferenceDate, try RecordText.encode(record),
        ])
    }

    /// Takes what people said in forgotten threads out of the records that quote them; what was decided stays.
    static func removeQuotes(of channel: ChannelID, thread: MessageTimestamp?, in database: Database) throws {
        try Self.rewrite(
            where: "evidence_channel = ?1 AND (?2 IS NULL OR evidence_timestamp = ?2)",
            [channel.rawValue, thread?.rawValue], in: database
        ) { $0.candidate?.forgetWords() }
    }
}

extension HealingRecordRows {
    /// A quote from a channel that is private now is shown only there.
    static func setPrivacy(_ isPrivate: Bool, of channel: ChannelID, in database: Database) throws {
        try Self.rewrite(where: "evidence_channel = ?", [channel.rawValue], in: database) { record in
            guard
                case .thread(let reference, let old, let link, let quote, let author, let hasMergedCode) =
                    record.candidate?.evidence, old != isPrivate
            else { return }
            record.candidate?.evidence = .thread(
                reference: reference, isPrivate: isPrivate, permalink: link, quote: quote, author: author,
                hasMergedCode: hasMergedCode)
        }
    }

    /// - Returns: how many records changed.
    @discardableResult
    static func rewrite(
        where condition: String, _ arguments: StatementArguments, in database: Database,
        _ change: (inout HealingRecord) -> Void
    ) throws -> Int {
        let bodies = try String.fetchAll(
            database, sql: "SELECT body FROM healing_record WHERE " + condition, arguments: arguments)
        var count = 0
        for body in bodies {
            let old = try RecordText.decode(HealingRecord.self, from: body)
            var record = old
            change(&record)
            guard record != old else { continue }
            try Self.save(record, in: database)
            count += 1
        }
        return count
    }
}

extension SolutionCandidate {
    mutating func forgetWords() {
        guard case .thread(let reference, let isPrivate, _, _, _, let hasMergedCode) = self.evidence else { return }
        self.guidance = nil
        self.evidence = .thread(
            reference: reference, isPrivate: isPrivate, permalink: nil, quote: "", author: "",
            hasMergedCode: hasMergedCode)
    }
}
