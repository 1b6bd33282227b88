import FoundationEssentials

/// GitHub's other content type: the JSON stands percent-encoded in the form field `payload`.
enum FormPayload {
    /// The decoded `payload` field; `nil` where there is none or its escapes are broken.
    static func decode(_ form: Data) -> Data? {
        for field in form.split(separator: UInt8(ascii: "&")) {
            let name = Data("payload=".utf8)
            if field.starts(with: name) { return self.unescape(field.dropFirst(name.count)) }
        }
        return nil
    }

    private static func unescape(_ text: Data) -> Data? {
        var result = Data()
        result.reserveCapacity(text.count)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"):
                result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(self.digit), let low = rest.next().flatMap(self.digit) else {
                    return nil
                }
                result.append(high << 4 | low)
            default:
                result.append(byte)
            }
        }
        return result
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
