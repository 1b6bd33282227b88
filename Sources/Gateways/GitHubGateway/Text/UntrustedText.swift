/// Text from outside inside our Markdown: it is shown, but pings nobody, closes nothing and ends no block of ours.
enum UntrustedText {
    private static let blank = "\u{200B}"

    /// One line of prose. Markdown punctuation is escaped; a zero-width space takes the life out of what GitHub finds in
    /// the rendered text afterwards: mentions, issue references (with them `Fixes #1`) and links.
    static func prose(_ text: String, limit: Int = 500) -> String {
        var result = ""
        for scalar in self.line(text, limit: limit).unicodeScalars {
            switch scalar {
            case "@": result += "@" + self.blank
            case "#": result += "\\#" + self.blank
            case "/": result += "/" + (result.hasSuffix("/") || result.hasSuffix("\\:") ? self.blank : "")
            case "-" where result.lowercased().hasSuffix("gh"): result += "\\-" + self.blank
            case "." where result.lowercased().hasSuffix("www"): result += "." + self.blank
            case _ where self.isPunctuation(scalar): result += "\\" + String(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A code span that its text cannot end.
    static func code(_ text: String, limit: Int = 200) -> String {
        let line = self.line(text, limit: limit)
        guard !line.isEmpty else { return "``" + "` `" + "``" }
        let fence = String(repeating: "`", count: self.longestRun(of: "`", in: line) + 1)
        let pad = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
        return fence + pad + line + pad + fence
    }

    /// For titles and commit messages, which are not Markdown: one line, without mentions and references.
    static func plain(_ text: String, limit: Int = 200) -> String {
        var result = ""
        for scalar in self.line(text, limit: limit).unicodeScalars {
            result.unicodeScalars.append(scalar)
            if scalar == "@" || scalar == "#" || (scalar == "/" && result.hasSuffix("://")) { result += self.blank }
            if scalar == "-", result.lowercased().hasSuffix("gh-") { result += self.blank }
        }
        return result
    }

    /// A quotation: every line of it is prose behind a `>`.
    static func quote(_ text: String, limit: Int = 800) -> String {
        let lines = text.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.map { self.prose(String($0), limit: limit) }
        return lines.filter { !$0.isEmpty }.prefix(12).map { "> " + $0 }.joined(separator: "\n>\n")
    }

    /// One line without control and direction characters, cut at `limit` characters.
    private static func line(_ text: String, limit: Int) -> String {
        var result = ""
        var isBlank = true
        for scalar in text.unicodeScalars.prefix(limit * 4) where !self.isInvisible(scalar) {
            let isSpace = scalar.properties.isWhitespace || scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            if isSpace {
                if !isBlank { result += " " }
            } else {
                result.unicodeScalars.append(scalar)
            }
            isBlank = isSpace
        }
        let trimmed = result.trimmed
        return trimmed.count > limit ? String(trimmed.prefix(limit)) + "…" : trimmed
    }

    /// Zero-width, direction and tag characters: they make text read otherwise than it is.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "<", ">", "!", "|", "~", "&", ":", "+", "=", "$", "-":
            true
        default: false
        }
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var longest = 0
        var run = 0
        for each in text {
            run = each == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
