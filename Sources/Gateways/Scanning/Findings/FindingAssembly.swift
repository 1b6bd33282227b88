import Cryptography
import HealingDomain

/// Turns matches of one file into findings: rule data added, overlaps merged, fingerprints counted.
struct FindingAssembly {
    var catalog: RuleCatalog
    var context: ScanContext

    func findings(_ matches: [SemgrepMatch], in file: SourceFile) -> [Finding] {
        let text = LinedText(file.content)
        let known = matches.compactMap { match -> RankedMatch? in
            guard let rule = self.catalog.rules[match.rule] else { return nil }
            let isMuted = MutingComment.mutes(rule.id, in: text, at: match.range.startLine)
            return isMuted ? nil : RankedMatch(match: match, rule: rule)
        }
        var seen: [String: Int] = [:]
        return RankedMatch.merged(known).compactMap { ranked in
            guard let flagged = text.slice(ranked.match.range) else { return nil }
            let condensed = flagged.filter { !$0.isWhitespace }
            let place = [self.context.repository.rawValue, ranked.rule.id.rawValue, file.path, condensed]
            let key = place.joined(separator: "\u{0}")
            let earlier = seen[key, default: 0]
            seen[key] = earlier + 1
            return Finding(
                detector: "semgrep", rule: ranked.rule.id, issueType: ranked.rule.issueType, cwe: ranked.rule.cwe,
                severity: ranked.rule.severity, message: ranked.match.message, repository: self.context.repository,
                branch: self.context.branch, commit: self.context.commit, path: file.path, range: ranked.match.range,
                snippet: text.lines(of: ranked.match.range), suggestedFix: ranked.match.fix,
                fingerprint: Fingerprint(SHA256.hexadecimal("\(key)\u{0}\(earlier)")))
        }
    }
}

/// A match with its rule, to decide which of two says more.
struct RankedMatch {
    var match: SemgrepMatch
    var rule: ScanRule

    /// Of overlapping matches of the same kind of defect only the strongest stays: the more severe, then the more certain,
    /// then the one with a fix, then the smaller. In the order of the file.
    static func merged(_ matches: [RankedMatch]) -> [RankedMatch] {
        var kept: [RankedMatch] = []
        for candidate in matches.sorted(by: { $0.isStronger(than: $1) }) {
            let isCovered = kept.contains {
                $0.rule.issueType == candidate.rule.issueType && $0.match.range.overlaps(candidate.match.range)
            }
            if !isCovered { kept.append(candidate) }
        }
        return kept.sorted { ($0.match.range.start, $0.rule.id) < ($1.match.range.start, $1.rule.id) }
    }

    private func isStronger(than other: RankedMatch) -> Bool {
        if self.rule.severity != other.rule.severity { return self.rule.severity > other.rule.severity }
        if self.rule.confidence != other.rule.confidence { return self.rule.confidence > other.rule.confidence }
        if (self.match.fix != nil) != (other.match.fix != nil) { return self.match.fix != nil }
        let (mine, others) = (self.match.range, other.match.range)
        let (length, otherLength) = (mine.endLine - mine.startLine, others.endLine - others.startLine)
        if length != otherLength { return length < otherLength }
        return (mine.start, mine.end, self.rule.id.rawValue) < (others.start, others.end, other.rule.id.rawValue)
    }
}

extension SourceRange {
    /// A place, to compare with others.
    struct Place: Hashable, Comparable {
        var line: Int
        var column: Int

        static func < (left: Self, right: Self) -> Bool { (left.line, left.column) < (right.line, right.column) }
    }

    var start: Place { Place(line: self.startLine, column: self.startColumn) }
    var end: Place { Place(line: self.endLine, column: self.endColumn) }

    func overlaps(_ other: SourceRange) -> Bool { self.start < other.end && other.start < self.end }
}
