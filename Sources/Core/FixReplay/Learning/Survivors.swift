/// A stretch of the old code that may differ in other places.
struct Segment {
    var range: Range<Int>
    var kind: HoleKind
}

/// Finds what a change leaves alone inside one window: the candidates for holes.
struct Survivors {
    let script: EditScript
    let window: Range<Int>
    let image: Range<Int>
    let level: TemplateLevel
    private let positions: [UInt64: [Int]]
    /// Names that the new code uses again by themselves: they must not vanish inside a larger hole.
    private let exposed: Set<UInt64>

    private var source: Source { self.script.before }

    init(script: EditScript, window: Range<Int>, image: Range<Int>, level: TemplateLevel) {
        self.script = script
        self.window = window
        self.image = image
        self.level = level
        var positions: [UInt64: [Int]] = [:]
        for index in image { positions[script.after.tokens[index].hash, default: []].append(index) }
        self.positions = positions
        self.exposed = script.namesUsedAlone(in: window)
    }

    /// The holes of the window; the given stretches are compositions.
    func segments(around compositions: [Range<Int>]) -> [Segment] {
        guard self.level > .exact else { return [] }
        var segments: [Segment] = []
        var index = self.window.lowerBound
        while index < self.window.upperBound {
            if let composition = compositions.first(where: { $0.lowerBound == index }) {
                segments.append(Segment(range: composition, kind: .composition))
                index = composition.upperBound
            } else if let segment = self.segment(at: index), segment.range.upperBound <= self.window.upperBound {
                segments.append(segment)
                index = segment.range.upperBound
            } else {
                index += 1
            }
        }
        return segments
    }

    private func segment(at index: Int) -> Segment? {
        if self.level >= .arguments {
            if let element = self.element(at: index) { return element }
            if let group = self.group(at: index) { return group }
            if let expression = self.expression(at: index) { return expression }
        }
        return self.operand(at: index)
    }

    /// One whole unchanged argument.
    private func element(at index: Int) -> Segment? {
        guard index > self.window.lowerBound, self.isListStart(index - 1) else { return nil }
        let end = self.source.elementEnd(from: index, limit: self.source.scopeEnd(of: index))
        guard end > index, end < self.window.upperBound, self.survives(index..<end), !self.isLabelled(index, end),
            !self.isConstantOnly(index..<end), !(end == index + 1 && self.isFixed(index))
        else { return nil }
        return Segment(range: index..<end, kind: .element)
    }

    private func isListStart(_ index: Int) -> Bool {
        let parent = self.source.isMark(index, ",") ? self.source.tokens[index].parent : index
        guard parent >= 0, self.source.isMark(parent, "(") || self.source.isMark(parent, "[") else { return false }
        return self.source.isMark(index, ",") || self.source.isOpen(index)
    }

    private func isLabelled(_ start: Int, _ end: Int) -> Bool {
        guard start + 1 < end else { return false }
        return (start..<end).contains {
            self.source.tokens[$0].parent == self.source.tokens[start].parent
                && (self.source.isMark($0, "=") || self.source.isMark($0, ":") || self.source.isMark($0, "=>"))
                && $0 == start + 1
        } || self.source.isMark(start, "*") || self.source.isMark(start, "**") || self.source.isMark(start, "...")
    }

    private func group(at index: Int) -> Segment? {
        guard self.source.isOpen(index), index > self.window.lowerBound,
            self.source.isMark(index, "{") || self.source.tokens[index].kind == .indent
        else { return nil }
        let range = index..<self.source.tokens[index].partner + 1
        guard range.count > 2, range.upperBound <= self.window.upperBound, self.survives(range) else { return nil }
        return Segment(range: range, kind: .group)
    }

    private func expression(at index: Int) -> Segment? {
        guard !self.source.isMember(index - 1), self.source.startsOperand(index) || self.source.isPrefix(index),
            self.source.binaryBinding(index - 1) == nil || index == self.window.lowerBound,
            let end = self.source.expressionEnd(from: index, tighterThan: 0, limit: self.window.upperBound),
            end > index + 1, self.survives(index..<end), self.mayVary(index, end)
        else { return nil }
        let operand = self.source.operandEnd(from: index)
        return operand == end ? nil : Segment(range: index..<end, kind: .expression(tighterThan: 0))
    }

    private func operand(at index: Int) -> Segment? {
        guard self.source.startsOperand(index), !self.source.isMember(index - 1), !self.source.isTrailingBracket(index)
        else {
            return nil
        }
        if self.isNamedSecret(index) { return Segment(range: index..<index + 1, kind: .string) }
        let ends = self.level >= .arguments ? self.source.operandEnds(from: index) : [index + 1]
        for end in ends.reversed() where end <= self.window.upperBound {
            let range = index..<end
            guard self.survives(range), self.mayVary(index, end) else { continue }
            return Segment(range: range, kind: self.kind(of: range))
        }
        return nil
    }

