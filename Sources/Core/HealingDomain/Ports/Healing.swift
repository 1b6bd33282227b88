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

/// Heals on demand: `/codehealer fix <pr>`.
package protocol PullRequestHealer: Sendable {
    /// Runs the flow over what a pull request changes and returns the records made or found.
    func heal(pullRequest number: Int, in repository: RepositoryName, requestedBy: String) async throws(Fault)
        -> [HealingRecord]
}
