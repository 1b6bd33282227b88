package import FoundationEssentials
package import HealingDomain

/// What a month of the audit adds up to.
package struct MonthNumbers: Sendable, Hashable {
    package var findings: Int
    package var merged: Int
    package var rejected: Int
    /// The commonest kinds, with how many findings each had.
    package var topIssues: [(type: IssueType, count: Int)] { self.issues.map { ($0.type, $0.count) } }
    private var issues: [Issue]

    private struct Issue: Sendable, Hashable {
        var type: IssueType
        var count: Int
    }

    package init(_ entries: [AuditEntry]) {
        self.findings = Set(entries.compactMap(\.finding)).count
        self.merged = Set(entries.filter(\.fixApplied).map(\.fixID)).count
        self.rejected = Set(entries.filter { $0.step == DecisionStep.rejected.rawValue }.map(\.fixID)).count
        var kinds: [IssueType: Set<Fingerprint>] = [:]
        for entry in entries {
            if let type = entry.issueType, let finding = entry.finding { kinds[type, default: []].insert(finding) }
        }
        self.issues = kinds.map { Issue(type: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.type) < ($0.count, $1.type) }.prefix(3).map(\.self)
    }

    /// The first moment of the month, in UTC.
    package static func start(of moment: Date) -> Date {
        let month = moment.formatted(.iso8601).prefix(7)
        return (try? Date("\(month)-01T00:00:00Z", strategy: .iso8601)) ?? moment
    }
}
