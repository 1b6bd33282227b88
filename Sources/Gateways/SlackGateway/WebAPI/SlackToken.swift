/// A token of the Web API. It never prints itself.
package struct SlackToken: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    let value: String

    package init(_ value: String) { self.value = value }

    /// The kind only: `xoxb-…`.
    package var description: String { self.value.prefix { $0 != "-" }.prefix(12) + "-…" }
    package var debugDescription: String { self.description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Takes secrets out of text that goes to logs and people.
enum SlackRedaction {
    private static let starts = ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-"]
    private static let hooks = "hooks.slack"

    /// The text with tokens and `response_url`s, which are as good as tokens, cut off after their kind.
    static func redact(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map(self.redact(word:)).joined(separator: " ")
    }

    private static func redact(word: Substring) -> String {
        for start in [self.hooks] + self.starts {
            if let found = word.firstRange(of: start) { return String(word[..<found.upperBound]) + "…" }
        }
        return String(word)
    }
}
