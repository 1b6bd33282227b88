package import FoundationEssentials

/// A question to the channel, one row each. The button carries only `id`; everything else is read from the store at the click.
package struct Approval: Sendable, Hashable, Codable {
    package var id: String
    /// What approving it does.
    package var kind: Kind
    /// The finding this is about.
    package var finding: Fingerprint
    package var repository: RepositoryName
    package var pullRequest: Int
    /// What was shown when the question was asked: approving binds to exactly this commit.
    package var headSHA: CommitSHA
    /// SHA-256 of the change as shown, hexadecimal.
    package var diffHash: String
    package var severity: Severity
    /// The author of the flagged commit (a GitHub login), who may not approve a CRITICAL fix of it.
    package var author: String?
    /// Who asked for the fix in Slack; `nil` where a push did.
    package var requester: PersonID?
    /// As it was when the question was asked.
    package var policy: ApprovalPolicy
    /// Who approved so far, the earliest first, each person once.
    package var votes: [Vote]
    package var createdAt: Date
    package var expiresAt: Date
    package var state: State
    package var decidedBy: String?
    package var decidedAt: Date?
    package var reason: String?
    /// Set once the decision was carried out, so that a retry does nothing twice.
    package var executedAt: Date?
    /// When the channel was reminded that time runs out.
    package var remindedAt: Date?

    package enum State: String, Sendable, Codable {
        case pending, approved, rejected, expired, superseded
    }

    package enum Kind: String, Sendable, Codable {
        /// Merges our own pull request.
        case merge
        /// Puts one commit on the branch of a person's pull request.
        case push
        /// Leaves committable suggestions in a review of a person's pull request, whose branch is not ours to push to.
        case suggest
    }

    package init(
        id: String, kind: Kind = .merge, finding: Fingerprint, repository: RepositoryName, pullRequest: Int,
        headSHA: CommitSHA, diffHash: String, severity: Severity, author: String?, requester: PersonID? = nil,
        policy: ApprovalPolicy = ApprovalPolicy(), votes: [Vote] = [], createdAt: Date, expiresAt: Date,
        state: State = .pending, decidedBy: String? = nil, decidedAt: Date? = nil, reason: String? = nil,
        executedAt: Date? = nil, remindedAt: Date? = nil
    ) {
        self.id = id
        self.kind = kind
        self.finding = finding
        self.repository = repository
        self.pullRequest = pullRequest
        self.headSHA = headSHA
        self.diffHash = diffHash
        self.severity = severity
        self.author = author
        self.requester = requester
        self.policy = policy
        self.votes = votes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.state = state
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.reason = reason
        self.executedAt = executedAt
        self.remindedAt = remindedAt
    }
}

extension KeyedDecodingContainer {
    /// Approvals stored before there were kinds merge.
    func decode(_ type: Approval.Kind.Type, forKey key: Key) throws -> Approval.Kind {
        try self.decodeIfPresent(type, forKey: key) ?? .merge
    }
}

extension Approval {
    /// Counts a person's approval, as `ApprovalStore.vote` promises: what stores do inside their transaction.
    package mutating func count(
        _ person: PersonID, needed: Int, withdrawn: Set<PersonID>, at moment: Date
    ) -> Ballot.Outcome {
        guard self.state == .pending else { return .closed }
        guard self.expiresAt > moment else {
            self.state = .expired
            self.decidedAt = moment
            return .closed
        }
        self.votes.removeAll { withdrawn.contains($0.person) }
        let isNew = !self.votes.contains { $0.person == person }
        if isNew { self.votes.append(Vote(person: person, at: moment)) }
        guard self.votes.count >= max(1, needed) else { return isNew ? .counted : .repeated }
        self.state = .approved
        self.decidedBy = person.rawValue
        self.decidedAt = moment
        return .decided
    }
}
