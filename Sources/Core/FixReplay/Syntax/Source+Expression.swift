/// How tightly operators bind, alike enough in every language served here to keep a replaced part whole.
extension Source {
    private static let binding: [String: Int] = [
        "||": 1, "or": 1, "??": 1, "&&": 2, "and": 2, "==": 4, "!=": 4, "===": 4, "!==": 4, "<": 4, ">": 4, "<=": 4,
        ">=": 4,
        "<=>": 4, "=~": 4, "!~": 4, "in": 4, "is": 4, "instanceof": 4, "not": 4, "|": 5, "^": 5, "&": 5, "<<": 6,
        "+": 7,
        "-": 7, "*": 8, "/": 8, "%": 8, "//": 8, "**": 9, "..": 3, "...": 3, "..<": 3, "as": 9,
    ]
    private static let prefixes: Set<String> = [
        "-", "+", "!", "~", "not", "await", "new", "typeof", "void", "delete", "*", "&", "try", "...", "**", "@", "\\",
        "yield",
        "defined?",
    ]

    /// The binding strength of the operator at `index`, where it stands between two operands; `nil` for anything else.
    func binaryBinding(_ index: Int) -> Int? {
        guard index > 0, index < self.count, self.tokens[index].kind == .mark || self.tokens[index].kind == .keyword
        else {
            return nil
        }
        if self.isMark(index, "."), self.table.family == .php { return 7 }
        return Self.binding[self.text(index)]
    }

    func isPrefix(_ index: Int) -> Bool {
        guard index >= 0, index < self.count, self.tokens[index].kind == .mark || self.tokens[index].kind == .keyword,
            Self.prefixes.contains(self.text(index))
        else { return false }
        return !self.endsOperand(index - 1) || self.startsStatement(index)
    }

    /// The end (exclusive) of the longest expression from `start` whose operators bind more tightly than `floor`;
    /// `nil` where none starts here.
    func expressionEnd(from start: Int, tighterThan floor: Int, limit: Int) -> Int? {
        var place = start
        while place < limit {
            while place < limit, self.isPrefixWord(place) {
                if floor > 3, self.isWord(place, "not") { return nil }
                place += 1
            }
            guard place < limit, let end = self.operandEnd(from: place), end <= limit else { return nil }
            guard let strength = self.binaryBinding(end), strength > floor, end + 1 < limit,
                !self.tokens[end].startsLine
            else {
                return end
            }
            place = end + 1
            if self.isWord(end, "is") || self.isWord(end, "not"), self.isWord(place, "not") || self.isWord(place, "in")
            {
                place += 1
            }
            if place >= limit || !(self.startsOperand(place) || self.isPrefixWord(place)) { return end }
        }
        return nil
    }

    private func isPrefixWord(_ index: Int) -> Bool {
        guard self.tokens[index].kind == .mark || self.tokens[index].kind == .keyword else { return false }
        return Self.prefixes.contains(self.text(index))
    }
}
