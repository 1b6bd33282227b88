import FoundationEssentials
import GRDB
import HealingDomain

/// Takes quotes of erased words, and erased people, out of everything that is not a thread's document. Each function says
/// how many rows it changed or removed.
enum QuoteErasure {
    static let erasedPerson = "erased-person"

    /// Records: what they quote of the threads, titles of threads that were considered, and the changes made from them.
    static func inRecords(
        of threads: [MessageReference], _ quotations: Quotations, in database: Database
    ) throws -> Int {
        let affected = Set(threads)
        return try HealingRecordRows.rewrite(where: "1", [], in: database) { record in
            if case .thread(let reference, _, _, _, _, _) = record.candidate?.evidence, affected.contains(reference) {
                record.candidate?.forgetWords()
                if record.state.isOver { record.candidate?.change = nil }
            }
            for index in record.dropped.indices where record.dropped[index].source == .thread {
                record.dropped[index].reason =
                    quotations.erase(record.dropped[index].reason) ?? record.dropped[index].reason
            }
            if let reason = record.reason { record.reason = quotations.erase(reason) ?? reason }
        }
    }

    static func inAudit(_ quotations: Quotations, in database: Database) throws -> Int {
        let rows = try Row.fetchAll(
            database, sql: "SELECT sequence, detail FROM audit_entry WHERE instr(detail, '“') > 0")
        var count = 0
        for row in rows {
            guard let detail = quotations.erase(row["detail"]) else { continue }
            try database.execute(
                sql: "UPDATE audit_entry SET detail = ? WHERE sequence = ?",
                arguments: [detail, row["sequence"] as Int64])
            count += 1
        }
        return count
    }

    /// Fixes and templates that were made from the threads' words. A template keeps its counts: they say nothing of it.
    static func lessons(from threads: [MessageReference], in database: Database) throws -> Int {
        var count = 0
        for thread in threads {
            let fixes = try String.fetchAll(
                database,
                sql: """
                    SELECT json_extract(body, '$.fixID') FROM healing_record
                    WHERE evidence_channel = ? AND evidence_timestamp = ?
                    """, arguments: [thread.channel.rawValue, thread.timestamp.rawValue])
            count += try Self.lessons(of: fixes, in: database)
        }
        return count
    }

    static func lessonsFromThreads(in database: Database) throws -> Int {
        let fixes = try String.fetchAll(
            database, sql: "SELECT id FROM past_fix WHERE json_extract(body, '$.source') = 'thread'")
        return try Self.lessons(of: fixes, in: database)
    }

    private static func lessons(of fixes: [String], in database: Database) throws -> Int {
        var count = 0
        for fix in fixes {
            try database.execute(sql: "DELETE FROM past_fix WHERE id = ?", arguments: [fix])
            count += database.changesCount
            try database.execute(
                sql:
                    "UPDATE fix_template SET rule = '', language = '', level = '', body = '', fix_id = '' WHERE fix_id = ?",
                arguments: [fix])
            count += database.changesCount
        }
        return count
    }

    /// Slack's deliveries that wait or were buried and name all of one of the groups. What a worker has in hand at this
    /// moment is done with, and gone, when it lets go.
    static func inDeliveries(naming groups: [[String]], at moment: Date, in database: Database) throws -> Int {
        let waiting = "delivery_queue WHERE source = 'slackEvents' AND (receipt IS NULL OR available_at <= ?)"
        let buried = "delivery_buried WHERE source LIKE 'slack%' AND buried_at <= ?"
        var count = 0
        for (table, condition) in [("delivery_queue", waiting), ("delivery_buried", buried)] {
            let limit = table == "delivery_queue" ? moment.milliseconds : Int64.max
            let rows = try Row.fetchAll(
                database, sql: "SELECT sequence, body FROM " + condition, arguments: [limit])
            for row in rows {
                let body = String(decoding: row["body"] as Data, as: UTF8.self)
                guard groups.contains(where: { $0.allSatisfy { body.containsName($0) } }) else { continue }
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE sequence = ?", arguments: [row["sequence"] as Int64])
                count += 1
            }
        }
        return count
    }
}

extension HealingRecord.State {
    /// Whether nobody acts on the record's change any more.
    fileprivate var isOver: Bool {
        switch self {
        case .detected, .proposed, .approved, .pushed, .suggested: false
        case .notified, .merged, .rejected, .superseded, .expired, .failed, .reverted: true
        }
    }
}

extension String {
    /// Whether an id stands in the text by itself, and not as the start of a longer one.
    func containsName(_ name: String) -> Bool { self.firstName(name, from: self.startIndex) != nil }

    func replacingName(_ name: String, with replacement: String) -> String {
        var result = ""
        var position = self.startIndex
        while let found = self.firstName(name, from: position) {
            result += self[position..<found.lowerBound] + replacement
            position = found.upperBound
        }
        return result + self[position...]
    }

    private func firstName(_ name: String, from start: Index) -> Range<Index>? {
        guard !name.isEmpty else { return nil }
        var position = start
        while let found = self[position...].firstRange(of: name) {
            let before = found.lowerBound > self.startIndex ? self[self.index(before: found.lowerBound)] : " "
            let after = found.upperBound < self.endIndex ? self[found.upperBound] : " "
            if !before.isNamePart, !after.isNamePart { return found }
            position = found.upperBound
        }
        return nil
    }
}

extension Character {
    fileprivate var isNamePart: Bool { self.isASCII && (self.isLetter || self.isNumber) }
}
