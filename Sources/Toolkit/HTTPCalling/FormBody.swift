/// Fields of a form in order, names repeated where given repeatedly.
package struct FormBody: Sendable, Hashable {
    /// The header that goes with it.
    package static let contentType = HTTPField("Content-Type", "application/x-www-form-urlencoded")
    private var fields: [HTTPField]

    package init(_ fields: KeyValuePairs<String, String> = [:]) {
        self.fields = fields.map { HTTPField($0.key, $0.value) }
    }

    package mutating func append(_ name: String, _ value: String) { self.fields.append(HTTPField(name, value)) }

    /// `name=value&…` with every reserved character percent-encoded (a space as `%20`), for a body or a query.
    package var text: String {
        self.fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }

    package var bytes: [UInt8] { Array(self.text.utf8) }
}
