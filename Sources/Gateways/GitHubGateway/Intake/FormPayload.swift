import FoundationEssentials
import HTTPCalling

/// GitHub's other content type: the JSON stands percent-encoded in the form field `payload`.
enum FormPayload {
    /// The decoded `payload` field; `nil` where there is none or its escapes are broken.
    static func decode(_ form: Data) -> Data? {
        for field in form.split(separator: UInt8(ascii: "&")) {
            let name = Data("payload=".utf8)
            if field.starts(with: name) {
                return PercentEncoding.decodeForm(field.dropFirst(name.count)).map { Data($0) }
            }
        }
        return nil
    }
}
