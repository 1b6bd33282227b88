package import FoundationEssentials

/// One line of the audit. The JSON names are those people were promised; export and DynamoDB use them as they are.
package struct AuditEntry: Sendable, Hashable, Codable {
    /// `fix-2026-01-20-abc123`: one healing of one finding, all its steps.
    package var fixID: String
    package var timestamp: Date
    /// What happened: a step of the flow or a decision of a person.
    package var step: String
    package var repository: RepositoryName?
    package var filePath: String?
    package var issueType: IssueType?
    package var severity: Severity?
    /// 0 to 100; `nil` where nothing was scored.
    package var confidenceScore: Int?
    /// `slack`, `opensearch` or `sagemaker`.
    package var source: String?
    package var pullRequestURL: String?
    package var fixApplied: Bool
    /// Who did it: a person, or `codehealer`.
    package var user: String
    package var executionTimeMilliseconds: Int?
    /// What to tell somebody who asks: outcome, reason, error.
    package var detail: String
    package var finding: Fingerprint?
    package var rule: RuleID?

    package enum CodingKeys: String, CodingKey {
        case fixID = "fix_id"
        case timestamp, step, repository
        case filePath = "file_path"
        case issueType = "issue_type"
        case severity
        case confidenceScore = "confidence_score"
        case source
        case pullRequestURL = "pr_url"
        case fixApplied = "fix_applied"
        case user
        case executionTimeMilliseconds = "execution_time_ms"
        case detail, finding, rule
    }

    package init(
        fixID: String, timestamp: Date, step: String, repository: RepositoryName? = nil, filePath: String? = nil,
        issueType: IssueType? = nil, severity: Severity? = nil, confidenceScore: Int? = nil, source: String? = nil,
        pullRequestURL: String? = nil, fixApplied: Bool = false, user: String = "codehealer",
        executionTimeMilliseconds: Int? = nil, detail: String, finding: Fingerprint? = nil, rule: RuleID? = nil
    ) {
        self.fixID = fixID
        self.timestamp = timestamp
        self.step = step
        self.repository = repository
        self.filePath = filePath
        self.issueType = issueType
        self.severity = severity
        self.confidenceScore = confidenceScore
        self.source = source
        self.pullRequestURL = pullRequestURL
        self.fixApplied = fixApplied
        self.user = user
        self.executionTimeMilliseconds = executionTimeMilliseconds
        self.detail = detail
        self.finding = finding
        self.rule = rule
    }
}

/// What to read from the audit. Every `nil` means "all".
package struct AuditFilter: Sendable, Hashable {
    package var since: Date?
    package var until: Date?
    package var repository: RepositoryName?
    package var issueType: IssueType?
    package var finding: Fingerprint?
    package var fixID: String?
    package var step: String?
    package var pullRequestURL: String?
    package var limit: Int

    package init(
        since: Date? = nil, until: Date? = nil, repository: RepositoryName? = nil, issueType: IssueType? = nil,
        finding: Fingerprint? = nil, fixID: String? = nil, step: String? = nil, pullRequestURL: String? = nil,
        limit: Int = 1000
    ) {
        self.since = since
        self.until = until
        self.repository = repository
        self.issueType = issueType
        self.finding = finding
        self.fixID = fixID
        self.step = step
        self.pullRequestURL = pullRequestURL
        self.limit = limit
    }
}
