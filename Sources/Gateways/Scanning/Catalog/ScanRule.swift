package import HealingDomain

/// What a rule file says of one rule, apart from how it matches.
package struct ScanRule: Sendable, Hashable {
    package var id: RuleID
    package var languages: [String]
    /// For a developer: what is wrong, why it matters, what to do.
    package var message: String
    /// `CWE-89`; `nil` where the rule names none.
    package var cwe: String?
    package var issueType: IssueType
    package var severity: Severity
    package var confidence: Confidence
    /// Whether the rule brings a safe edit of its own.
    package var hasFix: Bool

    /// How often a match is a defect, by the rule's author.
    package enum Confidence: String, Sendable, Comparable {
        case low = "LOW"
        case medium = "MEDIUM"
        case high = "HIGH"

        package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .low: 0
            case .medium: 1
            case .high: 2
            }
        }
    }
}
