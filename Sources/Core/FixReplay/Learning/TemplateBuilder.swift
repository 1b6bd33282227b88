import HealingDomain

/// Turns windows of an edit into one template of one level.
struct TemplateBuilder {
    let script: EditScript
    let level: TemplateLevel
    let window: TemplateWindow
    private var holes: [HoleKind] = []
    /// The hole of each text that varies, by its token hashes.
    private var baseIndentation = ""
    /// Where the new code has a piece of a composition, by its first token.
    private var planned: [Int: (hole: Int, piece: CompositionPlan.Piece)] = [:]
    private var known: [[UInt64]: Int] = [:]

    init(script: EditScript, level: TemplateLevel, window: TemplateWindow) {
        self.script = script
        self.level = level
        self.window = window
    }

    /// One template of all windows together.
    mutating func build(_ windows: [Range<Int>], imports: ImportChange) -> FixTemplate? {
        if let first = windows.first, first.lowerBound < self.script.before.count {
            let start = self.script.before.tokens[first.lowerBound].start
            self.baseIndentation = String(decoding: self.script.before.indentation(atByte: start), as: UTF8.self)
        }
        var parts: [TemplatePart] = []
        var segmentLists: [[Segment]] = []
        let images = windows.map { self.script.image(of: $0) }
        for range in windows {
            let survivors = Survivors(
                script: self.script, window: range, image: self.script.image(of: range), level: self.level)
            let plans = self.level >= .names ? self.compositions(range, images) : []
            let segments = survivors.segments(around: plans.map(\.range))
            for segment in segments { self.open(segment) }
            self.settle(plans)
            segmentLists.append(segments)
        }
        for (range, segments) in zip(windows, segmentLists) {
            guard let part = self.part(range, segments) else { return nil }
            parts.append(part)
        }
        guard parts.contains(where: { $0.changesSomething }) else { return nil }
        parts.removeAll { !$0.changesSomething }
        return self.template(parts, imports)
    }

