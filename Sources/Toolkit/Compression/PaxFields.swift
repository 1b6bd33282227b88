/// What extension headers say about the entry that follows them.
struct PaxFields: Sendable {
    var path: String?
    var linkTarget: String?
    var size: Int?

    /// `type` is the header's: GNU's `L` and `K`, pax' `x`; a global `g` says nothing that is used here.
    mutating func add(_ content: ArraySlice<UInt8>, type: UInt8) throws(CompressionFailure) {
        switch type {
        case UInt8(ascii: "L"): self.path = TarHeader.text(content)
        case UInt8(ascii: "K"): self.linkTarget = TarHeader.text(content)
        case UInt8(ascii: "x"): try self.addRecords(content)
        default: break
        }
    }

    /// Records of POSIX.1-2001: `length key=value\n`, the length counting the whole record.
    private mutating func addRecords(_ content: ArraySlice<UInt8>) throws(CompressionFailure) {
        var rest = content
        while !rest.isEmpty {
            let digits = rest.prefix { (48..<58).contains($0) }
            guard (1...7).contains(digits.count), let length = Int(String(decoding: digits, as: UTF8.self)),
                length > digits.count + 1, length <= rest.count
            else { throw .malformed("a pax record has no right length") }
            let record = rest.prefix(length).dropFirst(digits.count)
            guard record.first == 32, record.last == 10, let equals = record.firstIndex(of: UInt8(ascii: "=")) else {
                throw .malformed("a pax record is no key and value")
            }
            let value = String(decoding: record[(equals + 1)...].dropLast(), as: UTF8.self)
            try self.set(String(decoding: record[..<equals].dropFirst(), as: UTF8.self), value)
            rest = rest.dropFirst(length)
        }
    }

    private mutating func set(_ key: String, _ value: String) throws(CompressionFailure) {
        switch key {
        case "path": self.path = value
        case "linkpath": self.linkTarget = value
        case "size":
            guard let size = Int(value), size >= 0, size <= Int.max / 2 else {
                throw .malformed("a pax size is no number")
            }
            self.size = size
        default: break
        }
    }
}
