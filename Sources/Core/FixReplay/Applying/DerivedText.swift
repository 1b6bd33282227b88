/// Makes new text from what a hole found.
struct DerivedText {
    let source: Source
    let range: Range<Int>

    func make(_ derivation: Derivation) -> String? {
        let text = self.source.text(self.range)
        switch derivation {
        case .quotedName(let style, let quote):
            let mark = self.source.preferredQuote ?? quote
            return mark + style.convert(text) + mark
        case .name(let style): return style.convert(text)
        case .requoted(let quote):
            let literal = StringLiteral(text)
            guard !literal.content.contains(quote), !literal.content.contains("\\"), literal.quote != quote else {
                return nil
            }
            return literal.prefix + quote + literal.content + quote
        case .lowercased: return text.lowercased()
        case .uppercased: return text.uppercased()
        case .query(let placeholder, let unquote):
            guard let composition = Composition(self.source, self.range) else { return nil }
            return composition.query(placeholder: placeholder, unquote: unquote).flatMap {
                composition.quoted($0, beside: "\"")
            }
        case .values(let isTuple):
            guard let values = Composition(self.source, self.range)?.values, !values.isEmpty else { return nil }
            return values.joined(separator: ", ") + (isTuple && values.count == 1 ? "," : "")
        case .words(let from, let to): return self.words(from, to)
        }
    }

    private func words(_ from: Int, _ to: Int?) -> String? {
        guard let composition = Composition(self.source, self.range), let words = composition.shellWords,
            from < words.count,
            (to ?? words.count) <= words.count
        else { return nil }
        var texts: [String] = []
        for word in words[from..<(to ?? words.count)] {
            switch word {
            case .value(let value): texts.append(value)
            case .literal(let text):
                guard let quoted = composition.quoted(text, beside: self.source.preferredQuote ?? "'") else {
                    return nil
                }
                texts.append(quoted)
            }
        }
        return texts.joined(separator: ", ")
    }
}
