/// Measures how long the steps of one piece of work take, in milliseconds.
package struct StepTimer: Sendable {
    /// What one step took.
    package struct Step: Sendable, Hashable {
        package var name: String
        package var milliseconds: Double
    }

    /// In the order they ended.
    package private(set) var steps: [Step] = []
    /// The time since `init`.
    private let elapsed: @Sendable () -> Duration
    private var mark: Duration = .zero

    /// Starts now, by the given clock.
    package init(clock: some Clock<Duration> = ContinuousClock()) {
        let start = clock.now
        self.elapsed = { start.duration(to: clock.now) }
    }

    /// Since the start.
    package var totalMilliseconds: Double { Self.milliseconds(self.elapsed()) }

    /// Ends the step that began at the start, or at the end of the step before. Returns its milliseconds.
    @discardableResult
    package mutating func end(_ name: String) -> Double {
        let now = self.elapsed()
        let milliseconds = Self.milliseconds(now - self.mark)
        self.mark = now
        self.steps.append(Step(name: name, milliseconds: milliseconds))
        return milliseconds
    }

    /// A duration in milliseconds.
    package static func milliseconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) * 1000 + Double(attoseconds) / 1e15
    }
}
