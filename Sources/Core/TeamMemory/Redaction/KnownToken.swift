/// Secrets that are known by how they begin. The prefixes are those their makers document for secret scanning.
enum KnownToken {
    private struct Shape {
        var prefix: [UInt8]
        var kind: String
        /// Characters after the prefix at least.
        var minimum: Int

        init(_ prefix: String, _ kind: String, _ minimum: Int) {
            self.prefix = Array(prefix.utf8)
            self.kind = kind
            self.minimum = minimum
        }
    }

    private static let shapes: [Shape] = [
        Shape("AKIA", "AWS key", 16), Shape("ASIA", "AWS key", 16), Shape("AROA", "AWS key", 16),
        Shape("xoxb-", "Slack token", 10), Shape("xoxp-", "Slack token", 10), Shape("xoxa-", "Slack token", 10),
        Shape("xoxr-", "Slack token", 10), Shape("xoxs-", "Slack token", 10), Shape("xoxe.", "Slack token", 10),
        Shape("xoxe-", "Slack token", 10), Shape("xoxc-", "Slack token", 10), Shape("xoxd-", "Slack token", 10),
        Shape("xapp-", "Slack token", 10),
        Shape("ghp_", "GitHub token", 20), Shape("gho_", "GitHub token", 20), Shape("ghu_", "GitHub token", 20),
        Shape("ghs_", "GitHub token", 20), Shape("ghr_", "GitHub token", 20), Shape("github_pat_", "GitHub token", 20),
        Shape("glpat-", "GitLab token", 16), Shape("npm_", "npm token", 30), Shape("pypi-", "PyPI token", 30),
        Shape("sk_live_", "Stripe key", 10), Shape("sk_test_", "Stripe key", 10), Shape("rk_live_", "Stripe key", 10),
        Shape("sk-ant-", "model key", 20), Shape("sk-proj-", "model key", 20), Shape("sk-", "model key", 32),
        Shape("AIza", "Google key", 30), Shape("ya29.", "Google token", 20), Shape("SG.", "SendGrid key", 30),
        Shape("hooks.slack.com/services/", "Slack webhook", 20),
        Shape("dop_v1_", "DigitalOcean token", 40), Shape("hf_", "Hugging Face token", 30),
    ]

    private static let shapesByFirst = Dictionary(grouping: shapes) { $0.prefix[0] }

    static func find(in bytes: [UInt8]) -> [FoundSecret] {
        var found: [FoundSecret] = []
        var index = 0
        while index < bytes.count {
            let isStart = index == 0 || !bytes[index - 1].isWordByte
            if isStart, let secret = Self.token(at: index, in: bytes) ?? Self.webToken(at: index, in: bytes) {
                found.append(secret)
                index = secret.range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    private static func token(at index: Int, in bytes: [UInt8]) -> FoundSecret? {
        guard let candidates = Self.shapesByFirst[bytes[index]] else { return nil }
        for shape in candidates where bytes[index...].starts(with: shape.prefix) {
            var end = index + shape.prefix.count
            while end < bytes.count, bytes[end].isTokenByte || bytes[end] == UInt8(ascii: "/") { end += 1 }
            let body = bytes[(index + shape.prefix.count)..<end]
            // A word that only begins like a token (`sk-learn-…`) has no digit in it.
            let isSecret = body.count >= shape.minimum && body.contains { (0x30...0x39).contains($0) }
            if isSecret { return FoundSecret(range: index..<end, kind: shape.kind) }
        }
        return nil
    }

    /// Three base64url pieces, the first of which is JSON: `eyJ…`.
    private static func webToken(at index: Int, in bytes: [UInt8]) -> FoundSecret? {
        guard bytes[index...].starts(with: "eyJ".utf8) else { return nil }
        var end = index
        var dots = 0
        while end < bytes.count, bytes[end].isTokenByte {
            if bytes[end] == UInt8(ascii: ".") { dots += 1 }
            end += 1
        }
        guard dots == 2, end - index >= 30 else { return nil }
        return FoundSecret(range: index..<end, kind: "web token")
    }
}

extension UInt8 {
    var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    /// What a name consists of.
    var isWordByte: Bool { self.isASCIILetter || self.isASCIIDigit || self == UInt8(ascii: "_") }
    /// What tokens consist of: base64url and the marks between their parts.
    var isTokenByte: Bool {
        self.isWordByte || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "~")
            || self == UInt8(ascii: "+") || self == UInt8(ascii: "=")
    }
}
