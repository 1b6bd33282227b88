extension Derivation {
    /// How `text` could have been made from `original`; `nil` where nothing but chance would explain it.
    static func between(
        _ original: String, _ originalKind: TokenKind, _ text: String, _ kind: TokenKind, isMember: Bool
    ) -> Derivation? {
        switch (originalKind, kind) {
        case (.name, .string):
            let literal = StringLiteral(text)
            guard literal.prefix.isEmpty, literal.content.utf8.count > 1 else { return nil }
            return NameCase.allCases.first { $0.convert(original) == literal.content }.map {
                .quotedName($0, quote: literal.quote)
            }
        case (.name, .name):
            guard original != text else { return isMember ? .name(.same) : nil }
            return NameCase.allCases.first { $0 != .same && $0.convert(original) == text }.map { .name($0) }
        case (.string, .string): return Self.betweenStrings(original, text)
        case (.number, .number):
            if original.uppercased() == text { return .uppercased }
            return original.lowercased() == text ? .lowercased : nil
        default: return nil
        }
    }

    private static func betweenStrings(_ original: String, _ text: String) -> Derivation? {
        let one = StringLiteral(original)
        let two = StringLiteral(text)
        guard one.prefix == two.prefix else { return nil }
        if one.content == two.content { return .requoted(two.quote) }
        return nil
    }
}
