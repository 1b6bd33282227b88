/// How loosely an expression may bind and still be whole where it stands.
extension Source {
    func roomAround(_ range: Range<Int>, edges: Bool) -> HoleKind {
        let left = range.lowerBound - 1
        let right = range.upperBound
        if self.trailerEnd(at: right) != nil || self.isMember(left) { return .operand }
        var floor = 0
        if left >= 0 {
            if self.isPrefix(left) {
                floor = self.isWord(left, "not") ? 3 : self.isWord(left, "await") || !self.isWordToken(left) ? 100 : 0
            } else if let binding = self.binaryBinding(left), !self.startsStatement(range.lowerBound) {
                floor = binding
            }
        }
        if right < self.count, let binding = self.binaryBinding(right), !self.tokens[right].startsLine {
            floor = max(floor, binding)
        }
        if floor >= 9 { return .operand }
        let opens = left >= 0 && (self.isMark(left, "(") || self.isMark(left, "[") || self.isMark(left, ","))
        let closes =
            right < self.count && (self.isMark(right, ")") || self.isMark(right, "]") || self.isMark(right, ","))
        if floor == 0, opens, closes { return .element }
        return .expression(tighterThan: floor)
    }

    private func isWordToken(_ index: Int) -> Bool { self.tokens[index].kind == .keyword }

    /// A keyword argument's name, or a key.
    func isLabelName(_ index: Int) -> Bool {
        guard index + 1 < self.count, self.isMark(index + 1, "=") || self.isMark(index + 1, ":") else { return false }
        return self.isMark(index - 1, "(") || self.isMark(index - 1, ",") || self.isMark(index - 1, "{")
    }
}

extension HoleKind {
    /// The kind that is safe in both places.
    func tighter(_ other: HoleKind) -> HoleKind {
        if self == other { return self }
        switch (self, other) {
        case (.name, _), (.string, _), (.group, _), (.composition, _): return self
        case (_, .name), (_, .string), (_, .group), (_, .composition): return other
        case (.operand, _), (_, .operand): return .operand
        case (.expression(let one), .expression(let two)): return .expression(tighterThan: max(one, two))
        case (.expression(let one), .element), (.element, .expression(let one)): return .expression(tighterThan: one)
        default: return .operand
        }
    }
}
