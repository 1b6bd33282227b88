import HealingDomain

/// `nosemgrep` or `nosem` in a comment on the flagged line, or on a line of its own just above, with the rules it is meant
/// for after a colon or without any for all of them. Read here since the warm server does not read it.
enum MutingComment {
    static func mutes(_ rule: RuleID, in text: LinedText, at line: Int) -> Bool {
        if Self.names(rule, in: text.line(line), alone: false) { return true }
        return line > 1 && Self.names(rule, in: text.line(line - 1), alone: true)
    }

    private static func names(_ rule: RuleID, in line: String, alone: Bool) -> Bool {
        guard
            let comment = ["#", "//", "/*", "<!--", "--"].compactMap({ Self.comment(after: $0, in: line, alone) }).first
        else { return false }
        guard let colon = comment.firstIndex(of: ":") else { return true }
        let names = comment[comment.index(after: colon)...].split { $0 == "," || $0.isWhitespace }
        return names.contains { $0 == rule.rawValue || rule.rawValue.hasSuffix("." + $0) }
    }

    /// The comment from its `nosem` on.
    private static func comment(after sign: String, in line: String, _ alone: Bool) -> Substring? {
        guard let start = line.firstRange(of: sign) else { return nil }
        if alone, line[..<start.lowerBound].contains(where: { !$0.isWhitespace }) { return nil }
        let comment = line[start.upperBound...]
        guard let word = comment.firstRange(of: "nosem") else { return nil }
        let found = comment[word.lowerBound...]
        let letters = found.prefix { $0.isLetter }
        return letters == "nosem" || letters == "nosemgrep" ? found : nil
    }
}
