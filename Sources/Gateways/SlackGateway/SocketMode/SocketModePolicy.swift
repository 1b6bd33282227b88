package import FoundationEssentials

/// The times and limits of Socket Mode, those of Slack's own clients where they have one.
package struct SocketModePolicy: Sendable, Hashable {
    /// From the connection's beginning to Slack's `hello`.
    package var helloSeconds: Double = 30
    /// Slack pings every few seconds: silence for so long means that the connection is dead.
    package var serverPingSeconds: Double = 30
    /// How often we ping.
    package var pingEverySeconds: Double = 10
    /// How long an answer to our ping may take.
    package var pongSeconds: Double = 5
    /// How long an old connection is still read after its successor's `hello`.
    package var drainSeconds: Double = 2
    /// How long Slack's half of a close is waited for.
    package var closeSeconds: Double = 2
    package var firstDelaySeconds: Double = 1
    package var longestDelaySeconds: Double = 60
    /// After `too_many_websockets`: others have to go first.
    package var crowdedDelaySeconds: Double = 30
    /// A connection that lived for so long was no failure.
    package var soundSeconds: Double = 30
    /// Slack's limit for an app.
    package var connectionLimit = 10
    /// Deliveries of one connection that are being made durable at the same time.
    package var concurrentDeliveries = 64

    package init() {}

    /// Doubles with each failure in a row; half of it is left to chance, so that bots that lost their connection together
    /// do not come back together. `chance` is from 0 to 1.
    func delay(afterFailures failures: Int, chance: Double) -> Double {
        let doubled = self.firstDelaySeconds * Double(1 << min(max(failures - 1, 0), 20))
        return min(doubled, self.longestDelaySeconds) * (0.5 + 0.5 * chance)
    }
}

/// Time and chance as Socket Mode sees them.
package struct SocketModeClock: Sendable {
    package var now: @Sendable () -> Date
    /// Waits so many seconds; throws when its task is cancelled.
    package var sleep: @Sendable (Double) async throws -> Void
    /// From 0 to 1.
    package var chance: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.now = now
        self.sleep = sleep
        self.chance = chance
    }
}
