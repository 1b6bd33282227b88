package import FoundationEssentials

/// A person's word that what a thread says is a fix that worked. One a thread.
package struct ProvenMark: Sendable, Hashable, Codable {
    package var thread: MessageReference
    package var by: PersonID
    package var at: Date

    package init(thread: MessageReference, by: PersonID, at: Date) {
        self.thread = thread
        self.by = by
        self.at = at
    }

    /// What the mark adds to a thread's score, which is between 0 and 1.
    package static let bonus = 0.15
}
