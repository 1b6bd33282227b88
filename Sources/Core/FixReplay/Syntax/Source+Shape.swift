/// Where expressions and statements begin and end, judged from tokens and brackets alone.
extension Source {
    /// `.`, `?.`, `::` and their kin, that join a member to what is before it.
    func isMember(_ index: Int) -> Bool {
        guard index >= 0, index < self.count, self.tokens[index].kind == .mark else { return false }
        if self.isMark(index, ".") || self.isMark(index, "?.") || self.isMark(index, "&.") || self.isMark(index, "?->")
        {
            return true
        }
        if self.isMark(index, "::") { return true }
        return self.isMark(index, "->") && (self.table.family == .php || self.table.family == .generic)
    }

    func isConstant(_ index: Int) -> Bool {
        self.tokens[index].kind == .keyword && self.table.constants.contains(self.text(index))
    }

    /// Whether an expression can begin with this token: a value, a name, or a bracket.
    func startsOperand(_ index: Int) -> Bool {
        guard index >= 0, index < self.count else { return false }
        switch self.tokens[index].kind {
        case .name, .number, .string, .symbol, .open: return true
        case .keyword: return self.isConstant(index) || self.isSelf(index)
        default: return false
        }
    }

    func endsOperand(_ index: Int) -> Bool {
        guard index >= 0, index < self.count else { return false }
        switch self.tokens[index].kind {
        case .name, .number, .string, .symbol, .close: return true
        case .keyword: return self.isConstant(index) || self.isSelf(index)
        default: return false
        }
    }

    private func isSelf(_ index: Int) -> Bool {
        self.isWord(index, "this") || self.isWord(index, "self") || self.isWord(index, "super")
            || self.isWord(index, "Self")
    }

    /// Whether the bracket at `index` calls or subscripts what is before it.
    func isTrailingBracket(_ index: Int) -> Bool {
        guard index > 0, index < self.count, self.tokens[index].kind == .open, !self.tokens[index].startsLine,
            self.tokens[index].partner > index, self.endsOperand(index - 1) || self.isMember(index - 1)
        else { return false }
        let byte = self.bytes[self.tokens[index].start]
        if byte == 0x7b { return false }
        if self.isMember(index - 1) { return byte == 0x28 }
        if self.tokens[index - 1].kind == .number || self.tokens[index - 1].kind == .symbol { return false }
        if self.tokens[index - 1].kind == .string, byte == 0x28 { return false }
        let touches = self.tokens[index - 1].end == self.tokens[index].start
        return touches || (byte == 0x28 && self.table.family != .ruby && self.table.family != .swift)
    }

    /// The end (exclusive) of one trailer that starts at `index`: `.name`, `(…)`, `[…]`; `nil` where there is none.
    func trailerEnd(at index: Int) -> Int? {
        guard index < self.count else { return nil }
        if self.isMember(index) {
            guard index + 1 < self.count else { return nil }
            if self.tokens[index + 1].kind == .name || self.tokens[index + 1].kind == .keyword { return index + 2 }
            return self.isTrailingBracket(index + 1) ? self.tokens[index + 1].partner + 1 : nil
        }
        if self.isTrailingBracket(index) { return self.tokens[index].partner + 1 }
        if self.isMark(index, "!"), self.tokens[index - 1].end == self.tokens[index].start {
            switch self.table.family {
            case .rust: return self.isTrailingBracketAfterBang(index + 1)
            case .swift: return index + 1
            default: return nil
            }
        }
        if self.isMark(index, "?"), self.table.family == .rust { return index + 1 }
        if self.isMark(index, "?"), self.table.family == .swift, self.isMember(index + 1) { return index + 1 }
        return nil
    }

    private func isTrailingBracketAfterBang(_ index: Int) -> Int? {
        guard self.isOpen(index), self.tokens[index].kind == .open else { return nil }
        return self.tokens[index].partner + 1
    }

    /// The ends (exclusive) of the operand that begins at `start`, after its first atom and after every trailer.
    func operandEnds(from start: Int) -> [Int] {
        guard self.startsOperand(start) else { return [] }
        var end = start + 1
        if self.tokens[start].kind == .open {
            guard self.tokens[start].partner > start else { return [] }
            end = self.tokens[start].partner + 1
        }
        if self.tokens[start].kind == .string {
            while end < self.count, self.tokens[end].kind == .string, !self.tokens[end].startsLine { end += 1 }
        }
        var ends = [end]
        while let next = self.trailerEnd(at: end), ends.count < 64 {
            end = next
            ends.append(end)
        }
        return ends
    }

    func operandEnd(from start: Int) -> Int? { self.operandEnds(from: start).last }

    /// The first token of the operand that token `index` belongs to.
    func operandStart(containing index: Int) -> Int {
        var place = index
        while true {
            if self.tokens[place].partner >= 0, self.tokens[place].partner < place, self.tokens[place].kind == .close {
                place = self.tokens[place].partner
            }
            if self.isMember(place), place > 0 {
                place -= 1
            } else if place > 0, self.isMember(place - 1) {
                place -= 2
                if place < 0 { return 0 }
            } else if self.isTrailingBracket(place) {
                place -= 1
            } else {
                return place
            }
        }
    }

    /// The tokens of one argument or list element that begins at `start`: up to a comma or the bracket's end.
    func elementEnd(from start: Int, limit: Int) -> Int {
        var place = start
        while place < limit {
            if self.isMark(place, ",") || self.isMark(place, ";") || self.isClose(place) { return place }
            place = self.isOpen(place) ? self.tokens[place].partner + 1 : place + 1
        }
        return limit
    }

    /// Where the list or block around a token ends: the index of its closing bracket, or the end of the text.
    func scopeEnd(of index: Int) -> Int {
        let parent = self.tokens[index].parent
        return parent >= 0 ? self.tokens[parent].partner : self.count
    }

    /// Whether a statement begins at this token.
    func startsStatement(_ index: Int) -> Bool {
        guard index > 0, index < self.count else { return true }
        let token = self.tokens[index]
        if token.startsLine || self.tokens[index - 1].kind == .indent || self.tokens[index - 1].kind == .dedent {
            return true
        }
        if self.isMark(index - 1, ";") { return true }
        if token.parent == index - 1, self.isMark(index - 1, "{") { return true }
        if self.isMark(index - 1, "}"), token.kind == .name || token.kind == .keyword || token.kind == .string {
            return !["else", "catch", "finally", "while", "as", "instanceof", "in", "of", "from"].contains(
                self.text(index))
        }
        return false
    }

    /// The statement that token `index` belongs to, with its block where it has one.
    func statement(around index: Int) -> Range<Int> {
        var start = index
        let parent = self.tokens[index].parent
        while start > 0, start - 1 > parent, !self.startsStatement(start) {
            start -= 1
            if self.isClose(start) { start = self.tokens[start].partner }
        }
        var end = index
        let limit = self.scopeEnd(of: index)
        while end < limit {
            end = self.isOpen(end) ? self.tokens[end].partner + 1 : end + 1
            if self.isMark(end - 1, ";") { break }
            if end < limit, self.startsStatement(end) { break }
        }
        return start..<max(min(end, self.count), min(start + 1, self.count))
    }
}
