import FoundationEssentials
import SlackGateway
import Synchronization

/// A clock that only waiting moves, and the waits in order.
final class WaitLog: Sendable {
    private let state = Mutex((now: SlackRequestSamples.now, waits: [Double]()))

    var waits: [Double] { self.state.withLock { $0.waits } }
    var now: Date { self.state.withLock { $0.now } }

    func pass(_ seconds: Double) {
        self.state.withLock {
            $0.now += seconds
            $0.waits.append(seconds)
        }
    }

    var pace: SlackWebAPI.Pace {
        SlackWebAPI.Pace(now: { self.now }, sleep: { self.pass($0) }, chance: { 0 })
    }
}
