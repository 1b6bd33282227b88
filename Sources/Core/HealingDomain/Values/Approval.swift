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
    package var createdAt: Date
    package var expiresAt: Date
    package var state: State
    package var decidedBy: String?
    package var decidedAt: Date?
    package var reason: String?
    /// Set once the decision was carried out, so that a retry does nothing twice.
    package var executedAt: Date?

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
        headSHA: CommitSHA, diffHash: String, severity: Severity, author: String?, createdAt: Date, expiresAt: Date,
        state: State = .pending, decidedBy: String? = nil, decidedAt: Date? = nil, reason: String? = nil,
        executedAt: Date? = nil
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
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.state = state
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.reason = reason
        self.executedAt = executedAt
    }
}

extension KeyedDecodingContainer {
    /// Approvals stored before there were kinds merge.
    func decode(_ type: Approval.Kind.Type, forKey key: Key) throws -> Approval.Kind {
        try self.decodeIfPresent(type, forKey: key) ?? .merge
    }
}
