/// What a person types, turned into the text that Slack stores.
struct SlackText {
    var people: [SlackPerson]
    var channels: [SlackChannel]

    /// `&`, `<` and `>` escaped, mentions and channels as ids, addresses as links. Code keeps its words.
    func store(_ typed: String) -> String {
        typed.split(separator: "```", omittingEmptySubsequences: false).enumerated().map { index, part in
            index.isMultiple(of: 2) ? self.prose(Self.escape(part)) : Self.escape(part)
        }.joined(separator: "```")
    }

    static func escape(_ text: some StringProtocol) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    private func prose(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            index.isMultiple(of: 2) ? self.tokens(part) : String(part)
        }.joined(separator: "`")
    }

    private func tokens(_ text: Substring) -> String {
        text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "\n" }.reduce(into: (text.startIndex, "")) {
            result, word in
            result.1 += text[result.0..<word.startIndex] + self.token(word)
            result.0 = word.endIndex
        }.1
    }

    private func token(_ word: Substring) -> String {
        let end = word.lastIndex { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "-" || $0 == "_" }
        let core = end.map { word[...$0] } ?? word
        let rest = word[core.endIndex...]
        if core.hasPrefix("http://") || core.hasPrefix("https://") { return "<\(core)>\(rest)" }
        if core.hasPrefix("@"), let person = self.people.first(where: { "@\($0.handle)" == core.lowercased() }) {
            return "<@\(person.id)>\(rest)"
        }
        if core.hasPrefix("#"), let channel = self.channels.first(where: { "#\($0.name)" == core }) {
            return "<#\(channel.id)|\(channel.isPrivate ? "" : channel.name)>\(rest)"
        }
        return String(word)
    }
}
