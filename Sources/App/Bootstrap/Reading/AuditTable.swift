import Foundation
package import HealingDomain

/// The audit as text, CSV or JSON Lines; fields carry the names of the audit record.
package enum AuditTable {
    package enum Format: String, CaseIterable, Sendable { case text, csv, json }

    package static func render(_ entries: [AuditEntry], as format: Format) throws -> String {
        switch format {
        case .text: entries.map(self.line).joined(separator: "\n")
        case .csv: ([self.columns.joined(separator: ",")] + entries.map(self.row)).joined(separator: "\n")
        case .json: try entries.map(self.json).joined(separator: "\n")
        }
    }

    private static let columns = [
        "fix_id", "timestamp", "step", "repository", "file_path", "issue_type", "severity", "confidence_score",
        "source",
        "pr_url", "fix_applied", "user", "execution_time_ms", "detail", "finding", "rule",
    ]

    private static func values(of entry: AuditEntry) -> [String] {
        [
            entry.fixID, entry.timestamp.formatted(.iso8601), entry.step, entry.repository?.rawValue ?? "",
            entry.filePath ?? "", entry.issueType?.rawValue ?? "", entry.severity?.rawValue ?? "",
            entry.confidenceScore.map(String.init) ?? "", entry.source ?? "", entry.pullRequestURL ?? "",
            String(entry.fixApplied), entry.user, entry.executionTimeMilliseconds.map(String.init) ?? "", entry.detail,
            entry.finding?.rawValue ?? "", entry.rule?.rawValue ?? "",
        ]
    }

    private static func row(_ entry: AuditEntry) -> String {
        self.values(of: entry).map(self.cell).joined(separator: ",")
    }

    /// RFC 4180 quoting; a cell that a spreadsheet would run as a formula is made text.
    private static func cell(_ value: String) -> String {
        let inert = value.first.map { "=+-@\t\r".contains($0) } == true ? "'" + value : value
        guard inert.contains(where: { ",\"\n\r".contains($0) }) else { return inert }
        return "\"" + inert.replacing("\"", with: "\"\"") + "\""
    }

    private static func json(_ entry: AuditEntry) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(entry), as: UTF8.self)
    }

    private static func line(_ entry: AuditEntry) -> String {
        let score = entry.confidenceScore.map { "\($0) %" } ?? "-"
        let place = [entry.repository?.rawValue, entry.filePath].compactMap { $0 }.joined(separator: " ")
        return TerminalText.clean(
            "\(entry.timestamp.formatted(.iso8601))  \(entry.fixID)  \(entry.step.padding(toLength: 9, withPad: " ", startingAt: 0)) \(score)  \(place)  \(entry.issueType?.rawValue ?? "")  \(entry.user): \(entry.detail)"
                .replacing("\n", with: " "))
    }
}
