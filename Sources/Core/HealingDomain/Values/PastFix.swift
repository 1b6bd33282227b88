package import FoundationEssentials

/// A fix this team approved: the code before and after, and what became of it.
package struct PastFix: Sendable, Hashable, Codable {
    /// `fix-2026-01-20-abc123`, the `fix_id` of the audit.
    package var id: String
    package var rule: RuleID
    package var issueType: IssueType
    package var severity: Severity
    package var repository: RepositoryName
    package var path: String
    package var language: Language
    package var before: String
    package var after: String
    package var pullRequestURL: String?
    /// Who approved or merged it: a Slack person id or a GitHub login.
    package var approvedBy: String?
    package var source: SolutionSource
    package var confidence: Double?
    package var timestamp: Date

    package init(
        id: String, rule: RuleID, issueType: IssueType, severity: Severity, repository: RepositoryName, path: String,
        language: Language, before: String, after: String, pullRequestURL: String?, approvedBy: String?,
        source: SolutionSource, confidence: Double?, timestamp: Date
    ) {
        self.id = id
        self.rule = rule
        self.issueType = issueType
        self.severity = severity
        self.repository = repository
        self.path = path
        self.language = language
        self.before = before
        self.after = after
        self.pullRequestURL = pullRequestURL
        self.approvedBy = approvedBy
        self.source = source
        self.confidence = confidence
        self.timestamp = timestamp
    }
}

/// What was decided on uses of one template: the evidence that confidence is counted from.
package struct TrackRecord: Sendable, Hashable, Codable {
    package var approved = 0
    package var edited = 0
    package var rejected = 0
    package var reverted = 0
    package var failedChecks = 0

    package init(approved: Int = 0, edited: Int = 0, rejected: Int = 0, reverted: Int = 0, failedChecks: Int = 0) {
        self.approved = approved
        self.edited = edited
        self.rejected = rejected
        self.reverted = reverted
        self.failedChecks = failedChecks
    }

    package var good: Int { self.approved }
    package var bad: Int { self.edited + self.rejected + self.reverted + self.failedChecks }

    package mutating func count(_ outcome: LessonOutcome) {
        switch outcome {
        case .approved: self.approved += 1
        case .editedBeforeMerge: self.edited += 1
        case .rejected: self.rejected += 1
        case .reverted: self.reverted += 1
        case .checksFailed: self.failedChecks += 1
        }
    }
}

package enum LessonOutcome: String, Sendable, Codable {
    case approved, editedBeforeMerge, rejected, reverted, checksFailed
}
