import HealingDomain

/// One match of one rule, as Semgrep reports it: columns count UTF-8 bytes from 1.
struct SemgrepMatch: Sendable, Hashable {
    var rule: RuleID
    var range: SourceRange
    var message: String
    /// The text that replaces the range, where the rule has a fix.
    var fix: String?
}

/// What Semgrep says of one text.
struct SemgrepAnswer: Sendable, Hashable {
    var matches: [SemgrepMatch]
    /// Places it could not parse, rules that took too long.
    var problems: [String]
}