    /// Text with values in it that the new code takes apart.
    private func compositions(_ range: Range<Int>, _ images: [Range<Int>]) -> [CompositionPlan] {
        var plans: [CompositionPlan] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if let plan = CompositionPlan(self.script, at: index, limit: range.upperBound, images: images) {
                plans.append(plan)
                index = plan.range.upperBound
            } else {
                index += 1
            }
        }
        return plans
    }

    private mutating func settle(_ plans: [CompositionPlan]) {
        for plan in plans {
            guard let hole = self.known[plan.range.map({ self.script.before.tokens[$0].hash })] else { continue }
            for (place, piece) in plan.pieces { self.planned[place] = (hole, piece) }
        }
    }

    private mutating func open(_ segment: Segment) {
        let key = segment.range.map { self.script.before.tokens[$0].hash }
        if let hole = self.known[key] {
            self.holes[hole] = self.holes[hole].tighter(segment.kind)
        } else {
            self.known[key] = self.holes.count
            self.holes.append(segment.kind)
        }
    }

    private mutating func part(_ range: Range<Int>, _ segments: [Segment]) -> TemplatePart? {
        let before = self.script.before
        var pattern: [PatternElement] = []
        /// Which pattern element each token of the window went into, and how many tokens that element took.
        var places: [Int: (element: Int, length: Int)] = [:]
        var starts: [Int: Segment] = [:]
        for segment in segments { starts[segment.range.lowerBound] = segment }
        var index = range.lowerBound
        while index < range.upperBound {
            let startsLine = before.tokens[index].startsLine && index > range.lowerBound
            if let segment = starts[index], let hole = self.known[segment.range.map({ before.tokens[$0].hash })] {
                self.holes[hole] = self.holes[hole].tighter(
                    before.roomAround(
                        segment.range, edges: index == range.lowerBound || segment.range.upperBound == range.upperBound)
                )
                places[index] = (pattern.count, segment.range.count)
                pattern.append(PatternElement(piece: .hole(hole), startsLine: startsLine))
                index = segment.range.upperBound
            } else if let (path, length) = self.qualified(before, index, range.upperBound, self.script.beforeImports),
                !(index + 1..<index + length).contains(where: { starts[$0] != nil })
            {
                places[index] = (pattern.count, length)
                let spelled = Swift.stride(from: index, to: index + length, by: 2).map { before.text($0) }
                pattern.append(PatternElement(piece: .qualified(path, spelled: spelled), startsLine: startsLine))
                index += length
            } else {
                places[index] = (pattern.count, 1)
                pattern.append(
                    PatternElement(piece: .token(before.tokens[index].kind, before.text(index)), startsLine: startsLine)
                )
                index += 1
            }
        }
        guard !pattern.isEmpty, pattern.count <= 300 else { return nil }
        let replacement = self.replacement(range, pattern, places)
        return TemplatePart(
            pattern: pattern, replacement: replacement, left: before.leftBoundary(of: range.lowerBound),
            right: before.rightBoundary(of: range.upperBound))
    }

    /// A dotted name that starts at `index` and is the same by any import: where it starts with an imported name, or in
    /// a language whose imports are understood and the name has at least one dot.
    private func qualified(
        _ source: Source, _ index: Int, _ limit: Int, _ imports: ImportTable
    ) -> (path: [String], length: Int)? {
        guard source.tokens[index].kind == .name, !source.isMember(index - 1), source.table.knowsImports else {
            return nil
        }
        if self.known[[source.tokens[index].hash]] != nil { return nil }
        var names = [source.text(index)]
        var end = index + 1
        while end + 1 < limit, source.isMark(end, "."), source.tokens[end + 1].kind == .name {
            names.append(source.text(end + 1))
            end += 2
        }
        if source.language == self.script.after.language, source.bytes == self.script.after.bytes {
            while names.count > 1, self.derived(end - 1) != nil {
                names.removeLast()
                end -= 2
            }
        }
        let isBound = imports.paths[names[0]] != nil
        guard isBound || names.count > 1 else { return nil }
        return (imports.resolve(names), end - index)
    }

    private mutating func replacement(
        _ range: Range<Int>, _ pattern: [PatternElement], _ places: [Int: (element: Int, length: Int)]
    ) -> [ReplacementElement] {
        let after = self.script.after
        let image = self.script.image(of: range)
        var elements: [ReplacementElement] = []
        var index = image.lowerBound
        while index < image.upperBound {
            let gap = index == image.lowerBound ? "" : after.gapText(before: index)
            let origin = self.script.alignment.backward[index]
            var piece: ReplacementElement.Piece
            var keeps: Int?
            var length = 1
            if let (hole, plan) = self.planned[index], index + plan.length <= image.upperBound {
                piece = .derived(hole, plan.derivation)
                length = plan.length
            } else if origin >= 0, let place = places[origin], self.isAligned(origin, index, place.length),
                index + place.length <= image.upperBound
            {
                length = place.length
                keeps = place.element
                piece = pattern[place.element].piece.written
                if case .qualified(let path, _) = piece,
                    let (full, reach) = self.qualified(after, index, image.upperBound, self.script.afterImports),
                    full != path
                {
                    piece = .qualified(
                        full, spelled: Swift.stride(from: index, to: index + reach, by: 2).map { after.text($0) })
                    length = reach
                    keeps = nil
                }
            } else if let (hole, reach) = self.moved(index, image.upperBound) {
                piece = .hole(hole)
                length = reach
            } else if let (path, reach) = self.qualified(after, index, image.upperBound, self.script.afterImports) {
                piece = .qualified(
                    path, spelled: Swift.stride(from: index, to: index + reach, by: 2).map { after.text($0) })
                length = reach
            } else {
                piece = self.derived(index) ?? .token(after.tokens[index].kind, after.text(index))
            }
            if case .hole(let hole) = piece {
                let room = after.roomAround(
                    index..<index + length, edges: index == image.lowerBound || index + length == image.upperBound)
                self.holes[hole] = self.holes[hole].tighter(room)
            }
            elements.append(ReplacementElement(piece: piece, gap: gap, keeps: keeps))
            index += length
        }
        return elements
    }

    private func isAligned(_ origin: Int, _ index: Int, _ length: Int) -> Bool {
        (0..<length).allSatisfy {
            origin + $0 < self.script.before.count && self.script.alignment.forward[origin + $0] == index + $0
        }
    }

    /// The longest hole whose text stands here in the new code.
    private func moved(_ index: Int, _ limit: Int) -> (hole: Int, length: Int)? {
        let after = self.script.after
        guard !after.isMember(index - 1), !after.isLabelName(index) else { return nil }
        var best: (hole: Int, length: Int)?
        for (key, hole) in self.known where index + key.count <= limit && key.count > (best?.length ?? 0) {
            if key.indices.allSatisfy({ key[$0] == after.tokens[index + $0].hash }) { best = (hole, key.count) }
        }
        if let found = best, found.length == 1, after.tokens[index].kind == .name, after.isMark(index + 1, "(") {
            best = nil
        }
        return best
    }

    /// New text that is made from what a hole found.
    private func derived(_ index: Int) -> ReplacementElement.Piece? {
        let after = self.script.after
        let text = after.text(index)
        guard self.level > .exact else { return nil }
        for (key, hole) in self.known.sorted(by: { $0.value < $1.value }) where key.count == 1 {
            guard let source = self.script.before.tokens.first(where: { $0.hash == key[0] }) else { continue }
            let original = String(decoding: self.script.before.bytes[source.start..<source.end], as: UTF8.self)
            if let derivation = Derivation.between(
                original, source.kind, text, after.tokens[index].kind, isMember: after.isMember(index - 1))
            {
                return .derived(hole, derivation)
            }
        }
        return nil
    }

    private func template(_ parts: [TemplatePart], _ imports: ImportChange) -> FixTemplate? {
        let isNamed = parts.contains(where: \.writesFromName)
        guard isNamed || parts.contains(where: \.hasAnchor) else { return nil }
        let names = FreeNames(script: self.script, parts: parts)
        var template = FixTemplate(
            id: "", language: self.script.before.language, level: self.level, window: self.window, summary: "",
            parts: parts,
            holes: self.holes, imports: imports, requiredNames: names.required, inventedNames: names.invented)
        template.needsFocus = isNamed || self.level == .general
        template.baseIndentation = self.baseIndentation
        template.indentationUnit = max(1, self.script.before.indentationUnit.count)
        template.preferredQuote = self.script.before.preferredQuote
        template.summary = TemplateSummary(template).text
        template.id = template.digest
        return template
    }
}
