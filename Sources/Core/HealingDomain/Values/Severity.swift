/// How bad a finding is. The raw values are those of the audit record.
package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
    case critical = "CRITICAL"

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }
}

/// The kind of defect, such as `SQL_INJECTION`: what people count in the audit.
package struct IssueType: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}
