import FoundationEssentials
import GRDB
package import HealingDomain

package struct SQLiteFixTemplateStore: FixTemplateStore {
    private let file: SQLiteFile

    init(file: SQLiteFile) { self.file = file }

    /// A template that is learned again keeps the record it has earned.
    package func save(_ template: StoredTemplate) async throws(Fault) {
        try await self.file.write("saving template \(template.id)") { database in
            let record = template.record
            try database.execute(
                sql: """
                    INSERT INTO fix_template (id, rule, language, level, body, fix_id, created_at,
                        approved, edited, rejected, reverted, failed_checks)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, language = excluded.language,
                        level = excluded.level, body = excluded.body, fix_id = excluded.fix_id,
                        created_at = excluded.created_at
                    """,
                arguments: [
                    template.id, template.rule.rawValue, template.language.rawValue, template.level, template.body,
                    template.fixID, template.createdAt.timeIntervalSinceReferenceDate, record.approved, record.edited,
                    record.rejected, record.reverted, record.failedChecks,
                ])
        }
    }

    package func template(id: String) async throws(Fault) -> StoredTemplate? {
        try await self.row(id: id).flatMap { $0.rule.rawValue.isEmpty ? nil : $0 }
    }

    package func templates(rule: RuleID, language: Language) async throws(Fault) -> [StoredTemplate] {
        try await self.file.read("reading the templates of \(rule)") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM fix_template WHERE rule = ? AND language = ?
                    ORDER BY approved DESC, created_at, id
                    """, arguments: [rule.rawValue, language.rawValue]
            ).map(Self.template)
        }
    }

    /// A template that was only replayed, from a thread say, earns its record before it is ever stored: its row has no rule
    /// until then.
    package func count(_ outcome: LessonOutcome, template id: String) async throws(Fault) {
        let column = Self.column(outcome)
        try await self.file.write("counting for template \(id)") { database in
            try database.execute(
                sql: """
                    INSERT INTO fix_template (id, rule, language, level, body, fix_id, created_at,
                        approved, edited, rejected, reverted, failed_checks)
                    VALUES (?, '', '', '', '', '', 0, 0, 0, 0, 0, 0)
                    ON CONFLICT DO NOTHING
                    """, arguments: [id])
            try database.execute(
                sql: "UPDATE fix_template SET \(column) = \(column) + 1 WHERE id = ?", arguments: [id])
        }
    }

    package func record(template id: String) async throws(Fault) -> TrackRecord {
        try await self.row(id: id)?.record ?? TrackRecord()
    }

    private func row(id: String) async throws(Fault) -> StoredTemplate? {
        try await self.file.read("reading template \(id)") { database in
            try Row.fetchOne(database, sql: "SELECT * FROM fix_template WHERE id = ?", arguments: [id])
                .map(Self.template)
        }
    }

    package func exclude(template id: String, finding: Fingerprint) async throws(Fault) {
        try await self.file.write("excluding template \(id)") { database in
            try database.execute(
                sql: "INSERT INTO fix_exclusion (template, finding) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [id, finding.rawValue])
        }
    }

    package func readmit(finding: Fingerprint) async throws(Fault) {
        try await self.file.write("readmitting templates for finding \(finding.short)") { database in
            try database.execute(sql: "DELETE FROM fix_exclusion WHERE finding = ?", arguments: [finding.rawValue])
        }
    }

    package func isExcluded(template id: String, finding: Fingerprint) async throws(Fault) -> Bool {
        try await self.file.read("looking for exclusions of template \(id)") { database in
            try Bool.fetchOne(
                database, sql: "SELECT 1 FROM fix_exclusion WHERE template = ? AND finding = ?",
                arguments: [id, finding.rawValue]) ?? false
        }
    }

    private static func column(_ outcome: LessonOutcome) -> String {
        switch outcome {
        case .approved: "approved"
        case .editedBeforeMerge: "edited"
        case .rejected: "rejected"
        case .reverted: "reverted"
        case .checksFailed: "failed_checks"
        }
    }

    private static func template(_ row: Row) -> StoredTemplate {
        StoredTemplate(
            id: row["id"], rule: RuleID(row["rule"] as String), language: Language(rawValue: row["language"]),
            level: row["level"], body: row["body"], fixID: row["fix_id"],
            record: TrackRecord(
                approved: row["approved"], edited: row["edited"], rejected: row["rejected"], reverted: row["reverted"],
                failedChecks: row["failed_checks"]),
            createdAt: Date(timeIntervalSinceReferenceDate: row["created_at"]))
    }
}
