package import FoundationEssentials
import Synchronization

/// A date that moves only when a test says so. Hand `clock.now` to whatever takes a `now` closure.
package final class ManualClock: Sendable {
    private let date: Mutex<Date>

    package init(_ start: Date = .sample) { self.date = Mutex(start) }

    package var current: Date { self.date.withLock { $0 } }
    package var now: @Sendable () -> Date { { self.current } }

    package func advance(by seconds: Double) {
        self.date.withLock { $0 = $0.addingTimeInterval(seconds) }
    }
}

extension Date {
    /// 2026-01-20T12:00:00Z, the moment at which every sample happens.
    package static let sample = Date(timeIntervalSince1970: 1_768_910_400)
    package static let minute: Double = 60
    package static let hour: Double = 3600
    package static let day: Double = 86_400
}
