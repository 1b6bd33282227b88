import HealingDomain

/// The change as a unified diff, cut where Slack would refuse it.
struct DiffAnswer: Sendable {
    let record: HealingRecord

    /// A code block of Slack's ends at 3,000 characters, and some of these count double.
    private static let limit = 2400

    var message: ChannelMessage {
        guard let change = self.record.candidate?.change else { return ChannelMessage("There is no edit to show.") }
        let diff = UnifiedDiff(change)
        guard !diff.text.isEmpty else { return ChannelMessage("The edit changes nothing.") }
        return Self.message(
            "\(.code(change.path)): \(diff.additions) added, \(diff.removals) removed", diff: diff.text,
            rest: self.rest)
    }

    /// `rest` says where the whole is.
    static func message(_ title: StyledText, diff: String, rest: StyledText?) -> ChannelMessage {
        let (shown, isCut) = Self.cut(diff)
        var blocks: [MessageBlock] = [.section(title), .code(shown)]
        if isCut { blocks.append(.context(rest ?? "Truncated.")) }
        return ChannelMessage(fallback: title.plain, blocks: blocks)
    }

    private var rest: StyledText {
        guard let pullRequest = self.record.pullRequest else { return "Truncated." }
        return "Truncated. \(.link(url: pullRequest.url + "/files", label: "The whole diff"))"
    }

    /// Whole lines, up to the limit.
    private static func cut(_ text: String) -> (String, Bool) {
        guard text.utf16.count > Self.limit else { return (text, false) }
        var shown = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard shown.utf16.count + line.utf16.count < Self.limit else { break }
            shown += line + "\n"
        }
        return (shown.isEmpty ? text.prefix(Self.limit / 2) + "…" : shown, true)
    }
}
