package import FoundationEssentials

/// The few top-level texts of a JSON object that intake needs before the ack, found in one pass over the bytes without
/// building any value.
package struct JSONEnvelope: Sendable, Hashable {
    /// The wanted members that are texts.
    package private(set) var texts: [String: String] = [:]

    /// `nil` unless the bytes are one whole object, as far as quotes, brackets and depth tell.
    package init?(scanning bytes: Data, for wanted: [String]) {
        var scan = EnvelopeScan(bytes: Array(bytes), wanted: wanted.map { Array($0.utf8) })
        guard scan.run() else { return nil }
        for (name, range) in scan.found {
            self.texts[name] = JSONString.unescape(scan.bytes[range])
        }
    }
}

/// Follows quotes and brackets; a stack of open brackets stands in for recursion.
private struct EnvelopeScan {
    let bytes: [UInt8]
    let wanted: [[UInt8]]
    var found: [String: Range<Int>] = [:]
    private var offset = 0
    private var open: [UInt8] = []
    /// The last text at the top level while only white space and a colon followed it.
    private var name: Range<Int>?
    private var sawColon = false

    init(bytes: [UInt8], wanted: [[UInt8]]) {
        self.bytes = bytes
        self.wanted = wanted
    }

    mutating func run() -> Bool {
        while self.offset < self.bytes.count, JSONWhitespace.contains(self.bytes[self.offset]) { self.offset += 1 }
        guard self.offset < self.bytes.count, self.bytes[self.offset] == UInt8(ascii: "{") else { return false }
        repeat {
            guard self.step() else { return false }
        } while self.offset < self.bytes.count && !self.open.isEmpty
        return self.open.isEmpty && self.bytes[self.offset...].allSatisfy(JSONWhitespace.contains)
    }

    private mutating func step() -> Bool {
        let byte = self.bytes[self.offset]
        self.offset += 1
        switch byte {
        case UInt8(ascii: "\""): return self.text()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            self.open.append(byte)
            self.forgetName()
            return self.open.count <= JSONValue.deepestNesting
        // Each closing bracket is two after its opening one in ASCII.
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            self.forgetName()
            return self.open.popLast() == byte - 2
        case UInt8(ascii: ":"): self.sawColon = self.name != nil
        case UInt8(ascii: ","): self.forgetName()
        default: break
        }
        return true
    }

    private mutating func text() -> Bool {
        let start = self.offset
        self.offset = self.endOfText(from: start)
        guard self.offset < self.bytes.count else { return false }
        let range = start..<self.offset
        self.offset += 1
        guard self.open.count == 1 else { return true }
        if let name = self.name, self.sawColon {
            self.keep(range, as: name)
            self.forgetName()
        } else {
            self.name = range
        }
        return true
    }

    /// Most bytes of a request are inside texts: they are walked over without a check of every index.
    private func endOfText(from start: Int) -> Int {
        self.bytes.withUnsafeBufferPointer { bytes in
            var offset = start
            while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
                offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
            }
            return offset
        }
    }

    private mutating func keep(_ range: Range<Int>, as name: Range<Int>) {
        guard self.wanted.contains(where: { $0.elementsEqual(self.bytes[name]) }) else { return }
        self.found[String(decoding: self.bytes[name], as: UTF8.self)] = range
    }

    private mutating func forgetName() {
        self.name = nil
        self.sawColon = false
    }
}
