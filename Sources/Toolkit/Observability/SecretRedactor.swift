/// Takes secrets out of text that is about to leave the process, such as a log line.
///
/// Known by their form: Slack tokens (`xoxb-…`, `xapp-…`), GitHub tokens (`ghp_…`, `github_pat_…`), AWS key ids, model
/// service keys (`sk-…`), JSON Web Tokens, `Bearer …`, passwords in URLs, and PEM blocks.
package enum SecretRedactor {
    /// Stands where a secret was; the secret's kind stays readable before it.
    package static let mark = "[redacted]"
    private static let secretNames = [
        "token", "secret", "password", "passwd", "authorization", "cookie", "api_key", "api-key", "apikey",
        "private_key", "credentials",
    ]

    package static func redact(_ text: String) -> String {
        var scan = SecretScan(Array(text.utf8))
        return scan.run() ? String(decoding: scan.output, as: UTF8.self) : text
    }

    /// Whether a value of this name is a secret whatever it looks like: names that end like `slack_bot_token`.
    package static func isSecretName(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return self.secretNames.contains { lowered.hasSuffix($0) }
    }
}

/// One pass over a text.
private struct SecretScan {
    private let bytes: [UInt8]
    private var index = 0
    private(set) var output: [UInt8] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// `false` when nothing was found.
    mutating func run() -> Bool {
        var found = false
        var copied = 0
        while self.index < self.bytes.count {
            guard let secret = self.secretHere() else {
                self.index += 1
                continue
            }
            found = true
            self.output += self.bytes[copied..<secret.lowerBound] + Array(SecretRedactor.mark.utf8)
            copied = secret.upperBound
            self.index = secret.upperBound
        }
        if found { self.output += self.bytes[copied...] }
        return found
    }

    private func secretHere() -> Range<Int>? {
        switch self.bytes[self.index] {
        case UInt8(ascii: "x"): self.slackToken()
        case UInt8(ascii: "g"): self.token(after: ["ghp_", "ghs_", "gho_", "ghu_", "ghr_", "github_pat_"], of: isWord)
        case UInt8(ascii: "s"): self.standsAlone ? self.token(after: ["sk-"], of: isTokenLetter, atLeast: 16) : nil
        case UInt8(ascii: "A"): self.standsAlone ? self.token(after: ["AKIA", "ASIA"], of: isWord, atLeast: 16) : nil
        case UInt8(ascii: "e"): self.standsAlone ? self.token(after: ["eyJ"], of: isTokenLetter, atLeast: 20) : nil
        case UInt8(ascii: "b"), UInt8(ascii: "B"): self.bearer()
        case UInt8(ascii: ":"): self.passwordInURL()
        case UInt8(ascii: "-"): self.pemBlock()
        default: nil
        }
    }

    private var standsAlone: Bool { self.index == 0 || !isWord(self.bytes[self.index - 1]) }

    private func starts(_ text: String, at position: Int? = nil) -> Bool {
        self.bytes[(position ?? self.index)...].starts(with: text.utf8)
    }

    private func end(from start: Int, while belongs: (UInt8) -> Bool) -> Int {
        self.bytes[start...].firstIndex { !belongs($0) } ?? self.bytes.count
    }

    private func token(after prefixes: [String], of belongs: (UInt8) -> Bool, atLeast count: Int = 1) -> Range<Int>? {
        guard let prefix = prefixes.first(where: { self.starts($0) }) else { return nil }
        let start = self.index + prefix.utf8.count
        let end = self.end(from: start, while: belongs)
        return end - start >= count ? start..<end : nil
    }

    private func slackToken() -> Range<Int>? {
        if self.starts("xapp-") { return self.token(after: ["xapp-"], of: isTokenLetter) }
        guard self.starts("xox"), self.index + 4 < self.bytes.count, isWord(self.bytes[self.index + 3]) else {
            return nil
        }
        let kind = String(decoding: self.bytes[self.index..<self.index + 4], as: UTF8.self)
        return self.token(after: [kind + "-", kind + ".xox"], of: isTokenLetter)
    }

    private func bearer() -> Range<Int>? {
        let word = Array("bearer".utf8)
        let start = self.index + word.count
        guard start < self.bytes.count, zip(word, self.bytes[self.index...]).allSatisfy({ $0 == $1 | 0x20 }),
            self.bytes[start] == UInt8(ascii: " ")
        else { return nil }
        let begin = self.end(from: start) { $0 == UInt8(ascii: " ") }
        let marks = Array("+/=".utf8)
        let end = self.end(from: begin) { isTokenLetter($0) || marks.contains($0) }
        // Shorter words are prose: "bearer of news".
        return end - begin >= 8 ? begin..<end : nil
    }

    private func passwordInURL() -> Range<Int>? {
        guard self.starts("://") else { return nil }
        let start = self.index + 3
        let end = self.end(from: start) { $0 > 32 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@") }
        guard end < self.bytes.count, self.bytes[end] == UInt8(ascii: "@"), end > start else { return nil }
        return start..<end
    }

    /// The block with both its lines; one that was cut reaches to the end.
    private func pemBlock() -> Range<Int>? {
        guard self.starts("-----BEGIN ") else { return nil }
        var position = self.index + 11
        while position < self.bytes.count {
            if self.bytes[position] == UInt8(ascii: "-"), self.starts("-----END ", at: position) {
                let name = self.end(from: position + 9) { $0 != UInt8(ascii: "-") }
                return self.index..<self.end(from: name) { $0 == UInt8(ascii: "-") }
            }
            position += 1
        }
        return self.index..<self.bytes.count
    }
}

private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        true
    default: false
    }
}

private func isTokenLetter(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~")
}
