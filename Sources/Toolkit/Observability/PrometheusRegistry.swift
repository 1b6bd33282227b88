package import CoreMetrics
import Synchronization

/// Keeps the process's metrics and writes them in Prometheus' text format 0.0.4.
///
/// Counters stay counters, meters and non-aggregating recorders are gauges, aggregating recorders are histograms,
/// timers are histograms in seconds whose name ends in `_seconds`. Characters that Prometheus does not allow become
/// `_`. A name used for two kinds gets the later kind appended. A family that grows beyond `seriesLimit` label sets puts
/// the further ones into one with every label `other`, so that labels from outside cannot fill the memory.
package final class PrometheusRegistry: MetricsFactory {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    private let families = Mutex<[String: MetricFamily]>([:])
    private let durationBuckets: [Double]
    private let valueBuckets: [Double]
    private let help: [String: String]
    private let seriesLimit: Int

    /// `durationBuckets` are upper bounds in seconds, `valueBuckets` in whatever a recorder records; `help` has a text
    /// by metric name.
    package init(
        durationBuckets: [Double] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
        valueBuckets: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000],
        help: [String: String] = [:], seriesLimit: Int = 1000
    ) {
        self.durationBuckets = durationBuckets
        self.valueBuckets = valueBuckets
        self.help = help
        self.seriesLimit = seriesLimit
    }

    /// All metrics, sorted by name and labels.
    package func render() -> String {
        let families = self.families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.map { name, family in
            let help = self.help[name].map { "# HELP \(name) \(PrometheusText.escapedHelp($0))\n" } ?? ""
            return help + family.render(as: name)
        }.joined()
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.series(.counter, label, dimensions) { CounterSeries() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        self.series(.counter, label, dimensions) { CounterSeries() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.series(.gauge, label, dimensions) { GaugeSeries() }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return self.series(.gauge, label, dimensions) { GaugeSeries() } }
        return self.series(.histogram, label, dimensions) { HistogramSeries(bounds: self.valueBuckets) }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = label.hasSuffix("_seconds") ? label : label + "_seconds"
        return self.series(.histogram, name, dimensions) { HistogramSeries(bounds: self.durationBuckets) }
    }

    package func destroyCounter(_ handler: any CounterHandler) { self.remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { self.remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { self.remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { self.remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { self.remove(handler) }

    private func series<Series: MetricSeries>(
        _ kind: MetricKind, _ label: String, _ dimensions: [(String, String)], make: () -> Series
    ) -> Series {
        let plain = PrometheusText.name(label)
        let labels = PrometheusText.labels(dimensions)
        return self.families.withLock { families in
            let fits = families[plain].map { $0.kind == kind } ?? true
            let name = fits ? plain : "\(plain)_\(kind.rawValue)"
            var family = families[name] ?? MetricFamily(kind: kind)
            let key = family.key(for: labels, limit: self.seriesLimit)
            // The same name, kind and labels with another class of series happens only for a name that already ends
            // in a kind; that series then counts for itself, unseen.
            guard let existing = family.series[key] else {
                let made = make()
                family.series[key] = made
                families[name] = family
                return made
            }
            return existing as? Series ?? make()
        }
    }

    private func remove(_ handler: AnyObject) {
        self.families.withLock { families in
            for (name, family) in families {
                guard let key = family.series.first(where: { $0.value === handler })?.key else { continue }
                families[name]?.series[key] = nil
                if families[name]?.series.isEmpty == true { families[name] = nil }
                return
            }
        }
    }
}
