import FoundationEssentials
import HealingDomain

/// How much a channel wants to hear, and when.
struct ChannelNoise: Sendable {
    let preferences: ChannelPreferences
    let criticalIgnoresQuietHours: Bool

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: self.preferences.timeZone) ?? .gmt
        return calendar
    }

    func isQuiet(at moment: Date) -> Bool {
        self.preferences.quietHours?.contains(hour: self.calendar.component(.hour, from: moment)) ?? false
    }

    /// Whether a new card may be posted now; else it waits for the digest. `recent` were posted within the last hour.
    /// A CRITICAL finding is never held back for there being many.
    func allows(_ severity: Severity, at moment: Date, recent: Int) -> Bool {
        if self.isQuiet(at: moment), severity < .critical || !self.criticalIgnoresQuietHours { return false }
        return severity >= .critical || self.preferences.cardsPerHour.map { recent < $0 } ?? true
    }

    /// The day whose digest is due, as `2026-01-20`, and the moment that it tells of; `nil` before the hour of the day
    /// and in quiet hours. What was held back is told even where no digest is wanted.
    func digest(at moment: Date) -> (day: String, until: Date)? {
        let hour = self.preferences.digestHour ?? self.preferences.quietHours?.to ?? 9
        let calendar = self.calendar
        var parts = calendar.dateComponents([.year, .month, .day], from: moment)
        let day = "\(parts.year ?? 0)-\(Self.twoDigits(parts.month))-\(Self.twoDigits(parts.day))"
        parts.hour = min(max(hour, 0), 23)
        guard !self.isQuiet(at: moment), let until = calendar.date(from: parts), until <= moment else { return nil }
        return (day, until)
    }

    private static func twoDigits(_ number: Int?) -> String {
        let text = String(number ?? 0)
        return text.count < 2 ? "0" + text : text
    }
}
