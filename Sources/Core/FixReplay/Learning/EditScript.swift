/// What changed between two texts, apart from their imports.
struct EditScript {
    struct Hunk { var before: Range<Int>, after: Range<Int> }

    let before: Source
    let after: Source
    let beforeImports: ImportTable
    let afterImports: ImportTable
    let alignment: Alignment
    private(set) var hunks: [Hunk] = []

    init?(before: Source, after: Source) {
        self.before = before
        self.after = after
        let beforeImports = ImportTable(before)
        let afterImports = ImportTable(after)
        let firstPlaces = before.tokens.indices.filter { !beforeImports.covered.contains($0) }
        let secondPlaces = after.tokens.indices.filter { !afterImports.covered.contains($0) }
        self.beforeImports = beforeImports
        self.afterImports = afterImports
        guard let alignment = Alignment(before, firstPlaces, after, secondPlaces) else { return nil }
        self.alignment = alignment
        self.hunks = Self.hunks(alignment, firstPlaces, secondPlaces)
    }

    private static func hunks(_ alignment: Alignment, _ first: [Int], _ second: [Int]) -> [Hunk] {
        var hunks: [Hunk] = []
        var row = 0
        var column = 0
        while row < first.count || column < second.count {
            if row < first.count, column < second.count, alignment.forward[first[row]] == second[column] {
                row += 1
                column += 1
                continue
            }
            let start = (row, column)
            while row < first.count, alignment.forward[first[row]] < 0 { row += 1 }
            while column < second.count, alignment.backward[second[column]] < 0 { column += 1 }
            if (row, column) == start { break }
            hunks.append(
                Hunk(
                    before: Self.range(first, start.0, row), after: Self.range(second, start.1, column)))
        }
        return hunks
    }

    private static func range(_ places: [Int], _ from: Int, _ to: Int) -> Range<Int> {
        if from < to { return places[from]..<places[to - 1] + 1 }
        let place = from < places.count ? places[from] : (places.last ?? -1) + 1
        return place..<place
    }

    var changedTokens: Int { self.hunks.reduce(0) { $0 + $1.before.count + $1.after.count } }

    /// Names inside the window that new code uses on their own, not as part of something that moved as a whole.
    func namesUsedAlone(in window: Range<Int>) -> Set<UInt64> {
        let known = Set(window.filter { self.before.tokens[$0].kind == .name }.map { self.before.tokens[$0].hash })
        var names: Set<UInt64> = []
        for hunk in self.hunks {
            for place in hunk.after
            where self.after.tokens[place].kind == .name && !self.after.isMember(place - 1)
                && known.contains(self.after.tokens[place].hash)
            {
                let end = self.after.operandEnd(from: place) ?? place + 1
                let chain = (place..<end).map { self.after.tokens[$0].hash }
                if end == place + 1 || !self.occurs(chain, in: window) { names.insert(self.after.tokens[place].hash) }
            }
        }
        return names
    }

    private func occurs(_ chain: [UInt64], in window: Range<Int>) -> Bool {
        guard chain.count <= window.count else { return false }
        return (window.lowerBound...window.upperBound - chain.count).contains { start in
            chain.indices.allSatisfy { self.before.tokens[start + $0].hash == chain[$0] }
        }
    }

    /// The tokens of the new text that a stretch of the old one became.
    func image(of range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound - 1
        while low >= 0, self.alignment.forward[low] < 0 { low -= 1 }
        var start = low >= 0 ? self.alignment.forward[low] + 1 : 0
        var high = range.upperBound
        while high < self.before.count, self.alignment.forward[high] < 0 { high += 1 }
        let end = high < self.before.count ? self.alignment.forward[high] : self.after.count
        while start < end, self.afterImports.covered.contains(start) { start += 1 }
        return start..<max(start, end)
    }
}
