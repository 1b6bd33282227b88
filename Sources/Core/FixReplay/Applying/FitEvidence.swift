/// What speaks for and against one replay, where nobody pointed at the place: how much of the example's surroundings
/// are here too, and how much the written code brings along.
struct FitEvidence: Sendable {
    var level: TemplateLevel
    var window: TemplateWindow
    /// Words that the written code brings along, which other code may need otherwise.
    var newWords: Int
    var sameLeft: Bool
    var sameRight: Bool
    var parts: Int
    var sites: Int

    init(_ template: FixTemplate, _ source: Source, _ sites: [[PartMatch]]) {
        self.level = template.level
        self.window = template.window
        self.parts = template.parts.count
        self.sites = sites.count
        let found = Set(template.parts.flatMap(\.pattern).flatMap { $0.piece.written.words })
        let written = template.parts.flatMap(\.replacement).filter { $0.keeps == nil }.flatMap { $0.piece.words }
        self.newWords = written.count { !found.contains($0) }
        self.sameLeft = sites.allSatisfy { matches in
            zip(template.parts, matches).allSatisfy { $0.left == source.leftBoundary(of: $1.tokens.lowerBound) }
        }
        self.sameRight = sites.allSatisfy { matches in
            zip(template.parts, matches).allSatisfy { $0.right == source.rightBoundary(of: $1.tokens.upperBound) }
        }
    }

    /// (1 + x/1024)^1024: exact enough for a chance, and in the standard library.
    private static func exponential(_ power: Double) -> Double {
        var value = 1 + power / 1024
        for _ in 0..<10 { value *= value }
        return value
    }

    /// The chance that the new code is what the rule's author would have written, 0 to 1: a logistic fit on thousands of
    /// replays of public rules from one example each, without a finding's line and without any later gate. Cross-fitted
    /// by rule it tells little apart (its ends are 0.3 and 0.8): what a rule cannot see decides more than how code looks.
    var quality: Double {
        var score = 0.79
        switch self.level {
        case .exact: score -= self.window == .whole ? 0.86 : 0
        case .names: score += 0.18
        case .arguments: score -= 0.27
        case .receivers: score += 0.07
        case .general: score -= 0.27
        }
        switch self.window {
        case .whole: break
        case .statement: score -= 0.38
        case .call: score -= 0.67
        case .span: score -= 0.14
        }
        score -= 0.21 * Double(min(self.newWords, 6))
        score += self.sameLeft ? 0.16 : 0
        score += self.sameRight ? 0.38 : 0
        score -= self.parts > 1 ? 0.73 : 0
        score -= self.sites > 1 ? 0.69 : 0
        return 1 / (1 + Self.exponential(-score))
    }
}

extension ReplacementElement.Piece {
    fileprivate var words: [String] {
        switch self {
        case .token(let kind, let text):
            switch kind {
            case .name, .keyword, .string, .number, .symbol: [text]
            default: []
            }
        case .qualified(let path, _): path
        case .hole, .derived: []
        }
    }
}
