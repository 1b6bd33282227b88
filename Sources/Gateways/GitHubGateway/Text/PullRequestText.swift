package import HealingDomain

/// The words of a pull request: what, why, evidence, gates, confidence, how to reject, and the audit's id.
package enum PullRequestText {
    /// Title, Markdown body and conventional commit message of the record's fix. Text from outside stays text, and a
    /// private thread is named but never quoted: a repository has other readers than a channel.
    package static func make(record: HealingRecord) -> (title: String, body: String, commitMessage: String) {
        (self.title(record), self.body(record), self.commitMessage(record))
    }

    package static func branch(record: HealingRecord) -> String {
        HealingBranch.name(rule: record.finding.rule, fingerprint: record.finding.fingerprint)
    }

    private static func title(_ record: HealingRecord) -> String {
        let finding = record.finding
        return "Fix \(IssueWords.phrase(finding.issueType)) in \(UntrustedText.plain(finding.path, limit: 120))"
    }

    private static func commitMessage(_ record: HealingRecord) -> String {
        let finding = record.finding
        let name = finding.path.split(separator: "/").last.map(String.init) ?? finding.path
        let weakness = finding.cwe.map { " (\(UntrustedText.plain($0, limit: 20)))" } ?? ""
        let place = "\(UntrustedText.plain(finding.path)):\(finding.range.startLine)"
        return """
            fix: \(IssueWords.phrase(finding.issueType)) in \(UntrustedText.plain(name, limit: 40))

            \(UntrustedText.plain(finding.rule.rawValue)) flagged \(place)\(weakness).

            CodeHealer-Fix: \(UntrustedText.plain(record.fixID))
            """
    }

    private static func body(_ record: HealingRecord) -> String {
        var sections = [self.what(record.finding), self.why(record.finding), self.evidence(record.candidate)]
        sections.append(self.gates(record.gates))
        sections.append(self.confidence(record.confidence))
        sections.append(self.handling(record))
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func what(_ finding: Finding) -> String {
        let weakness = finding.cwe.map { ", \(UntrustedText.prose($0, limit: 20))" } ?? ""
        return """
            ### What

            **\(IssueWords.phrase(finding.issueType, isCapitalised: true))** (\(finding.severity.rawValue)\(weakness)) \
            in \(UntrustedText.code(finding.path)), line \(finding.range.startLine), \
            found by \(UntrustedText.code(finding.detector)) with the rule \
            \(UntrustedText.code(finding.rule.rawValue)) at commit \(UntrustedText.code(finding.commit.short)).
            """
    }

    private static func why(_ finding: Finding) -> String {
        let message = UntrustedText.prose(finding.message, limit: 1000)
        return message.isEmpty ? "" : "### Why it matters\n\n\(message)"
    }

    private static func evidence(_ candidate: SolutionCandidate?) -> String {
        guard let candidate else { return "" }
        var lines = ["### Where the fix comes from", "", self.origin(candidate.evidence)]
        if case .thread(_, false, _, let quote, _, _) = candidate.evidence, !quote.trimmed.isEmpty {
            lines += ["", UntrustedText.quote(quote)]
        }
        if let template = candidate.template {
            let level = UntrustedText.code(template.level, limit: 30)
            lines += ["", "Replayed as a template of level \(level). \(self.history(template.record))"]
        }
        return lines.joined(separator: "\n")
    }

    private static func origin(_ evidence: Evidence) -> String {
        switch evidence {
        case .thread(_, true, _, _, _, _):
            return
                "A thread of this team in a private channel. Its words stay there; members can open it from the card."
        case .thread(_, false, let permalink, _, let author, let hasMergedCode):
            let link = permalink.flatMap(self.link).map { " ([open the thread](\($0)))" } ?? ""
            let merged = hasMergedCode ? "; merged code stands behind it" : ""
            return "A thread of this team, answered by \(UntrustedText.prose(author, limit: 80))\(link)\(merged)."
        case .pastFix(let id, let url, let person):
            let link = url.flatMap(self.link).map { " ([pull request](\($0)))" } ?? ""
            let approval = person.map { ", approved by \(UntrustedText.code($0, limit: 80))" } ?? ""
            return "An earlier fix of this team, \(UntrustedText.code(id))\(link)\(approval)."
        case .model(let name):
            return "The model \(UntrustedText.code(name)) wrote it; read it as you would read a stranger's."
        }
    }

    private static func history(_ record: TrackRecord) -> String {
        "So far: \(record.approved) approved, \(record.edited) edited, \(record.rejected) rejected, "
            + "\(record.reverted) reverted, \(record.failedChecks) with failing checks."
    }

    /// Only a plain web address may become a link.
    private static func link(_ url: String) -> String? {
        let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>[]\\\"'`".utf8.contains($0) }
        return isPlain && url.utf8.count <= 500 && (url.hasPrefix("https://") || url.hasPrefix("http://")) ? url : nil
    }

    private static func gates(_ report: GateReport) -> String {
        guard !report.results.isEmpty else { return "" }
        let rows = report.results.map { result in
            let detail = UntrustedText.prose(result.detail, limit: 200)
            return "| \(result.gate.rawValue) | \(result.verdict.rawValue) | \(detail) |"
        }
        return (["### Gates", "", "| gate | result | detail |", "|---|---|---|"] + rows).joined(separator: "\n")
    }

    private static func confidence(_ confidence: Confidence?) -> String {
        guard let confidence else { return "### Confidence\n\nNot scored." }
        let factors = confidence.factors.map { factor in
            let value = factor.value.isFinite ? Int((min(max(factor.value, 0), 1) * 100).rounded()) : 0
            let name = UntrustedText.prose(factor.name, limit: 60)
            return "- \(name) \(value) %: \(UntrustedText.prose(factor.explanation))"
        }
        return (["### Confidence: \(confidence.percent) %", ""] + factors).joined(separator: "\n")
    }

    private static func handling(_ record: HealingRecord) -> String {
        let draft =
            record.decision == .draftPullRequest
            ? "\nIt is a draft because the confidence is too low for an open pull request; a senior was asked to look."
            : ""
        return """
            ### Approve or reject

            Approve or reject it on the card in the channel, or here: merging approves, closing rejects. A reason given \
            with a rejection is learned from, so that the same fix is not proposed again. If you change it first, your \
            version is what is learned. Commits of yours on this branch are never overwritten.\(draft)

            <sub>CodeHealer, audit id \(UntrustedText.code(record.fixID))</sub>
            """
    }
}

/// `SQL_INJECTION` in words.
enum IssueWords {
    private static let abbreviations: Set<String> = [
        "SQL", "XSS", "SSRF", "XXE", "CSRF", "LDAP", "TLS", "SSL", "JWT", "YAML", "XML", "URL", "HTTP", "HTML", "OS",
        "IDOR",
        "RCE", "SSTI", "CORS", "API", "JSON", "NOSQL", "DOS", "ZIP", "IV", "ECB", "MD5", "SHA1",
    ]

    static func phrase(_ type: IssueType, isCapitalised: Bool = false) -> String {
        let words = type.rawValue.prefix(80).split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map { word in
            self.abbreviations.contains(word.uppercased()) ? word.uppercased() : word.lowercased()
        }
        let phrase = words.isEmpty ? "a defect" : words.joined(separator: " ")
        return isCapitalised ? phrase.prefix(1).uppercased() + phrase.dropFirst() : phrase
    }
}
