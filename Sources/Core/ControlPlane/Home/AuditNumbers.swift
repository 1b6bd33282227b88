import FoundationEssentials
package import HealingDomain

/// What entries of the audit add up to.
package struct AuditNumbers: Sendable, Hashable {
    package struct Count<Name: Hashable & Sendable>: Sendable, Hashable {
        package var name: Name
        package var count: Int
    }

    package var found: Int
    package var merged: Int
    package var rejected: Int
    package var reverted: Int
    package var muted: Int
    /// The commonest kinds of finding first.
    package var foundByType: [Count<IssueType>]
    package var mergedByType: [Count<IssueType>]
    /// By the audit's names of the sources.
    package var mergedBySource: [Count<String>]
    /// By the reason's first words, which people choose from a list.
    package var rejectedByReason: [Count<String>]
    package var files: [Count<String>]
    /// From the finding to the person's decision; `nil` where nothing was decided.
    package var medianSecondsToDecision: Double?
    /// What the steps took, together.
    package var milliseconds: Int
    /// Merged fixes that a model made.
    package var modelFixes: Int

    /// Entries may come in any order, and those of other things than findings count for nothing.
    package init(_ entries: [AuditEntry]) {
        let found = entries.filter { $0.finding != nil && $0.step != Self.mutedStep }
        let merged = Self.onePerFix(entries.filter(\.fixApplied))
        let rejected = Self.onePerFix(entries.filter { $0.step == DecisionStep.rejected.rawValue })
        let firsts = Self.onePerFinding(found)
        self.found = firsts.count
        self.merged = merged.count
        self.rejected = rejected.count
        self.reverted = Self.onePerFix(entries.filter { $0.step.hasSuffix("reverted") }).count
        self.muted = Set(entries.filter { $0.step == Self.mutedStep }.compactMap(\.finding)).count
        self.foundByType = Self.counts(firsts.compactMap(\.issueType))
        self.mergedByType = Self.counts(merged.compactMap(\.issueType))
        self.mergedBySource = Self.counts(merged.compactMap(\.source))
        self.rejectedByReason = Self.counts(rejected.map { Self.reason($0.detailInWords) })
        self.files = Self.counts(
            firsts.compactMap { entry in
                entry.filePath.map { path in
                    entry.repository.map { "\($0)/\(path)" } ?? path
                }
            })
        self.medianSecondsToDecision = Self.median(Self.secondsToDecision(entries))
        self.milliseconds = entries.reduce(0) { $0 &+ max(0, $1.executionTimeMilliseconds ?? 0) }
        self.modelFixes = merged.count { $0.source == SolutionSource.model.auditName }
    }

    /// The step by which the flow notes a finding that the team muted.
    package static let mutedStep = "muted"

    private static func onePerFix(_ entries: [AuditEntry]) -> [AuditEntry] {
        var seen: Set<String> = []
        return entries.filter { seen.insert($0.fixID).inserted }
    }

    private static func onePerFinding(_ entries: [AuditEntry]) -> [AuditEntry] {
        var seen: Set<Fingerprint> = []
        return entries.filter { entry in entry.finding.map { seen.insert($0).inserted } ?? false }
    }

    private static func counts<Name: Hashable & Comparable & Sendable>(_ names: [Name]) -> [Count<Name>] {
        names.reduce(into: [Name: Int]()) { $0[$1, default: 0] += 1 }
            .map { Count(name: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// `Wrong fix` of `Wrong fix: it drops the timeout`.
    private static func reason(_ detail: String) -> String {
        let label = detail.split(separator: ":").first.map(String.init) ?? ""
        return label.hasWords ? label.onOneLine(limit: 60) : "no reason given"
    }

    private static func secondsToDecision(_ entries: [AuditEntry]) -> [Double] {
        let decisions: Set<String> = [DecisionStep.approved.rawValue, DecisionStep.rejected.rawValue]
        return Dictionary(grouping: entries, by: \.fixID).values.compactMap { steps in
            guard let start = steps.map(\.timestamp).min(),
                let end = steps.filter({ decisions.contains($0.step) }).map(\.timestamp).min(), end > start
            else { return nil }
            return end.timeIntervalSince(start)
        }
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
