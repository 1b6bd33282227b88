/// A header block of 512 bytes (POSIX.1-1988 `ustar`, with GNU's and pax' extensions told apart by `type`).
struct TarHeader: Sendable {
    static let size = 512
    var path: String
    var type: UInt8
    var linkTarget: String
    var contentSize: Int

    /// Whether it speaks about the entry that follows it.
    var isExtension: Bool {
        [UInt8(ascii: "L"), UInt8(ascii: "K"), UInt8(ascii: "x"), UInt8(ascii: "g")].contains(self.type)
    }

    /// Content is followed by zero bytes up to the next whole block.
    var paddedSize: Int { (self.contentSize + Self.size - 1) / Self.size * Self.size }

    /// `block` has 512 bytes.
    init(_ block: [UInt8]) throws(CompressionFailure) {
        guard block.count == Self.size else { throw .truncated }
        guard let stated = Self.number(block[148..<156]), stated == Self.checksum(block) else {
            throw .malformed("a header's checksum is wrong")
        }
        guard let size = Self.number(block[124..<136]), size <= Int.max / 2 else {
            throw .malformed("a header's size is no number")
        }
        let name = Self.text(block[0..<100])
        let isPOSIX = block[257..<263].elementsEqual("ustar\0".utf8)
        let prefix = isPOSIX ? Self.text(block[345..<500]) : ""
        self.path = prefix.isEmpty ? name : "\(prefix)/\(name)"
        self.type = block[156]
        self.linkTarget = Self.text(block[157..<257])
        self.contentSize = size
    }

    private static func checksum(_ block: [UInt8]) -> Int {
        var sum = 0
        for (index, byte) in block.enumerated() { sum += (148..<156).contains(index) ? 32 : Int(byte) }
        return sum
    }

    static func text(_ field: some Sequence<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Octal digits between blanks, or GNU's binary form for large values; `nil` for anything else.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if let first = field.first, first >= 0x80 {
            guard first == 0x80 else { return nil }
            return field.dropFirst().reduce(Int?.some(0)) { sum, byte in
                sum.flatMap { $0 <= Int.max >> 9 ? $0 << 8 | Int(byte) : nil }
            }
        }
        let digits = field.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
        return digits.reduce(Int?.some(0)) { sum, byte in
            guard let sum, (48..<56).contains(byte) else { return nil }
            return sum << 3 | Int(byte - 48)
        }
    }
}
