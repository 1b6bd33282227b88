package import FoundationEssentials

/// All that is known of one finding's healing, from detection to the last decision: what the card shows, `why` explains
/// and a restarted worker continues from. One record a fingerprint.
package struct HealingRecord: Sendable, Hashable, Codable {
    package var fixID: String
    package var finding: Finding
    /// The GitHub login of whoever pushed the flagged commit.
    package var author: String?
    /// Who asked for the fix in Slack; `nil` where a push did.
    package var requestedBy: PersonID?
    package var candidate: SolutionCandidate?
    package var dropped: [DroppedCandidate]
    package var gates: GateReport
    /// `nil` is "not scored".
    package var confidence: Confidence?
    package var decision: Decision?
    package var pullRequest: PullRequestReference?
    package var approvalID: String?
    /// Set where the fix is offered on a person's pull request, which `pullRequest` then is.
    package var proposal: Proposal?
    package var card: MessageReference?
    /// Findings of one name share one card.
    package var group: String?
    /// When it was handed over to be shown, now or in a digest.
    package var announcedAt: Date?
    package var state: State
    /// Who decided and why, once somebody did.
    package var decidedBy: String?
    package var reason: String?
    package var createdAt: Date
    package var updatedAt: Date

    package enum State: String, Sendable, Codable {
        /// Found, not yet decided by the pipeline.
        case detected
        /// Waiting for a person.
        case proposed
        /// Told only: there is no edit to approve.
        case notified
        case approved, merged, rejected, superseded, expired, failed, reverted
        /// Approved, and put on a person's branch or left there as a suggestion; what becomes of it is theirs.
        case pushed, suggested
    }

    package init(
        fixID: String, finding: Finding, author: String?, requestedBy: PersonID? = nil,
        candidate: SolutionCandidate? = nil,
        dropped: [DroppedCandidate] = [], gates: GateReport = GateReport(), confidence: Confidence? = nil,
        decision: Decision? = nil, pullRequest: PullRequestReference? = nil, approvalID: String? = nil,
        proposal: Proposal? = nil, card: MessageReference? = nil, group: String? = nil, announcedAt: Date? = nil,
        state: State = .detected, decidedBy: String? = nil, reason: String? = nil,
        createdAt: Date, updatedAt: Date
    ) {
        self.fixID = fixID
        self.finding = finding
        self.author = author
        self.requestedBy = requestedBy
        self.candidate = candidate
        self.dropped = dropped
        self.gates = gates
        self.confidence = confidence
        self.decision = decision
        self.pullRequest = pullRequest
        self.approvalID = approvalID
        self.proposal = proposal
        self.card = card
        self.group = group
        self.announcedAt = announcedAt
        self.state = state
        self.decidedBy = decidedBy
        self.reason = reason
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

package struct PullRequestReference: Sendable, Hashable, Codable {
    package var repository: RepositoryName
    package var number: Int
    package var url: String
    package var headSHA: CommitSHA
    package var branch: String
    package var isDraft: Bool

    package init(
        repository: RepositoryName, number: Int, url: String, headSHA: CommitSHA, branch: String, isDraft: Bool
    ) {
        self.repository = repository
        self.number = number
        self.url = url
        self.headSHA = headSHA
        self.branch = branch
        self.isDraft = isDraft
    }
}
