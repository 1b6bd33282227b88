import FoundationEssentials

/// The `Date` header of a connection's answers; written anew when the second changes.
struct HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private var second = Int64.min
    private var written = ""

    mutating func text(at moment: Date) -> String {
        let second = Int64(moment.timeIntervalSince1970.rounded(.down))
        if second != self.second {
            self.second = second
            self.written = Self.write(moment)
        }
        return self.written
    }

    /// Such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, IMF-fixdate).
    static func write(_ moment: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.weekday, .year, .month, .day, .hour, .minute, .second], from: moment)
        func digits(_ value: Int?) -> String { "\((value ?? 0) / 10)\((value ?? 0) % 10)" }
        let weekday = Self.weekdays[((parts.weekday ?? 1) + 6) % 7]
        let month = Self.months[((parts.month ?? 1) + 11) % 12]
        let time = "\(digits(parts.hour)):\(digits(parts.minute)):\(digits(parts.second))"
        return "\(weekday), \(digits(parts.day)) \(month) \(parts.year ?? 0) \(time) GMT"
    }
}
