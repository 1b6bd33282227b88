/// What a decision taught: fed to memory, so that the next finding of the kind is answered better.
package struct Lesson: Sendable, Hashable, Codable {
    package var record: HealingRecord
    package var outcome: LessonOutcome
    /// Who decided: a Slack person id or a GitHub login.
    package var by: String
    package var reason: String?
    /// The reason chosen from the list, where somebody rejected it in Slack.
    package var rejection: RejectionReason?
    /// The file as it was merged, where a person changed the proposal first.
    package var mergedContent: String?

    package init(
        record: HealingRecord, outcome: LessonOutcome, by: String, reason: String? = nil,
        rejection: RejectionReason? = nil, mergedContent: String? = nil
    ) {
        self.record = record
        self.outcome = outcome
        self.by = by
        self.reason = reason
        self.rejection = rejection
        self.mergedContent = mergedContent
    }
}
