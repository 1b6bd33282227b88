/// Percent-encoding of RFC 3986: everything but letters, digits and `-._~`.
package enum PercentEncoding {
    /// For one part of a path, a name or a value. `keepingSlashes` encodes a whole path.
    package static func encode(_ text: some StringProtocol, keepingSlashes: Bool = false) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if self.isUnreserved(byte) || (keepingSlashes && byte == UInt8(ascii: "/")) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Undoes the escapes of a form or a query: `+` is a space, `%` and two digits are a byte.
    ///
    /// - Parameter keepsBroken: whether a `%` without two digits stays as it is; otherwise it makes the answer `nil`.
    package static func decodeForm(_ text: some Sequence<UInt8>, keepsBroken: Bool = false) -> [UInt8]? {
        var decoded: [UInt8] = []
        var rest = Array(text)[...]
        decoded.reserveCapacity(rest.count)
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                if let high = rest.first.flatMap(Self.digit), let low = rest.dropFirst().first.flatMap(Self.digit) {
                    decoded.append(high << 4 | low)
                    rest = rest.dropFirst(2)
                } else if keepsBroken {
                    decoded.append(byte)
                } else {
                    return nil
                }
            default:
                decoded.append(byte)
            }
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
