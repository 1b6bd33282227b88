/// Who is told how Socket Mode is doing.
package struct SocketModeObserver: Sendable {
    package enum Occurrence: String, Sendable, CaseIterable {
        case connected, refreshed, lost, crowded, refused
        /// Envelopes of a kind that means nothing to the bot; messages that are none.
        case unknown, unreadable
    }

    /// What keeps deliveries from coming and how to mend it; `nil` once they come.
    package var problem: @Sendable (String?) async -> Void
    /// For metrics.
    package var count: @Sendable (Occurrence) -> Void

    package init(
        problem: @escaping @Sendable (String?) async -> Void = { _ in },
        count: @escaping @Sendable (Occurrence) -> Void = { _ in }
    ) {
        self.problem = problem
        self.count = count
    }
}
