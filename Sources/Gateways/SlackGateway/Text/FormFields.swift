package import FoundationEssentials
import HTTPCalling

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

    private static func unescape(_ text: ArraySlice<UInt8>) -> String {
        String(decoding: PercentEncoding.decodeForm(text, keepsBroken: true) ?? [], as: UTF8.self)
    }
}
