import HTTPCalling

/// Fields of a query or of an `application/x-www-form-urlencoded` body.
package enum FormFields {
    package static func parse(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(parts[0]) else { continue }
            fields[name] = parts.count > 1 ? Self.decode(parts[1]) ?? "" : ""
        }
        return fields
    }

    package static func encode(_ fields: [(String, String)]) -> String {
        var form = FormBody()
        for (name, value) in fields { form.append(name, value) }
        return form.text
    }

    /// Undoes percent escapes and `+`; `nil` for an escape without two digits.
    package static func decode(_ text: some StringProtocol) -> String? {
        PercentEncoding.decodeForm(text.utf8).map { String(decoding: $0, as: UTF8.self) }
    }
}
