/// What can be made of a composition.
extension Composition {
    /// Words after which a value is a name of the query's own, which no parameter can stand for.
    private static let nameIntroducers: Set<String> = [
        "FROM", "JOIN", "INTO", "UPDATE", "TABLE", "BY", "ASC", "DESC", "DATABASE", "COLUMN", "INDEX", "SET", "SELECT",
        "SCHEMA",
    ]
    private static let shellMarks: Set<Character> = [
        "|", "&", ";", "<", ">", "*", "?", "$", "`", "~", "'", "\"", "\\", "(", ")", "{", "}", "#", "!", "\n",
    ]

    /// The fixed text with a placeholder for each value; `nil` where a value is not a whole value of the query.
    func query(placeholder: String, unquote: Bool) -> String? {
        var text = ""
        var number = 0
        var closing: Character?
        for (place, part) in self.parts.enumerated() {
            switch part {
            case .text(var piece):
                if let quote = closing {
                    guard piece.first == quote else { return nil }
                    piece.removeFirst()
                    closing = nil
                }
                if placeholder == "%s" { piece = piece.replacing("%", with: "%%") }
                text += piece
            case .value:
                guard closing == nil, place > 0 else { return nil }
                number += 1
                if unquote, let last = text.last, last == "'" || last == "\"" {
                    closing = last
                    text.removeLast()
                }
                guard Self.endsBeforeValue(text, isQuoted: closing != nil) else { return nil }
                text += placeholder.replacing("#", with: String(number))
            }
        }
        return number > 0 && closing == nil ? text : nil
    }

    private static func endsBeforeValue(_ text: String, isQuoted: Bool) -> Bool {
        guard let last = text.last else { return false }
        if last.isLetter || last.isNumber || "_.`'\"%".contains(last) { return false }
        if text.count(where: { $0 == "'" }) % 2 == 1 { return false }
        if isQuoted { return true }
        let word = text.split {
            !$0.isLetter && $0 != "_" && $0 != "=" && $0 != "(" && $0 != "," && $0 != "<" && $0 != ">"
        }.last
        return !Self.nameIntroducers.contains((word.map(String.init) ?? "").uppercased())
    }

    enum Word: Hashable {
        case literal(String)
        case value(String)
    }

    /// The words that a shell would see; `nil` where it would see anything but plain words.
    var shellWords: [Word]? {
        var words: [Word] = []
        var touchesValue = false
        for (place, part) in self.parts.enumerated() {
            switch part {
            case .text(let text):
                guard !text.contains(where: { Self.shellMarks.contains($0) }) else { return nil }
                if touchesValue, text.first != " " { return nil }
                words += text.split(separator: " ").map { .literal(String($0)) }
                if place + 1 < self.parts.count, text.last != " " { return nil }
                touchesValue = false
            case .value(let value):
                guard !touchesValue else { return nil }
                words.append(.value(value))
                touchesValue = true
            }
        }
        if case .value = words.first { return nil }
        return words.isEmpty ? nil : words
    }

    /// A plain string of this text in the target's own quotes, or in the example's where those do not fit.
    func quoted(_ text: String, beside example: String) -> String? {
        let choices = self.quote == "`" && !text.contains("\n") ? [example, "\"", "'", "`"] : [self.quote, example]
        guard let quote = choices.first(where: { $0.count > 1 || !Self.hasBare($0, in: text) }) else { return nil }
        return self.prefix + quote + text + quote
    }

    private static func hasBare(_ quote: String, in text: String) -> Bool {
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if String(character) == quote {
                return true
            }
        }
        return false
    }
}
