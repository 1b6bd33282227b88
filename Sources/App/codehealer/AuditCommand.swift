import ArgumentParser
import Bootstrap
import Foundation
import HealingDomain

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Prints the audit: every step of every healing.",
        discussion: "Examples: codehealer audit --since 2026-01-01 · codehealer audit --type SQL_INJECTION --format csv"
    )

    @Option(help: "text, csv or json (one object a line).")
    var format: AuditTable.Format = .text
    @Option(help: "From this day or moment on (2026-01-20 or RFC 3339).", transform: AuditCommand.moment)
    var since: Date?
    @Option(help: "Up to this day or moment.", transform: AuditCommand.moment)
    var until: Date?
    @Option(help: "owner/name.")
    var repository: String?
    @Option(help: "Issue type, such as SQL_INJECTION.")
    var type: String?
    @Option(help: "detect, find, gate, decide, act, announce, learn, or a decision of a person.")
    var step: String?
    @Option(help: "One healing, fix-….")
    var fix: String?
    @Option(help: "At most so many entries, newest first.")
    var limit: Int = 1_000

    func validate() throws {
        if self.limit < 1 { throw ValidationError("--limit has to be at least 1.") }
    }

    func run() async throws {
        let reader = try StoreReader(settings: try await Start.settings(requiresSecrets: false))
        let entries = try await reader.backend.audit.entries(
            AuditFilter(
                since: self.since, until: self.until, repository: self.repository.map { RepositoryName($0) },
                issueType: self.type.map { IssueType($0.uppercased()) }, fixID: self.fix, step: self.step,
                limit: self.limit))
        say(try AuditTable.render(entries, as: self.format))
    }

    @Sendable static func moment(_ text: String) throws -> Date {
        if let date = try? Date(text, strategy: .iso8601) { return date }
        if let day = try? Date(text, strategy: .iso8601.year().month().day()) { return day }
        throw ValidationError("“\(text)” is neither a day (2026-01-20) nor a moment (2026-01-20T08:00:00Z).")
    }
}

extension AuditTable.Format: ExpressibleByArgument {}
