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
            guard !literal.content.contains(quote), !literal.content.contains("\\"), literal.quote != quote else { return nil }
            return literal.prefix + quote + literal.content + quote
        case .lowercased: return text.lowercased()
        case .uppercased: return text.uppercased()
        case .affix, .query, .values, .words: return nil
        }
    }
}
