/// One place where a part of a template fits.
struct PartMatch {
    var tokens: Range<Int>
    /// The tokens that each pattern element took.
    var taken: [Range<Int>]
}

/// Finds a template's parts in a source. Work is bounded: past the budget nothing is found.
struct Matcher {
    let source: Source
    let imports: ImportTable
    let template: FixTemplate
    private(set) var bindings: [Range<Int>?]
    private var budget = 60_000
    private var taken: [Range<Int>] = []

    init(_ template: FixTemplate, _ source: Source, _ imports: ImportTable) {
        self.template = template
        self.source = source
        self.imports = imports
        self.bindings = Array(repeating: nil, count: template.holes.count)
    }

    var isExhausted: Bool { self.budget <= 0 }

    /// The next place at or after `start` where the part fits, with the bindings made so far; they are extended by it.
    mutating func next(_ part: TemplatePart, from start: Int) -> PartMatch? {
        let kept = self.bindings
        var place = start
        while place < self.source.count, self.budget > 0 {
            self.bindings = kept
            if let match = self.match(part, at: place) { return match }
            place += 1
        }
        self.bindings = kept
        return nil
    }

    mutating func forget() { self.bindings = Array(repeating: nil, count: self.bindings.count) }

    mutating func match(_ part: TemplatePart, at place: Int) -> PartMatch? {
        guard self.mayStart(part, at: place) else { return nil }
        self.taken = Array(repeating: 0..<0, count: part.pattern.count)
        guard let end = self.fit(part, 0, place), self.mayEnd(part, at: end) else { return nil }
        return PartMatch(tokens: place..<end, taken: self.taken)
    }

    private func mayEnd(_ part: TemplatePart, at end: Int) -> Bool {
        let boundary = self.source.rightBoundary(of: end)
        if part.right.admits(boundary) { return true }
        guard part.keepsCallEnd else { return false }
        switch boundary.side {
        case .edge, .closing, .comma, .member, .binary, .colon, .bracket: return true
        default: return false
        }
    }

    private func mayStart(_ part: TemplatePart, at place: Int) -> Bool {
        switch part.pattern[0].piece {
        case .token(let kind, _): if self.source.tokens[place].kind != kind { return false }
        case .qualified: if self.source.tokens[place].kind != .name { return false }
        case .hole: if self.source.isTrailingBracket(place) { return false }
        }
        return part.left.admits(self.source.leftBoundary(of: place))
    }

    /// Fits the pattern from one of its elements on; the end of the match, exclusive.
    private mutating func fit(_ part: TemplatePart, _ first: Int, _ start: Int) -> Int? {
        var place = start
        var element = first
        while element < part.pattern.count {
            self.budget -= 1
            guard self.budget > 0 else { return nil }
            let wanted = part.pattern[element]
            if element > 0, place < self.source.count, wanted.startsLine != self.source.tokens[place].startsLine {
                return nil
            }
            switch wanted.piece {
            case .token(let kind, let text):
                guard self.isToken(place, kind, text) else { return nil }
                self.taken[element] = place..<place + 1
                place += 1
            case .qualified(let path, let spelled):
                guard let end = self.qualifiedEnd(place, path, spelled) else { return nil }
                self.taken[element] = place..<end
                place = end
            case .hole(let hole):
                if let bound = self.bindings[hole] {
                    guard let end = self.repetition(of: bound, at: place) else { return nil }
                    self.taken[element] = place..<end
                    place = end
                } else {
                    return self.fitHole(part, element, hole, place)
                }
            }
            element += 1
        }
        return place
    }

    private mutating func fitHole(_ part: TemplatePart, _ element: Int, _ hole: Int, _ place: Int) -> Int? {
        for end in self.ends(self.template.holes[hole], place, part, element) {
            self.bindings[hole] = place..<end
            self.taken[element] = place..<end
            if let result = self.fit(part, element + 1, end) { return result }
            self.bindings[hole] = nil
        }
        return nil
    }

