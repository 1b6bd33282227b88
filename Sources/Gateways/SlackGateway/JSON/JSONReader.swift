/// Why bytes are not JSON.
package struct JSONFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package var reason: String
    package var offset: Int
    package var description: String { "\(self.reason) at byte \(self.offset)" }
}

extension JSONValue {
    /// Deeper than anything Slack sends; the reader recurses, so outside data must not choose the depth.
    package static let deepestNesting = 128

    /// Reads one JSON text (RFC 8259).
    package init(parsing bytes: some Sequence<UInt8>) throws(JSONFailure) {
        var reader = JSONReader(bytes: Array(bytes))
        self = try reader.document()
    }
}

/// A recursive-descent reader with a depth limit.
private struct JSONReader {
    let bytes: [UInt8]
    var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONFailure) -> JSONValue {
        let value = try self.value(depth: 0)
        self.skipWhitespace()
        if self.offset < self.bytes.count { throw self.failure("text after the end") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONFailure) -> JSONValue {
        if depth > JSONValue.deepestNesting { throw self.failure("nested too deeply") }
        self.skipWhitespace()
        switch self.peek {
        case UInt8(ascii: "{"): return try self.object(depth: depth)
        case UInt8(ascii: "["): return try self.array(depth: depth)
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        case nil: throw self.failure("the text ends early")
        default: return try self.number()
        }
    }

    private mutating func object(depth: Int) throws(JSONFailure) -> JSONValue {
        var members: [String: JSONValue] = [:]
        self.offset += 1
        self.skipWhitespace()
        if self.take("}") { return .object(members) }
        repeat {
            self.skipWhitespace()
            guard self.peek == UInt8(ascii: "\"") else { throw self.failure("a member needs a name") }
            let name = try self.string()
            self.skipWhitespace()
            guard self.take(":") else { throw self.failure("a colon is missing") }
            members[name] = try self.value(depth: depth + 1)
            self.skipWhitespace()
        } while self.take(",")
        guard self.take("}") else { throw self.failure("an object is not closed") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONFailure) -> JSONValue {
        var elements: [JSONValue] = []
        self.offset += 1
        self.skipWhitespace()
        if self.take("]") { return .array(elements) }
        repeat {
            elements.append(try self.value(depth: depth + 1))
            self.skipWhitespace()
        } while self.take(",")
        guard self.take("]") else { throw self.failure("an array is not closed") }
        return .array(elements)
    }

    private mutating func string() throws(JSONFailure) -> String {
        let start = self.offset + 1
        self.offset = start
        var hasEscapes = false
        while let byte = self.peek, byte != UInt8(ascii: "\"") {
            if byte < 0x20 { throw self.failure("a control character in a string") }
            if byte == UInt8(ascii: "\\") { hasEscapes = true }
            self.offset += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard self.offset < self.bytes.count else { throw self.failure("a string is not closed") }
        let content = self.bytes[start..<self.offset]
        self.offset += 1
        guard hasEscapes else { return String(decoding: content, as: UTF8.self) }
        guard let text = JSONString.unescape(content) else { throw self.failure("an unknown escape in a string") }
        return text
    }

    private mutating func number() throws(JSONFailure) -> JSONValue {
        let start = self.offset
        while let byte = self.peek, Self.isNumeric(byte) { self.offset += 1 }
        let digits = String(decoding: self.bytes[start..<self.offset], as: UTF8.self)
        guard Double(digits) != nil else { throw self.failure("neither a value nor a number") }
        return .number(digits)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFailure) -> JSONValue {
        guard self.bytes[self.offset...].starts(with: word.utf8) else { throw self.failure("an unknown word") }
        self.offset += word.utf8.count
        return value
    }

    private var peek: UInt8? { self.offset < self.bytes.count ? self.bytes[self.offset] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.peek == UInt8(ascii: character) else { return false }
        self.offset += 1
        return true
    }

    private mutating func skipWhitespace() {
        while let byte = self.peek, JSONWhitespace.contains(byte) { self.offset += 1 }
    }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }

    private func failure(_ reason: String) -> JSONFailure { JSONFailure(reason: reason, offset: self.offset) }
}

enum JSONWhitespace {
    static func contains(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
