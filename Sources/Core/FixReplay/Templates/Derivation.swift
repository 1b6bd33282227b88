/// How new text is made from what a hole found, where it is not simply repeated.
enum Derivation: Hashable, Sendable, Codable {
    /// The fixed text of a composition with a placeholder for each value. `#` in the placeholder is the value's number.
    case query(placeholder: String, unquote: Bool)
    /// The values of a composition, with commas; `tuple` closes a single one with a comma.
    case values(tuple: Bool)
    /// The blank-separated words of a composition from one position to another, each its own string or value.
    case words(from: Int, to: Int?)
    /// A string literal made from a name.
    case quotedName(NameCase, quote: String)
    /// A name made from a name.
    case name(NameCase)
    /// The same string in other quotes.
    case requoted(String)
    /// The same text in other letters.
    case lowercased, uppercased
}

enum NameCase: String, Hashable, Sendable, Codable, CaseIterable {
    case same, upperSnake, lowerSnake, upper, lower, camel

    func convert(_ name: String) -> String {
        switch self {
        case .same: name
        case .upper: name.uppercased()
        case .lower: name.lowercased()
        case .upperSnake: Self.words(name).joined(separator: "_").uppercased()
        case .lowerSnake: Self.words(name).joined(separator: "_").lowercased()
        case .camel:
            Self.words(name).enumerated().map { position, word in
                position == 0 ? word.lowercased() : word.prefix(1).uppercased() + word.dropFirst().lowercased()
            }.joined()
        }
    }

    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previousIsLower = false
        for character in name {
            if character == "_" || character == "-" || character == "$" {
                if !word.isEmpty { words.append(word) }
                word = ""
                previousIsLower = false
                continue
            }
            if character.isUppercase, previousIsLower {
                words.append(word)
                word = ""
            }
            word.append(character)
            previousIsLower = character.isLowercase || character.isNumber
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
