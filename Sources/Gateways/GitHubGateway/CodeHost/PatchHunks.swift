/// Reads a unified diff of one file, as GitHub's `patch` field holds it: hunks without file headers.
package enum PatchHunks {
    /// The lines that are new at the head, as ascending ranges; `nil` where the text is not a whole, consistent patch,
    /// so that the caller counts every line instead of missing one.
    package static func newLines(in patch: String) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        var hunk = Hunk(nextNew: 0, oldLeft: 0, newLeft: 0)
        var hasHunk = false
        // By byte: for Swift a CR LF is one character, and the lines here end at LF alone.
        for line in patch.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if hunk.isOver {
                if line.starts(with: "@@ ".utf8) {
                    guard let next = Hunk(header: Substring(line)) else { return nil }
                    hunk = next
                    hasHunk = true
                } else if !(line.isEmpty || line.first == UInt8(ascii: "\\")) || !hasHunk {
                    return nil
                }
            } else {
                guard let added = hunk.read(line.first) else { return nil }
                if let added { self.append(added, to: &ranges) }
            }
        }
        return hunk.isOver && hasHunk ? ranges : nil
    }

    /// The lines at the head that each hunk shows, new ones and context: where GitHub takes comments. What cannot be read
    /// shows none.
    package static func shownLines(in patch: String) -> [ClosedRange<Int>] {
        guard self.newLines(in: patch) != nil else { return [] }
        return patch.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard line.starts(with: "@@ ".utf8), let hunk = Hunk(header: Substring(line)), hunk.newLeft > 0 else {
                return nil
            }
            return hunk.nextNew...(hunk.nextNew + hunk.newLeft - 1)
        }
    }

    private static func append(_ line: Int, to ranges: inout [ClosedRange<Int>]) {
        if let last = ranges.last, last.upperBound + 1 == line {
            ranges[ranges.count - 1] = last.lowerBound...line
        } else {
            ranges.append(line...line)
        }
    }

    private struct Hunk {
        var nextNew: Int
        var oldLeft: Int
        var newLeft: Int

        var isOver: Bool { self.oldLeft == 0 && self.newLeft == 0 }

        init(nextNew: Int, oldLeft: Int, newLeft: Int) {
            self.nextNew = nextNew
            self.oldLeft = oldLeft
            self.newLeft = newLeft
        }

        /// `@@ -12,3 +12,4 @@ whatever`
        init?(header: Substring) {
            let words = header.split(separator: " ", maxSplits: 4)
            guard words.count >= 4, words[3].hasPrefix("@@"), let old = Self.span(words[1], sign: "-"),
                let new = Self.span(words[2], sign: "+")
            else { return nil }
            self.init(nextNew: new.start, oldLeft: old.count, newLeft: new.count)
        }

        private static func span(_ word: Substring, sign: Character) -> (start: Int, count: Int)? {
            guard word.first == sign else { return nil }
            let numbers = word.dropFirst().split(separator: ",", omittingEmptySubsequences: false).map { Int32($0) }
            guard (1...2).contains(numbers.count), let start = numbers[0], start >= 0 else { return nil }
            guard numbers.count == 2 else { return (Int(start), 1) }
            guard let count = numbers[1], count >= 0 else { return nil }
            return (Int(start), Int(count))
        }

        /// The line's number where it is new, an inner `nil` where it is not, an outer `nil` where it cannot stand here.
        mutating func read(_ mark: UInt8?) -> Int?? {
            switch mark {
            case UInt8(ascii: "+") where self.newLeft > 0:
                self.newLeft -= 1
                self.nextNew += 1
                return .some(self.nextNew - 1)
            case UInt8(ascii: "-") where self.oldLeft > 0:
                self.oldLeft -= 1
                return .some(nil)
            // An empty context line may have lost its blank.
            case UInt8(ascii: " "), nil:
                guard self.oldLeft > 0, self.newLeft > 0 else { return nil }
                self.oldLeft -= 1
                self.newLeft -= 1
                self.nextNew += 1
                return .some(nil)
            case UInt8(ascii: "\\"):
                return .some(nil)
            default:
                return nil
            }
        }
    }
}
