/// Shows a healing in the channel: one card a finding, edited in place.
package protocol Announcer: Sendable {
    /// Posts the record's card, or edits the one it has. Returns where the card is; `nil` where no channel is configured.
    func announce(_ record: HealingRecord, approval: Approval?) async throws(Fault) -> MessageReference?
    /// A line in the card's thread.
    func note(_ text: StyledText, on record: HealingRecord) async throws(Fault)
    /// Told to the channel outside any card: what could not be scanned, what was given up.
    func report(_ text: StyledText) async throws(Fault)
}

/// Learns from decisions.
package protocol Learner: Sendable {
    func learn(_ lesson: Lesson) async throws(Fault)
}

/// Heals on demand: `/codehealer fix`.
package protocol PullRequestHealer: Sendable {
    /// Runs the flow over what a person's pull request changes, and asks the channel whether to put the fixes on it: one
    /// question for all. Safe to repeat: while a question about this very commit waits, that one is answered.
    ///
    /// `progress` is told, once, before anything slow. `finding` asks for this one alone, and again where it was turned
    /// down before.
    func heal(
        pullRequest number: Int, in repository: RepositoryName, finding: Fingerprint?, requestedBy: String,
        progress: @escaping @Sendable (PullRequestState) async -> Void
    ) async throws(Fault) -> PullRequestAnswer
    /// Looks for a fix of a finding once more, on its branch as it is now, and proposes it in a pull request of our own,
    /// also where it was turned down before. `nil` where the code is not there any more.
    func healAgain(_ record: HealingRecord, requestedBy: String) async throws(Fault) -> HealingRecord?
}

package enum PullRequestAnswer: Sendable, Hashable {
    case looked(PullRequestReport)
    case refused(PullRequestRefusal)
}

/// Why a pull request is not looked at.
package enum PullRequestRefusal: Sendable, Hashable {
    case closed(isMerged: Bool)
    /// The bot's own.
    case ours(HealingRecord?)
    case tooLarge(files: Int, limit: Int)
}

/// What was looked at in a pull request, and what came of it.
package struct PullRequestReport: Sendable, Hashable {
    package struct Left: Sendable, Hashable {
        package var record: HealingRecord
        package var reason: Reason

        package enum Reason: Sendable, Hashable {
            /// Turned down before, which stays so until somebody asks for the finding itself.
            case rejected
            /// Dealt with in another pull request.
            case elsewhere
            /// Its edit touches the lines of another one: next time.
            case overlaps
        }

        package init(record: HealingRecord, reason: Reason) {
            self.record = record
            self.reason = reason
        }
    }

    package var pullRequest: PullRequestReference
    package var fileCount: Int
    package var scannedCount: Int
    /// On one card, waiting for a decision.
    package var proposed: [HealingRecord]
    /// Whether they waited already, so that nothing new was asked.
    package var isKnown: Bool
    /// Found, without an edit to trust.
    package var told: [HealingRecord]
    package var left: [Left]
    package var problems: [ScanReport.Problem]

    package init(
        pullRequest: PullRequestReference, fileCount: Int, scannedCount: Int, proposed: [HealingRecord] = [],
        isKnown: Bool = false, told: [HealingRecord] = [], left: [Left] = [], problems: [ScanReport.Problem] = []
    ) {
        self.pullRequest = pullRequest
        self.fileCount = fileCount
        self.scannedCount = scannedCount
        self.proposed = proposed
        self.isKnown = isKnown
        self.told = told
        self.left = left
        self.problems = problems
    }
}
