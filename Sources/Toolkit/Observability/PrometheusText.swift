/// The pieces of Prometheus' text exposition format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
enum PrometheusText {
    /// A valid metric name.
    static func name(_ text: String) -> String { self.identifier(text, allowing: UInt8(ascii: ":")) }

    /// Sorted by name, each name once (the last value counts), names valid. `le` belongs to histograms.
    static func labels(_ dimensions: [(String, String)]) -> [(name: String, value: String)] {
        var values: [String: String] = [:]
        for (label, value) in dimensions {
            let name = self.identifier(label, allowing: nil)
            values[name == "le" ? "exported_le" : name] = value
        }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    static func render(_ labels: [(name: String, value: String)]) -> String {
        labels.map { "\($0.name)=\"\(self.escapedHelp($0.value).replacing("\"", with: "\\\""))\"" }.joined(
            separator: ",")
    }

    static func sample(_ name: String, _ labels: String, _ value: Double) -> String {
        labels.isEmpty ? "\(name) \(self.number(value))\n" : "\(name){\(labels)} \(self.number(value))\n"
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        guard value == value.rounded(), abs(value) < 1e15 else { return value.description }
        return Int64(value).description
    }

    /// Backslashes and line ends escaped.
    static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\r\n", with: "\\n").replacing("\n", with: "\\n")
            .replacing("\r", with: "\\n")
    }

    private static func identifier(_ text: String, allowing extra: UInt8?) -> String {
        var bytes = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                byte
            default: byte == extra ? byte : UInt8(ascii: "_")
            }
        }
        if bytes.first.map({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) ?? true {
            bytes.insert(UInt8(ascii: "_"), at: 0)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
