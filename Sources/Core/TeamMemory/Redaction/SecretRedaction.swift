/// Takes secrets out of text before it is stored, embedded or sent anywhere. What looks like one goes: a readable word
/// lost is cheaper than a key kept.
///
/// Shapes: AWS key ids, tokens of Slack, GitHub, GitLab, npm, PyPI, Stripe, Google and OpenAI by their prefixes, JSON
/// web tokens, PEM private keys, credentials in URLs, bearer headers, and values assigned to names such as `password`.
package struct SecretRedaction: Sendable {
    package init() {}

    /// The text with each secret replaced by `[redacted KIND]`.
    package func redact(_ text: String) -> String {
        var bytes = Array(text.utf8)
        bytes = Self.replacing(PrivateKeyBlock.find(in: bytes), in: bytes)
        bytes = Self.replacing(URLCredentials.find(in: bytes), in: bytes)
        bytes = Self.replacing(KnownToken.find(in: bytes), in: bytes)
        bytes = Self.replacing(SecretAssignment.find(in: bytes), in: bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replacing(_ secrets: [FoundSecret], in bytes: [UInt8]) -> [UInt8] {
        guard !secrets.isEmpty else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        for secret in secrets where secret.range.lowerBound >= position {
            result += bytes[position..<secret.range.lowerBound]
            result += "[redacted \(secret.kind)]".utf8
            position = secret.range.upperBound
        }
        return result + bytes[position...]
    }
}

/// A secret's place in the text and what it is, in two or three words.
struct FoundSecret: Hashable {
    var range: Range<Int>
    var kind: String
}

/// `-----BEGIN … PRIVATE KEY-----` to its end, or to the end of the text where that is missing.
enum PrivateKeyBlock {
    static func find(in bytes: [UInt8]) -> [FoundSecret] {
        var found: [FoundSecret] = []
        var position = 0
        while let start = bytes.firstRange(of: "-----BEGIN ", from: position) {
            let line = bytes[start...].prefix(64).prefix { $0 != UInt8(ascii: "\n") }
            let isKey = line.contains(text: "PRIVATE KEY")
            position = start + 11
            guard isKey else { continue }
            var end = bytes.count
            if let closing = bytes.firstRange(of: "-----END ", from: position) {
                let afterName = bytes.firstRange(of: "-----", from: closing + 9)
                end = afterName.map { $0 + 5 } ?? bytes.count
            }
            found.append(FoundSecret(range: start..<end, kind: "private key"))
            position = end
        }
        return found
    }
}

/// The `user:password` of `scheme://user:password@host`: the password goes, the rest stays readable.
enum URLCredentials {
    static func find(in bytes: [UInt8]) -> [FoundSecret] {
        var found: [FoundSecret] = []
        var position = 0
        while let scheme = bytes.firstRange(of: "://", from: position) {
            let start = scheme + 3
            var colon: Int?
            var at: Int?
            var end = start
            while end < bytes.count, end - start < 512, !Self.ends(bytes[end]) {
                if bytes[end] == UInt8(ascii: ":"), colon == nil { colon = end }
                if bytes[end] == UInt8(ascii: "@") { at = end }
                end += 1
            }
            if let colon, let at, colon + 1 < at {
                found.append(FoundSecret(range: colon + 1..<at, kind: "password"))
            }
            position = max(end, start)
        }
        return found
    }

    private static func ends(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "/?#<>\"'`".utf8.contains(byte)
    }
}

extension Collection<UInt8> where Index == Int {
    /// Where the text first begins at or after a position.
    func firstRange(of text: StaticString, from position: Int) -> Int? {
        let count = text.utf8CodeUnitCount
        guard count > 0, position >= self.startIndex, self.endIndex - position >= count else { return nil }
        return text.withUTF8Buffer { needle in
            var index = position
            while index + count <= self.endIndex {
                if self[index] == needle[0] {
                    var offset = 1
                    while offset < count, self[index + offset] == needle[offset] { offset += 1 }
                    if offset == count { return index }
                }
                index += 1
            }
            return nil
        }
    }

    func contains(text: StaticString) -> Bool { self.firstRange(of: text, from: self.startIndex) != nil }
}
