/// The inside of a JSON string, with and without escapes.
enum JSONString {
    /// `nil` for an escape that JSON does not have. Half a surrogate pair becomes the replacement character.
    static func unescape(_ content: ArraySlice<UInt8>) -> String? {
        var units: [UInt8] = []
        units.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                units.append(byte)
                continue
            }
            guard let kind = rest.popFirst() else { return nil }
            if kind == UInt8(ascii: "u") {
                guard let scalar = self.scalar(&rest) else { return nil }
                units += String(Character(scalar)).utf8
            } else if let plain = self.simple[kind] {
                units.append(plain)
            } else {
                return nil
            }
        }
        return String(decoding: units, as: UTF8.self)
    }

    /// Appends `text` in quotes.
    static func append(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0x0A: output += Array("\\n".utf8)
            case 0x0D: output += Array("\\r".utf8)
            case 0x09: output += Array("\\t".utf8)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                output += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    /// What the four digits after `\u` name, with the second half of a surrogate pair where there is one.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let first = self.codeUnit(&rest) else { return nil }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), rest.starts(with: Array("\\u".utf8)) else { return "\u{FFFD}" }
        var ahead = rest.dropFirst(2)
        guard let second = self.codeUnit(&ahead), (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        rest = ahead
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private static func codeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        rest = rest.dropFirst(4)
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
