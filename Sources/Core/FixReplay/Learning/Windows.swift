/// How much of the code around a change a template takes in.
struct Windows {
    let script: EditScript
    private var source: Source { self.script.before }

    /// The hunks that stand in one simple statement each, as stretches of the old text that are unambiguous and balanced.
    func cores() -> [Range<Int>] {
        var cores: [Range<Int>] = []
        for hunk in self.script.hunks {
            if let last = cores.last, hunk.before.isEmpty, last.lowerBound < hunk.before.lowerBound,
                self.source.statement(around: max(last.lowerBound, last.upperBound - 1)).upperBound
                    == hunk.before.lowerBound
            {
                // A statement put behind a changed one belongs to that one, not to whatever follows.
                cores[cores.count - 1] = last.lowerBound..<hunk.before.lowerBound
                continue
            }
            var range = self.balanced(self.slid(hunk.before))
            if let last = cores.last, range.lowerBound < last.upperBound || !self.crossesStatement(last, range) {
                range = self.balanced(last.lowerBound..<max(last.upperBound, range.upperBound))
                cores.removeLast()
            }
            cores.append(range)
        }
        return self.merged(cores)
    }

    /// Every core as its window of one kind; `nil` where the kind adds nothing or takes in an import.
    func stretches(_ window: TemplateWindow, _ cores: [Range<Int>]) -> [Range<Int>]? {
        var ranges: [Range<Int>]
        switch window {
        case .whole: ranges = [self.whole(cores)]
        case .statement: ranges = cores.map(self.statement)
        case .call: ranges = cores.map(self.call)
        case .span: ranges = cores.map(self.span)
        }
        ranges = self.merged(ranges.map(self.balanced))
        let covered = self.script.beforeImports.covered
        guard !ranges.isEmpty, !ranges.contains(where: { range in range.contains { covered.contains($0) } }) else {
            return nil
        }
        return ranges
    }

    private func crossesStatement(_ first: Range<Int>, _ second: Range<Int>) -> Bool {
        guard first.upperBound < second.lowerBound else {
            return second.lowerBound < self.source.count && second.lowerBound > first.lowerBound
                && self.source.startsStatement(second.lowerBound) && first.upperBound <= second.lowerBound
        }
        return (first.upperBound...second.lowerBound).contains { self.source.startsStatement($0) }
    }

    /// A deletion among equal neighbours could stand in several places: take them all in.
    private func slid(_ range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else { return range }
        var low = range.lowerBound
        var high = range.upperBound
        while low > 0, self.source.tokens[low - 1].hash == self.source.tokens[low - 1 + range.count].hash { low -= 1 }
        while high < self.source.count, self.source.tokens[high].hash == self.source.tokens[high - range.count].hash {
            high += 1
        }
        return low..<high
    }

    func balanced(_ range: Range<Int>) -> Range<Int> {
        var low = max(0, range.lowerBound)
        var high = min(self.source.count, range.upperBound)
        var index = low
        while index < high {
            let partner = self.source.tokens[index].partner
            if partner >= high { high = partner + 1 }
            if partner >= 0, partner < low {
                low = partner
                index = partner
            } else {
                index += 1
            }
        }
        return low..<high
    }

    private func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = merged.last, range.lowerBound < last.upperBound || range == last {
                merged[merged.count - 1] = self.balanced(last.lowerBound..<max(last.upperBound, range.upperBound))
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    private func whole(_ cores: [Range<Int>]) -> Range<Int> {
        let covered = self.script.beforeImports.covered
        let places = self.source.tokens.indices.filter { !covered.contains($0) }
        return (places.first ?? 0)..<((places.last ?? -1) + 1)
    }

    private func statement(_ core: Range<Int>) -> Range<Int> {
        guard self.source.count > 0 else { return core }
        let first = self.source.statement(around: min(core.lowerBound, self.source.count - 1))
        guard core.count > 1 else { return self.span(core).clamped(to: first).isEmpty ? self.span(core) : first }
        let last = self.source.statement(around: core.upperBound - 1)
        return min(first.lowerBound, core.lowerBound)..<max(first.upperBound, last.upperBound, core.upperBound)
    }

    /// The innermost call around the change, with what it is called on.
    private func call(_ core: Range<Int>) -> Range<Int> {
        let span = self.span(core)
        guard span.lowerBound < self.source.count else { return span }
        var parent = self.source.tokens[span.lowerBound].parent
        while parent >= 0 {
            if self.source.isTrailingBracket(parent), self.source.tokens[parent].partner >= span.upperBound - 1 {
                return self.source.operandStart(
                    containing: parent)..<max(self.source.tokens[parent].partner + 1, span.upperBound)
            }
            if self.source.isMark(parent, "{") || self.source.tokens[parent].kind == .indent { break }
            parent = self.source.tokens[parent].parent
        }
        return span
    }

    /// The change itself, grown to whole operands, with at least one neighbour to hold on to.
    func span(_ core: Range<Int>) -> Range<Int> {
        var low = core.lowerBound
        var high = core.upperBound
        if low < high {
            if self.source.binaryBinding(high - 1) != nil || self.source.isMember(high - 1)
                || self.source.isPrefix(high - 1),
                let end = self.operandEnd(high)
            {
                high = end
            }
        }
        if low < self.source.count, low > 0, self.continuesOperand(low) {
            low = self.source.operandStart(containing: low)
        } else if low < self.source.count, low > 0, self.source.binaryBinding(low) != nil,
            self.source.endsOperand(low - 1)
        {
            low = self.source.operandStart(containing: low - 1)
        }
        if low == high { (low, high) = self.anchored(low) }
        // A changed start of a dotted name is judged by the whole of it.
        while high > low, high > core.lowerBound, high + 1 < self.source.count, self.source.isMember(high),
            self.source.endsOperand(high - 1)
        {
            high += 2
        }
        // A name or callee that is changed keeps its arguments.
        if high < self.source.count, high > low, self.source.isTrailingBracket(high),
            self.source.tokens[high].kind == .open,
            self.source.isMark(high, "(")
        {
            high = self.source.tokens[high].partner + 1
        }
        return self.balanced(low..<high)
    }

    private func operandEnd(_ index: Int) -> Int? {
        var place = index
        while self.source.isPrefix(place) { place += 1 }
        return self.source.operandEnd(from: place)
    }

    private func continuesOperand(_ index: Int) -> Bool {
        self.source.isMember(index) || self.source.isMember(index - 1) || self.source.isTrailingBracket(index)
    }

    /// A pure insertion holds on to the operand after it, or else before it.
    private func anchored(_ place: Int) -> (Int, Int) {
        if place < self.source.count, !self.source.isClose(place), !self.source.isMark(place, ","),
            !self.source.isMark(place, ";")
        {
            if let end = self.source.operandEnd(from: place), !self.source.isMember(place - 1) { return (place, end) }
            if place > 0, self.source.endsOperand(place - 1), !self.source.startsStatement(place) {
                return (self.source.operandStart(containing: place - 1), self.source.isOpen(place) ? place : place + 1)
            }
            return (place, place + 1)
        }
        guard place > 0 else { return (place, min(place + 1, self.source.count)) }
        if self.source.endsOperand(place - 1) { return (self.source.operandStart(containing: place - 1), place) }
        return (place - 1, place)
    }
}
