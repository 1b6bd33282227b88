import HealingDomain

/// A rule of our own that matches a mark which we append to every text given to the warm server. An answer that does not
/// report the mark is not the answer to this text (too early, of another scan, cut short) and is not believed.
enum CanaryRule {
    static let id: RuleID = "codehealer.canary"
    private static let word = "CODEHEALER-CANARY"

    static let configuration = """
        - id: \(Self.id.rawValue)
          languages: [regex]
          severity: INFO
          message: $1
          pattern-regex: \(Self.word)-([0-9a-f-]+)

        """

    /// The text with the mark in a comment after its last line, where it moves nothing.
    static func mark(_ text: ScannableText, with nonce: String) -> String {
        let sign =
            switch text.fileExtension {
            case "py", "pyi", "rb", "sh", "yaml", "yml", "tf", "txt": "#"
            default: "//"
            }
        return text.content + "\n\(sign) \(Self.word)-\(nonce)\n"
    }
}
