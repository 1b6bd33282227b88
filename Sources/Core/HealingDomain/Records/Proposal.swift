/// Fixes offered on a person's pull request: one question and one card for all its findings. Each of their records holds
/// the same.
package struct Proposal: Sendable, Hashable, Codable {
    package struct Item: Sendable, Hashable, Codable {
        package var finding: Fingerprint
        package var severity: Severity
        package var issueType: IssueType
        package var path: String
        package var lines: ClosedRange<Int>
        package var source: SolutionSource
        /// 0 to 100; `nil` is "not scored".
        package var confidence: Int?

        package init(
            finding: Fingerprint, severity: Severity, issueType: IssueType, path: String, lines: ClosedRange<Int>,
            source: SolutionSource, confidence: Int?
        ) {
            self.finding = finding
            self.severity = severity
            self.issueType = issueType
            self.path = path
            self.lines = lines
            self.source = source
            self.confidence = confidence
        }
    }

    /// The gravest first.
    package var items: [Item]
    /// The commit that was shown: what is carried out stands on exactly this one.
    package var head: CommitSHA
    /// Why approving leaves suggestions instead of a commit, in words that end a sentence; `nil` pushes.
    package var obstacle: String?
    /// Who asked for it, a Slack person.
    package var requestedBy: String
    package var result: Result?

    /// What became of it on GitHub.
    package enum Result: Sendable, Hashable, Codable {
        case commit(CommitSHA)
        /// `patches` are the places outside of the pull request's diff, which are shown and cannot be committed with a click.
        case review(url: String, suggestions: Int, patches: Int)
    }

    package init(
        items: [Item], head: CommitSHA, obstacle: String?, requestedBy: String, result: Result? = nil
    ) {
        self.items = items
        self.head = head
        self.obstacle = obstacle
        self.requestedBy = requestedBy
        self.result = result
    }
}
