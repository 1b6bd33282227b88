/// When and how often a call is repeated.
package struct RetryPolicy: Sendable, Hashable {
    /// The first one counts.
    package var attempts: Int
    /// The wait after the first failure; it doubles with each further one.
    package var firstDelaySeconds: Double
    /// No wait is longer. Where the other side asks for more, its answer is given back at once.
    package var longestDelaySeconds: Double
    /// Statuses that mean "later".
    package var statuses: Set<Int>
    /// Repeating a method such as POST may do its work twice; only say so where that does no harm.
    package var repeatsUnsafeMethods: Bool

    package init(
        attempts: Int = 3, firstDelaySeconds: Double = 0.5, longestDelaySeconds: Double = 30,
        statuses: Set<Int> = [429, 502, 503, 504], repeatsUnsafeMethods: Bool = false
    ) {
        self.attempts = attempts
        self.firstDelaySeconds = firstDelaySeconds
        self.longestDelaySeconds = longestDelaySeconds
        self.statuses = statuses
        self.repeatsUnsafeMethods = repeatsUnsafeMethods
    }

    /// The idempotent methods of RFC 9110, section 9.2.2.
    private static let idempotent: Set<String> = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]

    func repeats(_ call: HTTPCall) -> Bool { self.repeatsUnsafeMethods || Self.idempotent.contains(call.method) }

    /// The wait before the next attempt: half of it fixed and half by chance, so that callers that failed together do
    /// not come back together. `chance` is from 0 to 1.
    func delay(afterAttempt attempt: Int, chance: Double) -> Double {
        let doubled = self.firstDelaySeconds * Double(1 << min(max(attempt - 1, 0), 30))
        return min(doubled, self.longestDelaySeconds) * (0.5 + 0.5 * chance)
    }
}

/// Repeats calls that failed in a way that may pass. Each attempt has the call's whole time.
package struct RetryingCaller: HTTPCaller {
    private let base: any HTTPCaller
    private let policy: RetryPolicy
    private let sleep: @Sendable (Double) async throws -> Void
    private let chance: @Sendable () -> Double

    /// `sleep` waits for so many seconds and throws when its task is cancelled; `chance` gives numbers from 0 to 1.
    package init(
        _ base: any HTTPCaller, policy: RetryPolicy = RetryPolicy(),
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.base = base
        self.policy = policy
        self.sleep = sleep
        self.chance = chance
    }

    package func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        try await self.repeating(call) { () async throws(HTTPFailure) in try await self.base.call(call) }
    }

    package func download(_ call: HTTPCall, to path: String, limit: Int) async throws(HTTPFailure) -> HTTPAnswer {
        try await self.repeating(call) { () async throws(HTTPFailure) in
            try await self.base.download(call, to: path, limit: limit)
        }
    }

    private func repeating(
        _ call: HTTPCall, _ attempt: () async throws(HTTPFailure) -> HTTPAnswer
    ) async throws(HTTPFailure) -> HTTPAnswer {
        var number = 1
        while true {
            let isLast = number >= self.policy.attempts || !self.policy.repeats(call)
            var asked: Double?
            do throws(HTTPFailure) {
                let answer = try await attempt()
                guard !isLast, self.policy.statuses.contains(answer.status) else { return answer }
                asked = answer.retryAfterSeconds
                if let asked, asked > self.policy.longestDelaySeconds { return answer }
            } catch {
                guard !isLast, error.isRetryable else { throw error }
            }
            let own = self.policy.delay(afterAttempt: number, chance: self.chance())
            try await self.wait(max(own, asked ?? 0))
            number += 1
        }
    }

    private func wait(_ seconds: Double) async throws(HTTPFailure) {
        do {
            try await self.sleep(seconds)
        } catch {
            throw HTTPFailure(.cancelled, "the task was cancelled between two attempts")
        }
    }
}

extension HTTPAnswer {
    /// What `Retry-After` asks for, where it is written in seconds; dates are not read.
    package var retryAfterSeconds: Double? {
        guard let text = self.header("Retry-After"), let seconds = Double(text), seconds.isFinite, seconds >= 0 else {
            return nil
        }
        return seconds
    }
}
