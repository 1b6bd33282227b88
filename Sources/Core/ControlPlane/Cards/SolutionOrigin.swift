import HealingDomain

/// Where a fix comes from, in words, quoting only what the audience may read.
struct SolutionOrigin {
    let candidate: SolutionCandidate
    let audience: Audience

    /// One line: the source, with its link.
    var line: StyledText {
        switch self.candidate.evidence {
        case .thread(_, _, let permalink, _, let author, let hasMergedCode):
            guard self.isReadable else { return "A thread in a private channel, quoted only there" }
            let code = hasMergedCode ? "merged code behind it" : "no merged code behind it"
            let who = author.isEmpty ? "A team thread" : "\(author.onOneLine(limit: 60)) in a team thread"
            let name = permalink.map { StyledText([.link(url: $0, label: who)]) } ?? StyledText([.plain(who)])
            return "\(name), \(code)"
        case .pastFix(let id, let url, let approvedBy):
            let name = url.map { StyledText.Span.link(url: $0, label: "Past fix \(id)") } ?? .plain("Past fix \(id)")
            guard let approvedBy else { return "\(name)" }
            return "\(name), approved by \(Actor.inWords(approvedBy))"
        case .model(let name):
            return "Model \(.code(name.onOneLine(limit: 80)))"
        }
    }

    /// What was said, word for word; `nil` where nothing was or the audience may not read it.
    var quote: String? {
        guard self.isReadable else { return nil }
        if case .thread(_, _, _, let quote, _, _) = self.candidate.evidence, quote.hasWords { return quote }
        guard let guidance = self.candidate.guidance, guidance.hasWords else { return nil }
        return guidance
    }

    private var isReadable: Bool { self.audience.mayRead(self.candidate.evidence) }
}

extension String {
    var hasWords: Bool { self.contains { !$0.isWhitespace } }
}