    /// A string given to a name, where the new code makes something of that name instead of the string.
    private func isNamedSecret(_ index: Int) -> Bool {
        guard self.source.tokens[index].kind == .string, self.script.alignment.forward[index] < 0,
            self.source.isMark(index - 1, "=") || self.source.isMark(index - 1, ":="), index >= 2,
            self.source.tokens[index - 2].kind == .name
        else { return false }
        let name = self.source.text(index - 2)
        return self.image.contains { place in
            let token = self.script.after.tokens[place]
            guard self.script.alignment.backward[place] < 0,
                token.kind == .string || self.script.after.isMember(place - 1)
            else {
                return false
            }
            return Derivation.between(name, .name, self.script.after.text(place), token.kind, isMember: true) != nil
        }
    }

    private func kind(of range: Range<Int>) -> HoleKind {
        if self.level >= .arguments { return .operand }
        return self.source.tokens[range.lowerBound].kind == .string ? .string : .name
    }

    /// Whether this operand is one that other code would have other text for.
    private func mayVary(_ start: Int, _ end: Int) -> Bool {
        let isSingle = end == start + 1
        let kind = self.source.tokens[start].kind
        if isSingle {
            if self.isFixed(start) { return false }
            switch kind {
            case .string: break
            case .number, .symbol: if self.level < .arguments { return false }
            case .name: break
            default: return false
            }
        }
        if self.isLabel(start, end) { return false }
        guard end < self.source.count, self.source.trailerEnd(at: end) != nil else {
            return true
        }
        if end >= self.window.upperBound { return true }
        if self.source.isMark(end, "(") { return false }
        return self.mayVaryAsReceiver(start, isSingle: isSingle)
    }

    private func mayVaryAsReceiver(_ start: Int, isSingle: Bool) -> Bool {
        if !isSingle { return self.level >= .receivers || self.isLocal(start) }
        guard self.source.tokens[start].kind == .name else { return self.level >= .receivers }
        if self.isLocal(start) { return true }
        let first = self.source.bytes[self.source.tokens[start].start]
        let isCapital = first >= 0x41 && first <= 0x5a
        return self.level >= (isCapital ? .general : .receivers)
    }

    /// A name that the imports fix, a constant or the like.
    private func isFixed(_ index: Int) -> Bool {
        if self.source.tokens[index].kind == .keyword { return true }
        guard self.source.tokens[index].kind == .name else { return false }
        let name = self.source.text(index)
        return self.script.beforeImports.paths[name] != nil || self.script.afterImports.paths[name] != nil
    }

    private func isConstantOnly(_ range: Range<Int>) -> Bool {
        range.count == 1 && (self.source.tokens[range.lowerBound].kind == .keyword)
    }

    private func isLabel(_ start: Int, _ end: Int) -> Bool {
        guard end == start + 1, self.source.isMark(end, "=") || self.source.isMark(end, ":") else { return false }
        return self.source.isMark(start - 1, "(") || self.source.isMark(start - 1, ",")
            || self.source.isMark(start - 1, "{")
    }

    /// Declared in the example: assigned, a parameter, or a loop's name.
    private func isLocal(_ index: Int) -> Bool {
        guard self.source.tokens[index].kind == .name, !self.isFixed(index) else { return false }
        let hash = self.source.tokens[index].hash
        for place in self.source.tokens.indices where self.source.tokens[place].hash == hash && place != index {
            if self.source.isMark(place + 1, "="), !self.source.isMember(place - 1) { return true }
            if self.source.isMark(place + 1, ":=") || self.source.isMark(place + 1, "=>") { return true }
            if self.source.isWord(place + 1, "in") && self.source.isWord(place - 1, "for") { return true }
            if self.source.isWord(place - 1, "as"), !self.source.isMark(place + 1, "import") { return true }
        }
        return false
    }

    /// Whether these tokens stand, together, in the new code too: unmoved, or moved as a whole.
    func survives(_ range: Range<Int>) -> Bool {
        if range.count > 1, !self.exposed.isEmpty,
            range.contains(where: { self.exposed.contains(self.source.tokens[$0].hash) })
        {
            return false
        }
        let forward = self.script.alignment.forward
        let first = forward[range.lowerBound]
        if first >= 0, self.image.contains(first), range.allSatisfy({ forward[$0] == first + $0 - range.lowerBound }) {
            return true
        }
        guard first < 0 || range.count > 1 else { return false }
        return self.positions[self.source.tokens[range.lowerBound].hash, default: []].contains { place in
            place + range.count <= self.image.upperBound
                && range.allSatisfy {
                    self.source.tokens[$0].hash == self.script.after.tokens[place + $0 - range.lowerBound].hash
                } && !self.script.after.isMember(place - 1)
        }
    }
}
