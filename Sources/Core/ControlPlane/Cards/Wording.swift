import FoundationEssentials
import HealingDomain

extension String {
    /// At most `limit` characters, the last of them an ellipsis where something is missing.
    func shortened(to limit: Int) -> String {
        let start = self.prefix(limit)
        return start.endIndex == self.endIndex ? self : start.dropLast() + "…"
    }

    /// White space of all kinds run together, so that the text is one line.
    func onOneLine(limit: Int) -> String {
        self.split(whereSeparator: \.isWhitespace).joined(separator: " ").shortened(to: limit)
    }

    /// The first lines, with a mark where some are missing.
    func firstLines(_ count: Int, width: Int) -> String {
        let lines = self.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let shown = lines.prefix(count).map { String($0).shortened(to: width) }
        return (shown + (lines.count > count ? ["…"] : [])).joined(separator: "\n")
    }
}

extension Date {
    /// `2026-01-20 14:05 UTC`.
    var inWords: String {
        let text = self.formatted(.iso8601)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5) + " UTC"
    }
}

extension IssueType {
    private static let initialisms: Set<String> = [
        "API", "CSRF", "HTML", "HTTP", "HTTPS", "IDOR", "JWT", "LDAP", "NOSQL", "OS", "SQL", "SSL", "SSRF", "TLS",
        "URL", "XML", "XPATH", "XSS", "XXE",
    ]

    /// `SQL_INJECTION` as `SQL injection`.
    var inWords: String {
        let words = self.rawValue.split { $0 == "_" || $0 == " " || $0 == "-" }.map { word in
            Self.initialisms.contains(word.uppercased()) ? word.uppercased() : word.lowercased()
        }
        guard let first = words.first else { return "Defect" }
        let capital = first.prefix(1).uppercased() + first.dropFirst()
        return ([capital] + words.dropFirst()).joined(separator: " ")
    }
}

extension Finding {
    /// `db/orders.py:42`.
    var place: String { "\(self.path):\(self.range.startLine)" }
}

extension Sequence<StyledText> {
    func joined(separator: StyledText) -> StyledText {
        var spans: [StyledText.Span] = []
        for (index, text) in self.enumerated() { spans += (index == 0 ? [] : separator.spans) + text.spans }
        return StyledText(spans)
    }
}

/// Who did something, as the records keep it: a Slack person id, `github:` and a login, or `codehealer`.
enum Actor {
    static let bot = "codehealer"
    /// Whoever did something there before a webhook said who.
    static let somebodyOnGitHub = Self.gitHub("somebody")
    static func gitHub(_ login: String) -> String { "github:" + login }

    /// The login behind an actor from GitHub, and every other actor as it is.
    static func bare(_ actor: String) -> String {
        actor.hasPrefix("github:") ? String(actor.dropFirst("github:".count)) : actor
    }

    static func inWords(_ actor: String) -> StyledText {
        if actor.hasPrefix("github:") { return "\(Self.bare(actor)) on GitHub" }
        if actor == Self.bot { return "CodeHealer" }
        return Self.isPerson(actor) ? StyledText([.person(PersonID(actor))]) : StyledText([.plain(actor)])
    }

    /// Slack's ids of people are `U` or `W` and capital letters and digits.
    private static func isPerson(_ actor: String) -> Bool {
        guard actor.first == "U" || actor.first == "W", actor.contains(where: \.isNumber) else { return false }
        return actor.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
    }
}

extension Approval {
    /// Who decided, all of them where it took several.
    var deciders: StyledText {
        let isByVotes = self.state == .approved && self.votes.contains { $0.person.rawValue == self.decidedBy }
        guard isByVotes else { return Actor.inWords(self.decidedBy ?? Actor.bot) }
        return self.voters
    }

    /// `@ada, @grace and @edsger`.
    var voters: StyledText {
        let names = self.votes.map { Actor.inWords($0.person.rawValue) }
        guard let last = names.last, names.count > 1 else { return names.first ?? "nobody" }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension [StyledText] {
    /// Lines as sections of a few: a section's text is limited, and links are long.
    var inSections: [MessageBlock] {
        stride(from: 0, to: self.count, by: 5).map { start in
            .section(self[start..<Swift.min(start + 5, self.count)].joined(separator: "\n"))
        }
    }
}
