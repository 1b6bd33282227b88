import FoundationEssentials
import GRDB
import HealingDomain

/// Takes a person's id out of every table, and what the person wrote as a reason.
///
/// It goes over all text columns there are, so that a table that is added later is covered as well. Where an id was, the
/// word `erased-person` is: that somebody decided, when and on what, stays.
enum PersonErasure {
    /// Tables that have their own way of forgetting, or hold no words.
    private static let others: Set<String> = [
        "thread", "thread_vector", "thread_person", "erased", "mining_task", "grdb_migrations", "delivery_queue",
        "delivery_buried", "delivery_ledger",
    ]

    static func run(_ person: PersonID, in database: Database) throws -> Int {
        database.add(function: Self.replaceName)
        var count = try Self.reasons(of: person, in: database) + Self.links(of: person, in: database)
        let tables = try String.fetchAll(
            database,
            sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        for table in tables where !Self.others.contains(table) && !table.hasPrefix("thread_") {
            let columns = try String.fetchAll(
                database, sql: "SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'", arguments: [table])
            for column in columns {
                let (table, column) = (table.quotedDatabaseIdentifier, column.quotedDatabaseIdentifier)
                try database.execute(
                    sql: """
                        UPDATE OR REPLACE \(table) SET \(column) = replace_name(\(column), :id)
                        WHERE instr(\(column), :id) > 0 AND replace_name(\(column), :id) <> \(column)
                        """, arguments: ["id": person.rawValue])
                count += database.changesCount
            }
        }
        return count
    }

    /// Which account elsewhere is theirs.
    private static func links(of person: PersonID, in database: Database) throws -> Int {
        var count = 0
        for table in ["identity_link", "link_request"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE person = ?", arguments: [person.rawValue])
            count += database.changesCount
        }
        return count
    }

    /// What the person typed when deciding.
    private static func reasons(of person: PersonID, in database: Database) throws -> Int {
        var count = try Self.auditedReasons(of: person, in: database)
        count += try HealingRecordRows.rewrite(
            where: "instr(body, ?) > 0", [person.rawValue], in: database
        ) { record in
            if record.decidedBy == person.rawValue, record.reason != nil { record.reason = Quotations.erased }
        }
        let approvals = try String.fetchAll(
            database, sql: "SELECT body FROM approval WHERE state <> 'pending' AND instr(body, ?) > 0",
            arguments: [person.rawValue])
        for body in approvals {
            var approval = try RecordText.decode(Approval.self, from: body)
            guard approval.decidedBy == person.rawValue, approval.reason != nil else { continue }
            approval.reason = Quotations.erased
            try database.execute(
                sql: "UPDATE approval SET body = ? WHERE id = ?",
                arguments: [try RecordText.encode(approval), approval.id])
            count += 1
        }
        return count
    }

    /// The key that ends a detail, by which a repeated delivery is known, is no word of the person's.
    private static func auditedReasons(of person: PersonID, in database: Database) throws -> Int {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, detail FROM audit_entry
                WHERE user = ? AND (step LIKE '%reject%' OR step LIKE '%learn%')
                """, arguments: [person.rawValue])
        for row in rows {
            let detail: String = row["detail"]
            let key = detail.hasSuffix("]") ? detail.lastIndex(of: "[").map { " " + detail[$0...] } : nil
            try database.execute(
                sql: "UPDATE audit_entry SET detail = ? WHERE sequence = ?",
                arguments: [Quotations.erased + (key ?? ""), row["sequence"] as Int64])
        }
        return rows.count
    }

    private static let replaceName = DatabaseFunction("replace_name", argumentCount: 2, pure: true) { values in
        guard let text = String.fromDatabaseValue(values[0]), let name = String.fromDatabaseValue(values[1]) else {
            return values[0]
        }
        return text.replacingName(name, with: QuoteErasure.erasedPerson)
    }
}
