import Metrics
import Synchronization

/// Counts what became of requests. A counter is looked up once: finding it by its labels costs more than the rest of a
/// request.
final class IntakeTally: Sendable {
    private struct Label: Hashable {
        var source: String
        var outcome: String
    }

    private let counters = Mutex<[Label: Counter]>([:])

    func count(_ source: String, _ outcome: String) {
        let label = Label(source: source, outcome: outcome)
        let counter = self.counters.withLock { counters in
            if let counter = counters[label] { return counter }
            let counter = Counter(
                label: "codehealer_intake_total", dimensions: [("source", source), ("outcome", outcome)])
            counters[label] = counter
            return counter
        }
        counter.increment()
    }
}
