package import FoundationEssentials

/// The time that numbers are asked for.
package enum StatsPeriod: Sendable, Hashable {
    case days(Int)
    case thisMonth
    /// A month of a year, such as 2026-10, in UTC.
    case month(year: Int, month: Int)
    case all

    /// `7d`, `30 days`, `week`, `month`, `2026-10`, `year`, `all`; `nil` for what is no period.
    package init?(_ typed: String) {
        switch typed.lowercased() {
        case "", "30d", "30 days": self = .days(30)
        case "day", "today": self = .days(1)
        case "week": self = .days(7)
        case "month", "this month": self = .thisMonth
        case "year": self = .days(365)
        case "all", "ever", "always": self = .all
        case let text:
            guard let period = Self.days(text) ?? Self.month(text) else { return nil }
            self = period
        }
    }

    private static func days(_ text: String) -> StatsPeriod? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard (1...4).contains(digits.count), let count = Int(digits), count > 0 else { return nil }
        switch unit {
        case "d", "day", "days": return .days(count)
        case "w", "week", "weeks": return .days(count * 7)
        default: return nil
        }
    }

    private static func month(_ text: String) -> StatsPeriod? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, (1...2).contains(parts[1].utf8.count),
            let year = Int(parts[0]), let month = Int(parts[1]), year >= 1970, (1...12).contains(month)
        else { return nil }
        return .month(year: year, month: month)
    }

    /// From when until when, the end outside; `nil` is open.
    package func bounds(at moment: Date) -> (since: Date?, until: Date?) {
        switch self {
        case .days(let count): (moment.addingTimeInterval(-Double(count) * 86_400), nil)
        case .thisMonth: (Self.start(of: moment), nil)
        case .month(let year, let month):
            (
                Self.start(year: year, month: month),
                month == 12 ? Self.start(year: year + 1, month: 1) : Self.start(year: year, month: month + 1)
            )
        case .all: (nil, nil)
        }
    }

    package var inWords: String {
        switch self {
        case .days(1): "the last day"
        case .days(let count): "the last \(count) days"
        case .thisMonth: "this month"
        case .month(let year, let month): "\(year)-\(month < 10 ? "0" : "")\(month)"
        case .all: "all time"
        }
    }

    /// The first moment of the month, in UTC.
    package static func start(of moment: Date) -> Date {
        let month = moment.formatted(.iso8601).prefix(7)
        return (try? Date("\(month)-01T00:00:00Z", strategy: .iso8601)) ?? moment
    }

    private static func start(year: Int, month: Int) -> Date? {
        try? Date("\(year)-\(month < 10 ? "0" : "")\(month)-01T00:00:00Z", strategy: .iso8601)
    }
}
