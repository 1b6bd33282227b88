import CoreMetrics
import Synchronization

/// The numbers behind one name and one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    func render(name: String, labels: String) -> String
}

/// A sum that only grows.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Int64) { self.increment(by: Double(amount)) }

    func increment(by amount: Double) {
        guard amount.isFinite, amount > 0 else { return }
        self.value.withLock { $0 += amount }
    }

    func reset() { self.value.withLock { $0 = 0 } }

    func render(name: String, labels: String) -> String {
        PrometheusText.sample(name, labels, self.value.withLock { $0 })
    }
}

/// A number that goes up and down.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { self.set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { self.value.withLock { $0 += amount } }
    func decrement(by amount: Double) { self.value.withLock { $0 -= amount } }
    func record(_ value: Int64) { self.set(Double(value)) }
    func record(_ value: Double) { self.set(value) }

    func render(name: String, labels: String) -> String {
        PrometheusText.sample(name, labels, self.value.withLock { $0 })
    }
}

/// How often a value was at or below each of some bounds.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private struct State {
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds.filter(\.isFinite).sorted()
        self.state = Mutex(State(counts: Array(repeating: 0, count: self.bounds.count + 1)))
    }

    func record(_ value: Int64) { self.record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let index = self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
        self.state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { self.record(Double(duration) / 1e9) }

    func render(name: String, labels: String) -> String {
        let state = self.state.withLock { $0 }
        var text = ""
        var total = 0
        let prefix = labels.isEmpty ? "" : labels + ","
        for (index, count) in state.counts.enumerated() {
            total += count
            let bound = index < self.bounds.count ? PrometheusText.number(self.bounds[index]) : "+Inf"
            text += PrometheusText.sample(name + "_bucket", "\(prefix)le=\"\(bound)\"", Double(total))
        }
        return text + PrometheusText.sample(name + "_sum", labels, state.sum)
            + PrometheusText.sample(name + "_count", labels, Double(total))
    }
}
