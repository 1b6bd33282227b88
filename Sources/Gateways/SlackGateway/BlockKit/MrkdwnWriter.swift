package import HealingDomain

/// Writes `StyledText` as Slack's mrkdwn: spans become markup, words never do.
package struct MrkdwnWriter {
    /// Says that words are missing; whoever reads it knows where to look further.
    static let cutMark = "… (shortened)"

    private var output = ""
    private var used = 0
    private var isCut = false
    /// Whether the last thing written is a style's closing mark.
    private var endsStyle = false
    private let limit: Int

    /// The text within `limit` UTF-16 units, cut between characters where it is longer.
    package static func write(_ text: StyledText, limit: Int) -> String {
        var writer = MrkdwnWriter(limit: limit - self.cutMark.utf16.count)
        for span in text.spans where !writer.isCut { writer.append(span) }
        return writer.isCut ? writer.output + self.cutMark : writer.output
    }

    private init(limit: Int) { self.limit = limit }

    private mutating func append(_ span: StyledText.Span) {
        switch span {
        case .plain(let text): self.words(text)
        case .bold(let text): self.wrapped(text, in: "*")
        case .italic(let text): self.wrapped(text, in: "_")
        case .code(let text): self.wrapped(text, in: "`")
        case .link(let url, let label): self.link(url, label)
        case .person(let id): self.token(id.rawValue, sigil: "@")
        case .channel(let id): self.token(id.rawValue, sigil: "#")
        case .emoji(let name): self.emoji(name)
        }
    }

    private mutating func words(_ text: String) {
        if text.isEmpty { return }
        self.separate(from: text.first)
        self.put(Self.write(text, within: self.limit - self.used, after: self.output.last))
    }

    private mutating func wrapped(_ text: String, in mark: Character) {
        let line = Self.line(text)
        if line.isBlank { return }
        // A style shows only between characters that are no letters.
        self.separate(from: mark)
        let room = self.limit - self.used - 2
        let fitted =
            mark == "`"
            ? line.fitting(room) { Self.holds("`", $0) ? MrkdwnEscape.inert($0) : MrkdwnEscape.entity($0) }
            : Self.write(line, within: room, after: mark, inside: mark)
        self.isCut = fitted.isCut
        let content = mark == "`" ? fitted.text : fitted.text.trimmed
        if !content.isBlank { self.put("\(mark)\(content)\(mark)") }
        self.endsStyle = true
    }

    /// Puts an invisible space where letters and a style would touch.
    private mutating func separate(from next: Character?) {
        defer { self.endsStyle = false }
        guard let next, let last = self.output.last, self.used < self.limit else { return }
        let touchesBefore = "*_`".contains(next) && (Self.isWord(last) || last == next)
        if touchesBefore || self.endsStyle && Self.isWord(next) { self.put("\u{200B}") }
    }

    private static func write(
        _ text: String, within room: Int, after: Character?, inside mark: Character? = nil
    ) -> FittedText {
        var previous = after
        return text.fitting(room) { character in
            defer { previous = character }
            // mrkdwn begins a style only after something that is no letter or digit; a backtick always.
            let isLive =
                !(previous.map(Self.isWord) ?? false) || Self.holds("`", character)
                || mark.map { Self.holds($0, character) } ?? false
            return isLive ? MrkdwnEscape.inert(character) : MrkdwnEscape.entity(character)
        }
    }

    /// Not only at the start: some scalars join with the character after them.
    private static func holds(_ mark: Character, _ character: Character) -> Bool {
        character.unicodeScalars.contains { mark.unicodeScalars.first == $0 }
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private mutating func link(_ url: String, _ label: String) {
        guard let address = SlackLink.address(url) else { return self.words(label) }
        let room = self.limit - self.used - address.utf16.count - 3
        guard room > 0 else { return self.words(label) }
        let line = Self.line(label)
        let fitted = line.fitting(min(room, BlockKitLimit.value)) { character in
            character == "|" ? "¦" : MrkdwnEscape.inert(character)
        }
        self.put(fitted.text.isBlank ? "<\(address)>" : "<\(address)|\(fitted.text)>")
    }

    private mutating func token(_ id: String, sigil: Character) {
        let isID =
            !id.isEmpty && id.utf8.count <= 64
            && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        if isID, self.limit - self.used >= id.utf16.count + 3 {
            self.put("<\(sigil)\(id)>")
        } else {
            self.words("\(sigil)\(id)")
        }
    }

    private mutating func emoji(_ name: String) {
        let isName =
            !name.isEmpty && name.utf8.count <= 100
            && name.utf8.allSatisfy { Self.emojiBytes.contains($0) }
        if isName, self.limit - self.used >= name.utf16.count + 2 {
            self.put(":\(name):")
        } else {
            self.words(name)
        }
    }

    private mutating func put(_ fitted: FittedText) {
        self.put(fitted.text)
        self.isCut = fitted.isCut
    }

    private mutating func put(_ text: String) {
        self.output += text
        self.used += text.utf16.count
    }

    /// Without line breaks and outer spaces, which end a style.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmed
    }

    private static let emojiBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789_+-'".utf8)
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        guard let first = self.firstIndex(where: { !$0.isWhitespace }),
            let last = self.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
