import HealingDomain

/// Finds the function around a place by its indentation, for any of the languages scanned.
enum EnclosingBlock {
    private static let openings = [
        "def ", "async def ", "function ", "async function ", "func ", "fn ", "class ", "public ", "private ",
        "protected ", "static ", "export ", "module.exports", "app.", "router.", "it(", "test(",
    ]
    private static let reach = 200

    /// Line numbers from 1, within the file; at least the place itself with three lines around it.
    static func lines(around place: ClosedRange<Int>, in lines: [Substring]) -> ClosedRange<Int> {
        let count = max(1, lines.count)
        let first = min(max(1, place.lowerBound), count)
        let last = min(max(first, place.upperBound), count)
        let fallback = max(1, first - 3)...min(count, last + 3)
        guard lines.count >= first, let head = self.head(above: first, in: lines) else { return fallback }
        let depth = self.indentation(of: lines[head - 1])
        var end = last
        while end < count, end < last + self.reach {
            let next = lines[end]
            if !self.isBlank(next), self.indentation(of: next) <= depth {
                // A closing bracket belongs to the block it closes.
                if let mark = next.drop(while: \.isWhitespace).first, "})]".contains(mark) { end += 1 }
                break
            }
            end += 1
        }
        return min(head, fallback.lowerBound)...max(end, fallback.upperBound)
    }

    private static func head(above first: Int, in lines: [Substring]) -> Int? {
        var depth = self.indentation(of: lines[first - 1])
        if self.opens(lines[first - 1]) { return first }
        var number = first - 1
        while number >= 1, number > first - self.reach {
            let line = lines[number - 1]
            if !self.isBlank(line), self.indentation(of: line) < depth {
                if self.opens(line) { return number }
                depth = self.indentation(of: line)
            }
            number -= 1
        }
        return nil
    }

    private static func opens(_ line: Substring) -> Bool {
        let text = line.drop(while: \.isWhitespace)
        return self.openings.contains { text.hasPrefix($0) }
    }

    private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

    private static func indentation(of line: Substring) -> Int {
        line.prefix { $0 == " " || $0 == "\t" }.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
    }
}
