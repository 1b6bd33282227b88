/// Finds what was said to the bot in a message that mentions it.
enum Mention {
    /// What stands after the mention, or before it where nothing follows; all of it where nobody is mentioned.
    static func words(of text: String, botUser: String?) -> String {
        guard let mention = self.range(in: text, botUser: botUser) else { return self.tidy(text[...]) }
        let after = self.tidy(text[mention.upperBound...])
        return after.isEmpty ? self.tidy(text[..<mention.lowerBound]) : after
    }

    private static func range(in text: String, botUser: String?) -> Range<String.Index>? {
        var leading: Range<String.Index>?
        var rest = text[...]
        while let start = rest.firstIndex(of: "<"), let end = rest[start...].firstIndex(of: ">") {
            let next = text.index(after: end)
            if case .user(let id, _) = MarkupToken(text[text.index(after: start)..<end]) {
                if id == botUser { return start..<next }
                if leading == nil, text[..<start].allSatisfy(\.isWhitespace) { leading = start..<next }
            }
            rest = text[next...]
        }
        // Slack only sends mentions of the bot, so that the first words name it under an id that is not known yet.
        return leading
    }

    private static func tidy(_ text: Substring) -> String {
        let words = SlackMarkup.command(String(text))
        guard let first = words.firstIndex(where: { !$0.isWhitespace }),
            let last = words.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(words[first...last])
    }
}
