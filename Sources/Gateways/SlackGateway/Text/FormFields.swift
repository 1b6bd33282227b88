package import FoundationEssentials

/// The fields of an `application/x-www-form-urlencoded` body.
package struct FormFields: Sendable, Hashable {
    private var values: [String: String] = [:]

    /// Never fails: what is not well escaped stays as it is. Of a repeated name the first counts.
    package init(_ body: Data) {
        for pair in Array(body).split(separator: UInt8(ascii: "&")) {
            let pieces = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.unescape(pieces[0])
            if self.values[name] == nil { self.values[name] = pieces.count > 1 ? Self.unescape(pieces[1]) : "" }
        }
    }

    /// `nil` for a field that is missing or empty.
    package subscript(_ name: String) -> String? {
        guard let value = self.values[name], !value.isEmpty else { return nil }
        return value
    }

    /// The body that says `fields`, in their order.
    package static func encode(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var body: [UInt8] = []
        for field in fields {
            if !body.isEmpty { body.append(UInt8(ascii: "&")) }
            self.escape(field.name, to: &body)
            body.append(UInt8(ascii: "="))
            self.escape(field.value, to: &body)
        }
        return body
    }

    private static func escape(_ text: String, to body: inout [UInt8]) {
        for byte in text.utf8 {
            if self.unreserved.contains(byte) {
                body.append(byte)
            } else {
                body += [UInt8(ascii: "%"), self.digits[Int(byte >> 4)], self.digits[Int(byte & 15)]]
            }
        }
    }

    private static func unescape(_ text: ArraySlice<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                output.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), rest.count >= 2, let high = self.value(rest.first),
                let low = self.value(rest.dropFirst().first)
            {
                output.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func value(_ digit: UInt8?) -> UInt8? {
        digit.flatMap { Character(Unicode.Scalar($0)).hexDigitValue }.map { UInt8($0) }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
}
