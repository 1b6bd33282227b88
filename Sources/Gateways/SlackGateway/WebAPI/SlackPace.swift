package import FoundationEssentials

extension SlackWebAPI {
    /// How the client waits and repeats.
    package struct Pace: Sendable {
        /// A longer wait is not waited here: the fault says when to come again, and the worker's queue keeps the work.
        package var longestWaitSeconds: Double
        /// The same where nobody waits for the answer; one slow page a minute has to fit in.
        package var longestBackfillWaitSeconds: Double
        package var attempts: Int
        package var now: @Sendable () -> Date
        package var sleep: @Sendable (Double) async throws -> Void
        /// From 0 to 1.
        package var chance: @Sendable () -> Double

        package init(
            longestWaitSeconds: Double = 30, longestBackfillWaitSeconds: Double = 90, attempts: Int = 4,
            now: @escaping @Sendable () -> Date = { Date() },
            sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
            chance: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
        ) {
            self.longestWaitSeconds = longestWaitSeconds
            self.longestBackfillWaitSeconds = longestBackfillWaitSeconds
            self.attempts = attempts
            self.now = now
            self.sleep = sleep
            self.chance = chance
        }

        func longestWait(_ priority: CallPriority) -> Double {
            priority == .backfill
                ? max(self.longestWaitSeconds, self.longestBackfillWaitSeconds) : self.longestWaitSeconds
        }
    }
}
