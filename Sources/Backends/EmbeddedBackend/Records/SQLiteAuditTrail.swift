import FoundationEssentials
import GRDB
package import HealingDomain

/// The audit as one row an entry, with the promised names as columns; moments are kept to the millisecond. The file
/// itself refuses to change or delete an entry.
package struct SQLiteAuditTrail: AuditTrail {
    private let file: SQLiteFile

    init(file: SQLiteFile) { self.file = file }

    package func append(_ entry: AuditEntry) async throws(Fault) {
        try await self.file.write("writing to the audit") { database in
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO audit_entry (fix_id, timestamp, step, repository, file_path, issue_type, severity,
                        confidence_score, source, pr_url, fix_applied, user, execution_time_ms, detail, finding, rule)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            try insert.execute(arguments: Self.columns(of: entry))
        }
    }

    package func entries(_ filter: AuditFilter) async throws(Fault) -> [AuditEntry] {
        try await self.file.read("reading the audit") { database in
            var conditions = ["1"]
            var arguments: [(any DatabaseValueConvertible)?] = []
            func keep(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
                guard let value else { return }
                conditions.append(condition)
                arguments.append(value)
            }
            keep("timestamp >= ?", filter.since?.milliseconds)
            keep("timestamp < ?", filter.until?.milliseconds)
            keep("repository = ?", filter.repository?.rawValue)
            keep("issue_type = ?", filter.issueType?.rawValue)
            keep("finding = ?", filter.finding?.rawValue)
            keep("fix_id = ?", filter.fixID)
            keep("step = ?", filter.step)
            keep("pr_url = ?", filter.pullRequestURL)
            let sql = """
                SELECT * FROM audit_entry WHERE \(conditions.joined(separator: " AND "))
                ORDER BY timestamp DESC, sequence DESC LIMIT ?
                """
            arguments.append(max(0, filter.limit))
            return try Row.fetchAll(database, sql: sql, arguments: StatementArguments(arguments)).map(Self.entry)
        }
    }

    private static func columns(of entry: AuditEntry) -> StatementArguments {
        [
            entry.fixID, entry.timestamp.milliseconds, entry.step, entry.repository?.rawValue, entry.filePath,
            entry.issueType?.rawValue, entry.severity?.rawValue, entry.confidenceScore, entry.source,
            entry.pullRequestURL, entry.fixApplied, entry.user, entry.executionTimeMilliseconds, entry.detail,
            entry.finding?.rawValue, entry.rule?.rawValue,
        ]
    }

    private static func entry(_ row: Row) -> AuditEntry {
        func name<Name: Identifier>(_ column: String) -> Name? {
            (row[column] as String?).map { Name(rawValue: $0) }
        }
        return AuditEntry(
            fixID: row["fix_id"], timestamp: Date(milliseconds: row["timestamp"]), step: row["step"],
            repository: name("repository"), filePath: row["file_path"], issueType: name("issue_type"),
            severity: (row["severity"] as String?).flatMap { Severity(rawValue: $0) },
            confidenceScore: row["confidence_score"], source: row["source"], pullRequestURL: row["pr_url"],
            fixApplied: row["fix_applied"], user: row["user"], executionTimeMilliseconds: row["execution_time_ms"],
            detail: row["detail"], finding: name("finding"), rule: name("rule"))
    }
}
