import HealingDomain

/// The words of a review that suggests fixes. Text from outside stays text.
enum ReviewText {
    static func marker(_ mark: String) -> String { "<!-- codehealer-approval: \(UntrustedText.plain(mark)) -->" }

    /// A committable suggestion: what is wrong, then the lines that replace those commented on.
    static func comment(_ suggestion: SuggestionPlan.Suggestion) -> String {
        let reasons = suggestion.findings.map { finding in
            let name = IssueWords.phrase(finding.issueType, isCapitalised: true)
            let message = UntrustedText.prose(finding.message, limit: 600)
            return "**\(name)** (\(finding.severity.rawValue))\(message.isEmpty ? "" : ": \(message)")"
        }
        let fence = self.fence(for: suggestion.text)
        return (reasons + ["\(fence)suggestion\n\(suggestion.text)\(fence)"]).joined(separator: "\n\n")
    }

    static func body(of review: SuggestedReview, _ plan: SuggestionPlan) -> String {
        let count = review.items.count
        let intro = """
            CodeHealer proposes \(count == 1 ? "a fix" : "\(count) fixes") for this pull request, approved in Slack by \
            \(UntrustedText.prose(review.approvedBy, limit: 80)). They are suggestions and no commit, since \
            \(UntrustedText.prose(review.reason, limit: 200)): commit those that you want.
            """
        let list = review.items.map { item in
            let name = IssueWords.phrase(item.finding.issueType, isCapitalised: true)
            let place = UntrustedText.code("\(item.finding.path):\(item.finding.range.startLine)")
            return "- **\(name)** in \(place), \(UntrustedText.prose(item.origin, limit: 160))"
        }
        var sections = [intro, list.joined(separator: "\n")]
        if !plan.patches.isEmpty {
            sections.append(
                "\(plan.suggestions.isEmpty ? "This" : "The fix also needs this, which") is outside of the diff above:")
            sections += plan.patches.map { patch in
                let diff = UnifiedDiff(patch).text
                let fence = self.fence(for: diff)
                return "\(self.patchMark)\n\(fence)diff\n\(diff)\(fence)"
            }
        }
        sections.append(self.marker(review.mark))
        return sections.joined(separator: "\n\n")
    }

    private static let patchMark = "<!-- codehealer-patch -->"

    /// How many patches a body of ours holds.
    static func patchCount(in body: String) -> Int { body.split(separator: self.patchMark).count - 1 }

    /// A fence that its text cannot end.
    private static func fence(for text: String) -> String {
        let longest = text.split(omittingEmptySubsequences: true) { $0 != "`" }.map(\.count).max() ?? 0
        return String(repeating: "`", count: max(3, longest + 1))
    }
}
