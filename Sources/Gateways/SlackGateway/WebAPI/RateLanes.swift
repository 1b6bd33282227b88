import FoundationEssentials

/// Keeps each method quiet for as long as Slack asked, and only that method: a backfill that is told to wait does not
/// delay a click.
actor RateLanes {
    private var notBefore: [String: Date] = [:]

    func pause(_ method: String, until date: Date) {
        self.notBefore[method] = max(date, self.notBefore[method] ?? date)
    }

    /// How long the method has to wait; nothing where it need not.
    func wait(for method: String, now: Date) -> Double? {
        guard let date = self.notBefore[method] else { return nil }
        let seconds = date.timeIntervalSince(now)
        if seconds <= 0 { self.notBefore[method] = nil }
        return seconds > 0 ? seconds : nil
    }
}
