/// A defect that a detector reported at one place of one commit.
package struct Finding: Sendable, Hashable, Codable {
    /// Who found it: `semgrep`, `sarif:<tool>`, `model`.
    package var detector: String
    package var rule: RuleID
    package var issueType: IssueType
    /// `CWE-89`; `nil` where the detector names none.
    package var cwe: String?
    package var severity: Severity
    /// What is wrong and why it matters, in words for a developer. Untrusted text.
    package var message: String
    package var repository: RepositoryName
    package var branch: String
    package var commit: CommitSHA
    package var path: String
    package var range: SourceRange
    /// The flagged lines as they stand in the file.
    package var snippet: String
    /// The flagged lines after the rule's own `fix:`, where the rule has a safe one: the whole text that replaces `range`.
    package var suggestedFix: String?
    package var fingerprint: Fingerprint

    package init(
        detector: String, rule: RuleID, issueType: IssueType, cwe: String?, severity: Severity, message: String,
        repository: RepositoryName, branch: String, commit: CommitSHA, path: String, range: SourceRange,
        snippet: String, suggestedFix: String? = nil, fingerprint: Fingerprint
    ) {
        self.detector = detector
        self.rule = rule
        self.issueType = issueType
        self.cwe = cwe
        self.severity = severity
        self.message = message
        self.repository = repository
        self.branch = branch
        self.commit = commit
        self.path = path
        self.range = range
        self.snippet = snippet
        self.suggestedFix = suggestedFix
        self.fingerprint = fingerprint
    }

    package var language: Language { Language(path: self.path) }
}

/// Names a finding across commits: it survives line shifts and changes of white space, since it is a digest of
/// repository, rule, path, the flagged text without its white space, and the count of equal ones before it in the file.
/// 64 hexadecimal digits.
package struct Fingerprint: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var short: String { String(self.rawValue.prefix(8)) }
}
