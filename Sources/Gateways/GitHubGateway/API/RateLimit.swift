import HTTPCalling

/// How long GitHub asks to wait, by https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.
enum RateLimit {
    /// No wait is believed to be longer: the primary limit renews every hour.
    private static let longestSeconds = 3600
    /// What GitHub asks for where a secondary limit names no time.
    private static let unnamedSeconds = 60

    /// Seconds to wait; `nil` where the answer is not about a rate limit.
    static func wait(_ answer: HTTPAnswer, now: Double) -> Double? {
        guard answer.status == 403 || answer.status == 429 else { return nil }
        if let seconds = answer.header("Retry-After").flatMap({ Int($0.trimmed) }) { return self.clamp(seconds) }
        if answer.header("X-RateLimit-Remaining")?.trimmed == "0",
            let reset = answer.header("X-RateLimit-Reset").flatMap({ Int($0.trimmed) })
        {
            let left = Double(reset) - now
            return left > Double(self.longestSeconds) ? Double(self.longestSeconds) : self.clamp(Int(max(left, 0)) + 1)
        }
        let isLimit = answer.status == 429 || answer.text.lowercased().contains("rate limit")
        return isLimit ? Double(self.unnamedSeconds) : nil
    }

    private static func clamp(_ seconds: Int) -> Double { Double(min(max(seconds, 1), self.longestSeconds)) }
}
