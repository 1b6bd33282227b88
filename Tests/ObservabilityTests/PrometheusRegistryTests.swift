import CoreMetrics
import Metrics
import Observability
import Testing

struct PrometheusRegistryTests {
    private func counter(_ registry: PrometheusRegistry, _ name: String, _ labels: [(String, String)] = []) -> Counter {
        Counter(label: name, dimensions: labels, factory: registry)
    }

    @Test func `counters and gauges are written with their labels, sorted`() {
        let registry = PrometheusRegistry(help: ["events_total": "Events \\ by kind\nand source"])
        self.counter(registry, "events_total", [("source", "slack"), ("kind", "b")]).increment(by: 2)
        self.counter(registry, "events_total", [("kind", "a"), ("source", "slack")]).increment()
        self.counter(registry, "events_total", [("source", "slack"), ("kind", "a")]).increment()
        Meter(label: "queue.depth", dimensions: [], factory: registry).set(2.5)
        Gauge(label: "age", dimensions: [], factory: registry).record(7)
        #expect(
            registry.render() == """
                # TYPE age gauge
                age 7
                # HELP events_total Events \\\\ by kind\\nand source
                # TYPE events_total counter
                events_total{kind="a",source="slack"} 2
                events_total{kind="b",source="slack"} 2
                # TYPE queue_depth gauge
                queue_depth 2.5

                """)
    }

    @Test func `timers are histograms in seconds`() {
        let registry = PrometheusRegistry(durationBuckets: [1, 0.1])
        let timer = Metrics.Timer(label: "step", dimensions: [("step", "scan")], factory: registry)
        timer.recordMilliseconds(50)
        timer.recordMilliseconds(100)
        timer.recordSeconds(0.5)
        timer.recordSeconds(2)
        #expect(
            registry.render() == """
                # TYPE step_seconds histogram
                step_seconds_bucket{step="scan",le="0.1"} 2
                step_seconds_bucket{step="scan",le="1"} 3
                step_seconds_bucket{step="scan",le="+Inf"} 4
                step_seconds_sum{step="scan"} 2.65
                step_seconds_count{step="scan"} 4

                """)
    }

    @Test func `recorders are histograms of what they record`() {
        let registry = PrometheusRegistry(valueBuckets: [10])
        let recorder = Recorder(label: "size", dimensions: [], aggregate: true, factory: registry)
        recorder.record(5)
        recorder.record(50)
        recorder.record(Double.nan)
        recorder.record(Double.infinity)
        #expect(
            registry.render().contains(
                "size_bucket{le=\"10\"} 1\nsize_bucket{le=\"+Inf\"} 2\nsize_sum 55\nsize_count 2\n"))
    }

    @Test(arguments: [
        ("quote \" end", "quote \\\" end"), ("back\\slash", "back\\\\slash"), ("line\nbreak", "line\\nbreak"),
        ("\r\n", "\\n"), ("größe", "größe"), ("} 1\nfake 2", "} 1\\nfake 2"),
    ])
    func `a label's value cannot break out of its line`(value: String, written: String) {
        let registry = PrometheusRegistry()
        self.counter(registry, "c", [("label", value)]).increment()
        #expect(registry.render() == "# TYPE c counter\nc{label=\"\(written)\"} 1\n")
    }

    @Test(arguments: [
        ("1st.name", "_1st_name"), ("", "_"), ("a b\nc", "a_b_c"), ("grö", "gr__"), ("ok:name_1", "ok:name_1"),
    ])
    func `names become valid`(name: String, written: String) {
        let registry = PrometheusRegistry()
        self.counter(registry, name, [("le", "1"), ("a-b", "2"), ("a:b", "3")]).increment()
        #expect(registry.render() == "# TYPE \(written) counter\n\(written){a_b=\"3\",exported_le=\"1\"} 1\n")
    }

    @Test func `a name of two kinds stays valid`() {
        let registry = PrometheusRegistry()
        self.counter(registry, "x").increment()
        Gauge(label: "x", dimensions: [], factory: registry).record(5)
        #expect(registry.render() == "# TYPE x counter\nx 1\n# TYPE x_gauge gauge\nx_gauge 5\n")
    }

    @Test func `labels from outside cannot fill the memory`() {
        let registry = PrometheusRegistry(seriesLimit: 3)
        for number in 0..<100 { self.counter(registry, "c", [("id", "\(number)")]).increment() }
        #expect(
            registry.render() == """
                # TYPE c counter
                c{id="0"} 1
                c{id="1"} 1
                c{id="2"} 1
                c{id="other"} 97

                """)
    }

    @Test func `a counter never falls, and numbers of any kind are written`() {
        let registry = PrometheusRegistry()
        let counter = FloatingPointCounter(label: "f", dimensions: [], factory: registry)
        counter.increment(by: 1.5)
        counter.increment(by: -1)
        counter.increment(by: Double.infinity)
        let meter = Meter(label: "m", dimensions: [], factory: registry)
        #expect(registry.render().contains("f 1.5\n"))
        for (value, text) in [
            (Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (1e300, "1e+300"), (-2, "-2"),
        ] {
            meter.set(value)
            #expect(registry.render().contains("m \(text)\n"))
        }
    }

    @Test func `a destroyed series is gone`() {
        let registry = PrometheusRegistry()
        let counter = self.counter(registry, "c")
        counter.increment()
        counter.destroy()
        #expect(registry.render().isEmpty)
    }

    @Test func `counting from many tasks loses nothing`() async {
        let registry = PrometheusRegistry()
        await withTaskGroup { group in
            for _ in 0..<20 {
                group.addTask { for _ in 0..<100 { self.counter(registry, "c").increment() } }
            }
        }
        #expect(registry.render() == "# TYPE c counter\nc 2000\n")
    }
}
