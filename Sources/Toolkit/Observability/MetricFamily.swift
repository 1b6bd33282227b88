enum MetricKind: String, Sendable {
    case counter, gauge, histogram
}

/// All series of one name.
struct MetricFamily: Sendable {
    let kind: MetricKind
    /// By label text, such as `step="scan",tool="semgrep"`.
    var series: [String: any MetricSeries] = [:]

    init(kind: MetricKind) { self.kind = kind }

    /// The label text to file a series under: its own, or the one shared by all beyond the limit.
    func key(for labels: [(name: String, value: String)], limit: Int) -> String {
        let key = PrometheusText.render(labels)
        guard self.series[key] == nil, self.series.count >= limit else { return key }
        return PrometheusText.render(labels.map { ($0.name, "other") })
    }

    func render(as name: String) -> String {
        let samples = self.series.sorted { $0.key < $1.key }.map { $0.value.render(name: name, labels: $0.key) }
        return "# TYPE \(name) \(self.kind.rawValue)\n" + samples.joined()
    }
}
