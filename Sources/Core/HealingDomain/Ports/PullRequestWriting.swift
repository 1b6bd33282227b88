/// One commit for the branch of a person's pull request.
package struct BranchCommit: Sendable, Hashable {
    package var pullRequest: PullRequestReference
    /// The commit that was shown: the new one's only parent.
    package var head: CommitSHA
    package var changes: [ProposedChange]
    package var message: String
    /// Lines such as `Co-authored-by: …`, which end the message.
    package var trailers: [String]
    /// Stands in the commit's message, so that a retry finds it: the approval's id.
    package var mark: String

    package init(
        pullRequest: PullRequestReference, head: CommitSHA, changes: [ProposedChange], message: String,
        trailers: [String], mark: String
    ) {
        self.pullRequest = pullRequest
        self.head = head
        self.changes = changes
        self.message = message
        self.trailers = trailers
        self.mark = mark
    }
}

package enum PushOutcome: Sendable, Hashable {
    /// The commit is on the branch, from this try or an earlier one.
    case pushed(CommitSHA)
    /// Somebody pushed since: nothing was done.
    case moved(to: CommitSHA)
    case closed(isMerged: Bool)
    /// The host does not let us, for this reason, in words that end a sentence; trying again does not help.
    case refused(String)
}

/// Suggestions for a person's pull request, each for one finding.
package struct SuggestedReview: Sendable, Hashable {
    package struct Item: Sendable, Hashable {
        package var finding: Finding
        package var change: ProposedChange
        /// Where the fix comes from, in words that everybody who reads the repository may see.
        package var origin: String

        package init(finding: Finding, change: ProposedChange, origin: String) {
            self.finding = finding
            self.change = change
            self.origin = origin
        }
    }

    package var pullRequest: PullRequestReference
    /// The commit that was shown: the lines are this commit's.
    package var head: CommitSHA
    package var items: [Item]
    /// Why they are suggestions, in words that end a sentence.
    package var reason: String
    /// The name of whoever approved them. Untrusted text.
    package var approvedBy: String
    /// Stands in the review, so that a retry finds it: the approval's id.
    package var mark: String

    package init(
        pullRequest: PullRequestReference, head: CommitSHA, items: [Item], reason: String, approvedBy: String,
        mark: String
    ) {
        self.pullRequest = pullRequest
        self.head = head
        self.items = items
        self.reason = reason
        self.approvedBy = approvedBy
        self.mark = mark
    }
}

package enum SuggestOutcome: Sendable, Hashable {
    /// The review is there, from this try or an earlier one: how many places can be committed with a click, and how many
    /// are shown as a patch, since their lines are outside the pull request's diff.
    case posted(url: String, suggestions: Int, patches: Int)
    /// Somebody pushed since: nothing was done.
    case moved(to: CommitSHA)
    case closed(isMerged: Bool)
}
