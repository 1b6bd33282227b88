/// What stands beside a stretch of tokens.
extension Source {
    private static let assignments: Set<String> = [
        "=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", ":=", "??=", "||=", "&&=", "=>", "<<=", ">>=", "**=",
        "//=", ".=",
    ]
    private static let introducers: Set<String> = [
        "return", "yield", "throw", "raise", "await", "case", "echo", "print",
    ]

    func leftBoundary(of index: Int) -> Boundary {
        if index <= 0 || index > self.count { return Boundary(side: .edge, text: "") }
        if index < self.count, self.startsStatement(index) { return Boundary(side: .edge, text: "") }
        let place = index - 1
        let text = self.text(place)
        switch self.tokens[place].kind {
        case .open: return Boundary(side: text == "{" ? .brace : .opening, text: text)
        case .indent, .dedent: return Boundary(side: .edge, text: "")
        case .close: return Boundary(side: text == "}" ? .brace : .operand, text: text)
        case .name, .number, .string, .symbol: return Boundary(side: .operand, text: "")
        case .keyword:
            if Self.introducers.contains(text) { return Boundary(side: .assignment, text: text) }
            if self.isPrefix(place) { return Boundary(side: .prefix, text: text) }
            if self.binaryBinding(place) != nil { return Boundary(side: .binary, text: text) }
            return Boundary(side: self.endsOperand(place) ? .operand : .keyword, text: text)
        case .mark: return self.mark(place, text)
        }
    }

    func rightBoundary(of index: Int) -> Boundary {
        if index >= self.count || index < 0 { return Boundary(side: .edge, text: "") }
        if self.tokens[index].startsLine || self.isMark(index, ";") { return Boundary(side: .edge, text: "") }
        let text = self.text(index)
        switch self.tokens[index].kind {
        case .open:
            if text == "{" { return Boundary(side: .brace, text: text) }
            return Boundary(side: self.isTrailingBracket(index) ? .bracket : .operand, text: text)
        case .close: return Boundary(side: text == "}" ? .edge : .closing, text: text)
        case .indent, .dedent: return Boundary(side: .edge, text: "")
        case .name, .number, .string, .symbol:
            return Boundary(side: index > 0 && self.isMark(index - 1, "}") ? .edge : .operand, text: "")
        case .keyword:
            if self.binaryBinding(index) != nil { return Boundary(side: .binary, text: text) }
            return Boundary(side: .keyword, text: text)
        case .mark: return self.mark(index, text)
        }
    }

    private func mark(_ place: Int, _ text: String) -> Boundary {
        if self.isMember(place) { return Boundary(side: .member, text: text) }
        if text == "," { return Boundary(side: .comma, text: text) }
        if Self.assignments.contains(text) { return Boundary(side: .assignment, text: text) }
        if text == ":" { return Boundary(side: .colon, text: text) }
        if self.isPrefix(place) { return Boundary(side: .prefix, text: text) }
        if self.binaryBinding(place) != nil { return Boundary(side: .binary, text: text) }
        return Boundary(side: .other, text: text)
    }
}

extension Boundary {
    /// Whether code that stood beside `self` may stand beside `other` with the same meaning.
    func admits(_ other: Boundary) -> Bool {
        if self == other { return true }
        if self.isNeutral && other.isNeutral { return true }
        guard self.side == other.side else { return false }
        switch self.side {
        case .keyword, .prefix, .other, .member, .binary, .bracket: return self.text == other.text
        default: return true
        }
    }

    /// A place where any whole expression may stand.
    private var isNeutral: Bool {
        switch self.side {
        case .edge, .opening, .closing, .comma, .assignment, .colon: true
        case .brace, .binary, .prefix, .member, .bracket, .operand, .keyword, .other: false
        }
    }
}
