/// Which tokens of two texts are the same ones: a longest common subsequence in which words weigh more than marks.
struct Alignment {
    /// For each token of the first text its partner in the second; -1 where it has none.
    var forward: [Int]
    var backward: [Int]

    /// `nil` where the two differ so much that comparing them would take too long.
    init?(_ first: Source, _ firstPlaces: [Int], _ second: Source, _ secondPlaces: [Int], cellLimit: Int = 400_000) {
        self.forward = Array(repeating: -1, count: first.count)
        self.backward = Array(repeating: -1, count: second.count)
        var head = 0
        var firstEnd = firstPlaces.count
        var secondEnd = secondPlaces.count
        func isSame(_ one: Int, _ other: Int) -> Bool {
            let left = first.tokens[firstPlaces[one]]
            let right = second.tokens[secondPlaces[other]]
            return left.hash == right.hash && left.kind == right.kind
        }
        while head < firstEnd, head < secondEnd, isSame(head, head) {
            self.pair(firstPlaces[head], secondPlaces[head])
            head += 1
        }
        while firstEnd > head, secondEnd > head, isSame(firstEnd - 1, secondEnd - 1) {
            firstEnd -= 1
            secondEnd -= 1
            self.pair(firstPlaces[firstEnd], secondPlaces[secondEnd])
        }
        guard (firstEnd - head) * (secondEnd - head) <= cellLimit else { return nil }
        self.alignMiddle(first, firstPlaces[head..<firstEnd], second, secondPlaces[head..<secondEnd])
        self.separateBrackets(first, second)
    }

    private mutating func pair(_ one: Int, _ other: Int) {
        self.forward[one] = other
        self.backward[other] = one
    }

    private mutating func alignMiddle(
        _ first: Source, _ firstPlaces: ArraySlice<Int>, _ second: Source, _ secondPlaces: ArraySlice<Int>
    ) {
        guard !firstPlaces.isEmpty, !secondPlaces.isEmpty else { return }
        let rows = Array(firstPlaces)
        let columns = Array(secondPlaces)
        let width = columns.count + 1
        // best[i][j]: the best score of what is left from row i and column j; taken[i][j] when i and j pair there.
        var best = [Int32](repeating: 0, count: (rows.count + 1) * width)
        var taken = [Bool](repeating: false, count: (rows.count + 1) * width)
        for row in stride(from: rows.count - 1, through: 0, by: -1) {
            let token = first.tokens[rows[row]]
            let weight = Self.weight(token)
            for column in stride(from: columns.count - 1, through: 0, by: -1) {
                let cell = row * width + column
                var score = max(best[cell + width], best[cell + 1])
                let other = second.tokens[columns[column]]
                if token.hash == other.hash, token.kind == other.kind {
                    let paired = best[cell + width + 1] + weight + (taken[cell + width + 1] ? 1 : 0)
                    if paired >= score {
                        score = paired
                        taken[cell] = true
                    }
                }
                best[cell] = score
            }
        }
        var row = 0
        var column = 0
        while row < rows.count, column < columns.count {
            let cell = row * width + column
            if taken[cell] {
                self.pair(rows[row], columns[column])
                row += 1
                column += 1
            } else if best[cell + width] >= best[cell + 1] {
                row += 1
            } else {
                column += 1
            }
        }
    }

    private static func weight(_ token: Token) -> Int32 {
        switch token.kind {
        case .name, .string: 8
        case .number, .symbol, .keyword: 6
        default: 3
        }
    }

    /// A bracket is the same one only where its partner is too.
    private mutating func separateBrackets(_ first: Source, _ second: Source) {
        for index in self.forward.indices where self.forward[index] >= 0 {
            let partner = first.tokens[index].partner
            let other = second.tokens[self.forward[index]].partner
            guard partner >= 0 || other >= 0 else { continue }
            if partner < 0 || other < 0 || self.forward[partner] != other {
                self.backward[self.forward[index]] = -1
                self.forward[index] = -1
            }
        }
    }
}
