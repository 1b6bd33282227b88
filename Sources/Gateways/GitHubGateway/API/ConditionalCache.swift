import HTTPCalling
import Synchronization

/// Answers with an `ETag`, kept so that asking again costs neither their bytes nor the rate limit: GitHub answers 304.
final class ConditionalCache: Sendable {
    private struct Entry {
        var tag: String
        var answer: HTTPAnswer
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// Oldest first.
        var order: [String] = []
        var bytes = 0
    }

    private static let entryLimit = 512
    private static let byteLimit = 8 << 20
    private static let answerLimit = 512 << 10

    private let state = Mutex(State())

    func tag(for key: String) -> String? {
        self.state.withLock { $0.entries[key]?.tag }
    }

    func answer(for key: String) -> HTTPAnswer? {
        self.state.withLock { $0.entries[key]?.answer }
    }

    func keep(_ answer: HTTPAnswer, for key: String) {
        guard answer.status == 200, answer.body.count <= Self.answerLimit, let tag = answer.header("ETag") else {
            return
        }
        self.state.withLock { state in
            state.bytes += answer.body.count - (state.entries[key]?.answer.body.count ?? 0)
            if state.entries.updateValue(Entry(tag: tag, answer: answer), forKey: key) == nil {
                state.order.append(key)
            }
            var dropped = 0
            while state.order.count - dropped > Self.entryLimit || state.bytes > Self.byteLimit {
                let oldest = state.order[dropped]
                state.bytes -= state.entries.removeValue(forKey: oldest)?.answer.body.count ?? 0
                dropped += 1
            }
            state.order.removeFirst(dropped)
        }
    }
}