    /// Where a hole that starts at `place` may end, best first.
    private func ends(_ kind: HoleKind, _ place: Int, _ part: TemplatePart, _ element: Int) -> [Int] {
        guard place < self.source.count else { return [] }
        let token = self.source.tokens[place]
        switch kind {
        case .name: return token.kind == .name && self.imports.paths[self.source.text(place)] == nil ? [place + 1] : []
        case .string: return token.kind == .string ? [place + 1] : []
        case .operand:
            let ends = self.source.operandEnds(from: place)
            if self.source.isConstant(place), ends.count == 1 { return [] }
            return self.isFollowedByTrailer(part, element) ? ends.reversed() : ends.suffix(1)
        case .expression(let floor):
            return self.source.expressionEnd(
                from: place, tighterThan: floor, limit: self.source.scopeEnd(of: place)
            ).map { [$0] } ?? []
        case .element:
            let end = self.source.elementEnd(from: place, limit: self.source.scopeEnd(of: place))
            return end > place && !self.isLabelled(place, end) ? [end] : []
        case .group: return self.source.isOpen(place) ? [token.partner + 1] : []
        case .composition:
            guard self.source.startsOperand(place) else { return [] }
            let ends = [
                self.source.expressionEnd(from: place, tighterThan: 0, limit: self.source.scopeEnd(of: place)),
                self.source.operandEnd(from: place),
            ]
            return ends.compactMap { $0 }.filter { Composition(self.source, place..<$0) != nil }
        }
    }

    private func isLabelled(_ start: Int, _ end: Int) -> Bool {
        if self.source.isMark(start, "*") || self.source.isMark(start, "**") || self.source.isMark(start, "...") {
            return true
        }
        return end > start + 1 && self.source.isLabelName(start)
    }

    private func isFollowedByTrailer(_ part: TemplatePart, _ element: Int) -> Bool {
        guard element + 1 < part.pattern.count else { return false }
        switch part.pattern[element + 1].piece {
        case .token(.open, let text): return text != "{"
        case .token(.mark, let text): return [".", "?.", "&.", "::", "->", "?->", "!", "?"].contains(text)
        default: return false
        }
    }

    private func isToken(_ place: Int, _ kind: TokenKind, _ text: String) -> Bool {
        guard place < self.source.count, self.source.tokens[place].kind == kind else { return false }
        let token = self.source.tokens[place]
        if self.source.bytes[token.start..<token.end].elementsEqual(text.utf8) { return true }
        guard kind == .string else { return false }
        let wanted = StringLiteral(text)
        let found = StringLiteral(self.source.text(place))
        guard wanted.quote == "\"" || wanted.quote == "'", found.quote == "\"" || found.quote == "'" else {
            return false
        }
        return wanted.content == found.content && wanted.prefix == found.prefix
    }

    /// The end of the dotted name that starts here, where it is the wanted one by this text's imports.
    private func qualifiedEnd(_ place: Int, _ path: [String], _ spelled: [String]) -> Int? {
        guard place < self.source.count, self.source.tokens[place].kind == .name, !self.source.isMember(place - 1)
        else { return nil }
        let base = self.source.text(place)
        let bound = self.imports.paths[base]
        if let bound, path.starts(with: bound) { return self.chainEnd(place, Array(path.dropFirst(bound.count))) }
        guard bound == nil, base == spelled.first else { return nil }
        return self.chainEnd(place, Array(spelled.dropFirst()))
    }

    private func chainEnd(_ place: Int, _ names: [String]) -> Int? {
        var end = place + 1
        for name in names {
            guard self.source.isMark(end, "."), self.source.isWord(end + 1, name) else { return nil }
            end += 2
        }
        return end
    }

    private func repetition(of bound: Range<Int>, at place: Int) -> Int? {
        guard place + bound.count <= self.source.count else { return nil }
        for offset in 0..<bound.count
        where self.source.tokens[place + offset].hash != self.source.tokens[bound.lowerBound + offset].hash {
            return nil
        }
        return place + bound.count
    }
}
