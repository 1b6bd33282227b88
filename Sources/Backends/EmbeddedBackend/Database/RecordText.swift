import FoundationEssentials

/// Values that are kept whole, as JSON beside the columns they are found by.
enum RecordText {
    static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension Date {
    /// Whole milliseconds since 1970, held within what an integer column can take.
    var milliseconds: Int64 {
        let value = (self.timeIntervalSince1970 * 1000).rounded()
        return value.isFinite ? Int64(min(max(value, -1e15), 1e15)) : 0
    }

    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

/// Seconds that a caller gave, as milliseconds: never below zero, never more than a year.
func boundedMilliseconds(_ seconds: Double) -> Int64 {
    seconds.isFinite ? Int64(min(max(seconds, 0), 31_536_000) * 1000) : 31_536_000_000
}
