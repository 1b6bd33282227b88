/// Which of two pieces of code was before and which after, by the words around them.
enum PairWords {
    enum Order { case firstIsBefore, secondIsBefore }

    /// - Parameters:
    ///   - opening: what stands before the first piece.
    ///   - between: what stands between the two.
    ///   - closing: what stands after the second.
    static func order(opening: String, between: String, closing: String) -> Order? {
        let opening = Self.words(opening)
        let between = Self.words(between)
        guard between.count <= 25 else { return nil }
        if Self.ends(opening, with: Self.insteadOf) { return .firstIsBefore }
        if between.count <= 6, Self.ends(between, with: Self.insteadOf) { return .secondIsBefore }
        let first = Self.label(opening)
        let second = Self.label(between)
        switch (first, second) {
        case (.before, .after): return .firstIsBefore
        case (.after, .before): return .secondIsBefore
        case (_, .after) where between.count <= 6 && Self.connects(between): return .firstIsBefore
        case (.before, nil) where between.count <= 2:
            return Self.label(Self.words(closing)) == .after ? .firstIsBefore : nil
        default: return nil
        }
    }

    private enum Label { case before, after }

    private static let insteadOf = [
        ["instead", "of"], ["rather", "than"], ["in", "place", "of"], ["and", "not"], ["not"],
    ]

    private static let beforeWords: Set<String> = [
        "before", "was", "were", "old", "bad", "wrong", "vulnerable", "unsafe", "insecure", "broken", "currently",
        "current", "had", "have", "from", "don't", "dont", "never", "replace", "replacing", "replaced", "change",
        "changed",
        "changing", "swap", "swapped", "original", "previously", "turn", "avoid", "drop", "instead", "❌", "flagged",
    ]

    private static let afterWords: Set<String> = [
        "after", "now", "new", "good", "right", "correct", "safe", "secure", "fixed", "fix", "better", "to", "with",
        "into",
        "use", "using", "do", "becomes", "become", "be", "try", "by", "want", "need", "for", "arrow", "✅", "works",
        "solution", "this", "like",
    ]

    private static let negations: Set<String> = ["don't", "dont", "not", "never", "can't", "cannot", "shouldn't"]

    /// Words that join two pieces by themselves, whatever stands before the first.
    private static let connectors: Set<String> = ["to", "with", "becomes", "into", "arrow", "now", "be", "by"]

    /// By the last telling word of the last sentence; a label right before the code counts most.
    private static func label(_ words: [String]) -> Label? {
        let last = Array(words.suffix(8))
        for index in last.indices.reversed() {
            if Self.beforeWords.contains(last[index]) { return .before }
            guard Self.afterWords.contains(last[index]) else { continue }
            return index > 0 && Self.negations.contains(last[index - 1]) ? .before : .after
        }
        return nil
    }

    private static func connects(_ words: [String]) -> Bool { words.contains { Self.connectors.contains($0) } }

    private static func ends(_ words: [String], with phrases: [[String]]) -> Bool {
        phrases.contains { words.count >= $0.count && Array(words.suffix($0.count)) == $0 }
    }

    private static func words(_ text: String) -> [String] {
        var text = text
        for arrow in ["->", "=>", "→", "⇒", "➡️", "➡"] {
            text = text.split(separator: arrow, omittingEmptySubsequences: false).joined(separator: " arrow ")
        }
        let straight = text.lowercased().map { $0 == "\u{2019}" ? "'" : $0 }
        return String(straight).split { !($0.isLetter || $0.isNumber || "'❌✅".contains($0)) }.map(String.init)
    }
}
