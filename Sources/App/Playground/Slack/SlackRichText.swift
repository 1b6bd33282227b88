/// The `rich_text` block that Slack's own clients send with every message.
enum SlackRichText {
    static func blocks(for text: String) -> JSON {
        let parts = text.split(separator: "```", omittingEmptySubsequences: false)
        var elements: [JSON] = []
        for (index, part) in parts.enumerated() where !part.isEmpty {
            let words: JSON = ["type": "text", "text": .string(Self.unescape(part))]
            let type: JSON = index.isMultiple(of: 2) ? "rich_text_section" : "rich_text_preformatted"
            elements.append(["type": type, "elements": [words]])
        }
        return [["type": "rich_text", "block_id": .string(RandomNames.letters(5)), "elements": .array(elements)]]
    }

    private static func unescape(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(String(text)) { result, pair in
            result.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
        }
    }
}
