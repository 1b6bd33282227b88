import Observability
import Synchronization
import Testing

/// Stands still until moved.
private final class ManualClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Self { Self(offset: self.offset + duration) }
        func duration(to other: Self) -> Duration { other.offset - self.offset }
        static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
    }

    private let time = Mutex(Duration.seconds(1000))
    var now: Instant { Instant(offset: self.time.withLock { $0 }) }
    var minimumResolution: Duration { .zero }
    func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
    func advance(_ duration: Duration) { self.time.withLock { $0 += duration } }
}

struct StepTimerTests {
    @Test func `steps follow one another and the total spans them all`() {
        let clock = ManualClock()
        var timer = StepTimer(clock: clock)
        clock.advance(.milliseconds(12))
        #expect(timer.end("scan") == 12)
        clock.advance(.microseconds(1500))
        #expect(timer.end("search") == 1.5)
        clock.advance(.seconds(2))
        #expect(timer.totalMilliseconds == 2013.5)
        #expect(timer.steps.map(\.name) == ["scan", "search"])
        #expect(timer.steps.map(\.milliseconds) == [12, 1.5])
    }

    @Test func `durations of any size convert`() {
        #expect(StepTimer.milliseconds(.zero) == 0)
        #expect(StepTimer.milliseconds(.nanoseconds(500)) == 0.0005)
        #expect(StepTimer.milliseconds(.seconds(-2)) == -2000)
    }
}
