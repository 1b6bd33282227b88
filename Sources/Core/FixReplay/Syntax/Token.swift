/// What a token is, as far as a replay needs to know.
enum TokenKind: UInt8, Sendable, Hashable, Codable {
    case name, keyword, number, string, symbol, open, close, mark, indent, dedent
}

/// One significant token: a slice of the source's bytes. Comments and white space lie between tokens.
struct Token: Sendable {
    var kind: TokenKind
    var start: Int
    var end: Int
    /// A hash of kind and text; equal text has an equal hash.
    var hash: UInt64
    /// The first token of a logical line, where the language gives a line end a meaning.
    var startsLine: Bool
    /// The index of the matching bracket; -1 where there is none.
    var partner = -1
    /// The index of the bracket that encloses this token; -1 at the top.
    var parent = -1
}

/// FNV-1a, 64 bits: stable across runs and machines, which Swift's own hashing is not.
struct StableHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ byte: UInt8) {
        self.value = (self.value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    mutating func add<Bytes: Sequence>(_ bytes: Bytes) where Bytes.Element == UInt8 {
        for byte in bytes { self.add(byte) }
    }

    /// 16 hexadecimal digits.
    var hex: String {
        let digits = String(self.value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func token(_ kind: TokenKind, _ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash = StableHash()
        hash.add(kind.rawValue)
        hash.add(bytes)
        return hash.value
    }
}

/// Questions about single bytes of ASCII.
extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7a }
    var startsName: Bool { self.isLetter || self == 0x5f || self >= 0x80 }
    var continuesName: Bool { self.startsName || self.isDigit }
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0d || self == 0x0c }
    var isSpace: Bool { self.isBlank || self == 0x0a }
    static func ascii(_ character: Unicode.Scalar) -> UInt8 { UInt8(truncatingIfNeeded: character.value) }
}
