/// Reads the words out of a message's blocks and attachments, for messages whose `text` says nothing.
enum RichText {
    /// Plain text with fences around code; empty where no block has words.
    static func flatten(blocks: JSONValue) -> String {
        blocks.elements.map(self.block).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// What attachments say in their own words.
    static func flatten(attachments: JSONValue) -> String {
        attachments.elements.compactMap { attachment in
            let words = ["pretext", "title", "text"].compactMap { attachment[$0].text }
            return words.isEmpty ? attachment["fallback"].text : words.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func block(_ block: JSONValue) -> String {
        switch block["type"].text {
        case "rich_text": self.list(block, separator: "\n")
        case "section", "header", "markdown":
            ([self.textObject(block["text"])] + block["fields"].elements.map(self.textObject))
                .filter { !$0.isEmpty }.joined(separator: "\n")
        case "context": block["elements"].elements.map(self.textObject).filter { !$0.isEmpty }.joined(separator: " ")
        default: ""
        }
    }

    private static func textObject(_ object: JSONValue) -> String { object.text ?? object["text"].text ?? "" }

    private static func list(_ parent: JSONValue, separator: String) -> String {
        parent["elements"].elements.map(self.element).joined(separator: separator)
    }

    private static func element(_ element: JSONValue) -> String {
        switch element["type"].text {
        case "rich_text_section": self.list(element, separator: "")
        case "rich_text_preformatted": "```\n" + self.list(element, separator: "") + "\n```"
        case "rich_text_quote":
            self.list(element, separator: "").split(separator: "\n").map { "> " + $0 }
                .joined(separator: "\n")
        case "rich_text_list": element["elements"].elements.map { "• " + self.element($0) }.joined(separator: "\n")
        case "text": self.escape(self.styled(element))
        case "link": self.link(element)
        case "user": element["user_id"].text.map { "<@\($0)>" } ?? ""
        case "channel": element["channel_id"].text.map { "<#\($0)>" } ?? ""
        case "usergroup": element["usergroup_id"].text.map { "<!subteam^\($0)>" } ?? ""
        case "broadcast": element["range"].text.map { "<!\($0)>" } ?? ""
        case "emoji": element["name"].text.map { ":\($0):" } ?? ""
        case "date": self.escape(element["fallback"].text ?? "")
        default: self.escape(self.textObject(element))
        }
    }

    private static func styled(_ element: JSONValue) -> String {
        let text = element["text"].text ?? ""
        return element["style"]["code"].bool == true ? "`\(text)`" : text
    }

    private static func link(_ element: JSONValue) -> String {
        guard let url = element["url"].text else { return "" }
        return element["text"].text.map { "<\(self.escape(url))|\(self.escape($0))>" } ?? "<\(self.escape(url))>"
    }

    /// Rich text is not escaped and `text` is: escaped here, both are read the same way.
    private static func escape(_ text: String) -> String { MrkdwnEscape.entities(text) }
}
