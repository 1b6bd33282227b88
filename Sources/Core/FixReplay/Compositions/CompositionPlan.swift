/// How the parts of a composition of the old code stand in the new code.
struct CompositionPlan {
    struct Piece {
        var length: Int
        var derivation: Derivation
    }
    let range: Range<Int>
    /// By the first token of the new code that they cover.
    private(set) var pieces: [Int: Piece] = [:]

    /// Looks for a composition at this token of the old code, and for what became of it in the images.
    init?(_ script: EditScript, at index: Int, limit: Int, images: [Range<Int>]) {
        let source = script.before
        guard source.startsOperand(index), !source.isMember(index - 1) else { return nil }
        let ends = [source.expressionEnd(from: index, tighterThan: 0, limit: limit), source.operandEnd(from: index)]
        for end in ends.compactMap({ $0 }) where end <= limit {
            guard (index..<end).contains(where: { script.alignment.forward[$0] < 0 }),
                let composition = Composition(source, index..<end)
            else { continue }
            let finder = CompositionFinder(composition: composition, after: script.after, images: images)
            if let pieces = finder.query() ?? finder.words() {
                self.range = index..<end
                self.pieces = pieces
                return
            }
        }
        return nil
    }
}

private struct CompositionFinder {
    let composition: Composition
    let after: Source
    let images: [Range<Int>]

    func query() -> [Int: CompositionPlan.Piece]? {
        guard !self.composition.values.isEmpty else { return nil }
        for index in self.images.joined() where self.after.tokens[index].kind == .string {
            let literal = StringLiteral(self.after.text(index))
            for unquote in [false, true] {
                guard let placeholder = self.placeholder(literal.content, unquote), let values = self.values() else {
                    continue
                }
                return [
                    index: CompositionPlan.Piece(
                        length: 1, derivation: .query(placeholder: placeholder, unquote: true)),
                    values.start: values.piece,
                ]
            }
        }
        return nil
    }

    /// The placeholder that makes this content of the composition.
    private func placeholder(_ content: String, _ unquote: Bool) -> String? {
        ["%s", "?", "$#", ":#", "@p#", "%#"].first {
            self.composition.query(placeholder: $0, unquote: unquote) == content
        }
    }

    /// The values one after another, with commas.
    private func values() -> (start: Int, piece: CompositionPlan.Piece)? {
        let values = self.composition.values.map { Source($0, self.after.language) }
        for image in self.images {
            for start in image where !self.after.isMember(start - 1) {
                guard let end = self.run(values, from: start, limit: image.upperBound) else { continue }
                let isTuple =
                    self.after.isMark(start - 1, "(") && self.after.isMark(end, ",") && self.after.isMark(end + 1, ")")
                let isPair =
                    self.after.isMark(start - 1, "(") && self.after.isMark(end, ")")
                    && self.after.table.family == .python
                    && values.count > 1 && !self.after.endsOperand(start - 2)
                let length = end - start + (isTuple ? 1 : 0)
                return (start, CompositionPlan.Piece(length: length, derivation: .values(tuple: isTuple || isPair)))
            }
        }
        return nil
    }

    private func run(_ values: [Source], from start: Int, limit: Int) -> Int? {
        var place = start
        for (number, value) in values.enumerated() {
            if number > 0 {
                guard self.after.isMark(place, ",") else { return nil }
                place += 1
            }
            guard let end = self.end(of: value, at: place, limit: limit) else { return nil }
            place = end
        }
        return place
    }

    private func end(of value: Source, at place: Int, limit: Int) -> Int? {
        guard value.count > 0, place + value.count <= limit else { return nil }
        for offset in 0..<value.count where value.tokens[offset].hash != self.after.tokens[place + offset].hash {
            return nil
        }
        return place + value.count
    }

    func words() -> [Int: CompositionPlan.Piece]? {
        guard let words = self.composition.shellWords, words.count > 1 else { return nil }
        var pieces: [Int: CompositionPlan.Piece] = [:]
        var next = 0
        var last = 0
        for image in self.images {
            var index = image.lowerBound
            while index < image.upperBound, next < words.count {
                let (end, count) = self.wordRun(words, from: next, at: index, limit: image.upperBound)
                if count > 0 {
                    pieces[index] = CompositionPlan.Piece(
                        length: end - index, derivation: .words(from: next, to: next + count))
                    last = index
                    next += count
                    index = end
                } else {
                    index += 1
                }
            }
        }
        guard next == words.count, let piece = pieces[last], case .words(let from, _) = piece.derivation else {
            return nil
        }
        pieces[last]?.derivation = .words(from: from, to: nil)
        return pieces
    }

    private func wordRun(_ words: [Composition.Word], from first: Int, at start: Int, limit: Int) -> (
        end: Int, count: Int
    ) {
        var place = start
        var count = 0
        while first + count < words.count {
            var from = place
            if count > 0 {
                guard self.after.isMark(place, ",") else { break }
                from += 1
            }
            guard let end = self.end(of: words[first + count], at: from, limit: limit) else { break }
            place = end
            count += 1
        }
        return (place, count)
    }

    private func end(of word: Composition.Word, at place: Int, limit: Int) -> Int? {
        guard place < limit else { return nil }
        switch word {
        case .literal(let text):
            guard self.after.tokens[place].kind == .string, StringLiteral(self.after.text(place)).content == text else {
                return nil
            }
            return place + 1
        case .value(let value): return self.end(of: Source(value, self.after.language), at: place, limit: limit)
        }
    }
}
