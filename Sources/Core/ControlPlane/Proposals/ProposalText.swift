import FoundationEssentials
import HealingDomain

/// What is said on GitHub and in the thread about fixes for a person's pull request.
enum ProposalText {
    /// A conventional commit message without its trailers: what is fixed, and where.
    static func message(_ records: [HealingRecord]) -> String {
        let findings = records.map(\.finding)
        let lines = findings.map { finding in
            let weakness = finding.cwe.map { " (\($0.onOneLine(limit: 20)))" } ?? ""
            return "- \(finding.issueType.inWords) in \(finding.place.onOneLine(limit: 160))\(weakness), rule "
                + finding.rule.rawValue.onOneLine(limit: 80)
        }
        let title: String
        if let finding = findings.first, findings.count == 1 {
            let name = finding.path.split(separator: "/").last.map(String.init) ?? finding.path
            title = "fix: \(finding.issueType.inWords) in \(name.onOneLine(limit: 40))"
        } else {
            title = "fix: \(findings.count) findings in this pull request"
        }
        return "\(title)\n\n\(lines.joined(separator: "\n"))".withoutReferences
    }

    /// For the thread, once it is on GitHub.
    static func done(_ result: Proposal.Result, _ record: HealingRecord?) -> StyledText {
        let place: StyledText = record?.pullRequest.map { "\(SourceLink.pullRequest($0))" } ?? "the pull request"
        switch result {
        case .commit(let head):
            let branch = record?.pullRequest?.branch ?? "the branch"
            return "Pushed as \(.code(head.short)) to \(.code(branch)) of \(place)."
        case .review(let url, let suggestions, let patches):
            return "Left in \(.link(url: url, label: "a review")) of \(place): \(Self.count(suggestions, patches))."
        }
    }

    static func count(_ suggestions: Int, _ patches: Int) -> String {
        let first = "\(suggestions) \(suggestions == 1 ? "suggestion" : "suggestions") to commit"
        guard patches > 0 else { return first }
        let second = "\(patches) \(patches == 1 ? "patch" : "patches") for lines outside of its diff"
        return suggestions == 0 ? second : "\(first), \(second)"
    }
}

extension String {
    /// Text for GitHub that notifies nobody and closes nothing.
    fileprivate var withoutReferences: String { self.withoutMentions.replacing("#", with: "#\u{200B}") }
}
