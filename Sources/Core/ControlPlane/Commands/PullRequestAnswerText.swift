import HealingDomain

/// What somebody who asked about a pull request is told.
struct PullRequestAnswerText {
    /// `acme/shop#12`.
    let name: String
    let settings: ControlPlaneSettings

    func refusal(_ refusal: PullRequestRefusal) -> StyledText {
        switch refusal {
        case .closed(let isMerged):
            "\(self.name) is \(isMerged ? "merged" : "closed") already. Name an open pull request."
        case .ours(let record):
            if let id = record?.finding.fingerprint.short {
                "\(self.name) is mine. \(.code("\(self.settings.command) why \(id)")) explains it."
            } else {
                "\(self.name) is mine. Name a person's pull request."
            }
        case .tooLarge(let files, let limit):
            """
            \(self.name) changes \(files) files, and I look at no more than \(limit): GitHub does not say what changed \
            beyond that. Split it, or push it to a branch that I watch.
            """
        }
    }

    /// - Parameter finding: The one that was asked for, where it was one.
    /// - Parameter card: The permalink of the card that asks.
    func report(_ report: PullRequestReport, finding: Fingerprint?, card: String?) -> ChannelMessage {
        let headline = self.headline(report, finding: finding, card: card)
        var blocks: [MessageBlock] = [.section(headline)]
        let list = RecordList(settings: self.settings)
        if !report.proposed.isEmpty { blocks.append(.section(list.lines(report.proposed))) }
        if !report.told.isEmpty {
            blocks.append(.section("\(.bold("No edit I trust, so a person has to look"))\n\(list.lines(report.told))"))
        }
        for reason in [PullRequestReport.Left.Reason.rejected, .elsewhere, .overlaps] {
            let left = report.left.filter { $0.reason == reason }.map(\.record)
            if !left.isEmpty { blocks.append(.section("\(.bold(self.words(reason)))\n\(list.lines(left))")) }
        }
        if let first = report.problems.first {
            let more = report.problems.count > 1 ? " and \(report.problems.count - 1) more" : ""
            blocks.append(
                .context("Not looked at: \(.code(first.path)) (\(first.reason.onOneLine(limit: 160)))\(more)."))
        }
        return ChannelMessage(fallback: headline.plain, blocks: blocks)
    }

    private func headline(_ report: PullRequestReport, finding: Fingerprint?, card: String?) -> StyledText {
        let count = report.proposed.count
        guard count > 0 else { return self.nothing(report, finding: finding) }
        let fixes = count == 1 ? "a fix" : "\(count) fixes"
        let place: StyledText = card.map { "\(.link(url: $0, label: "the card"))" } ?? "the card"
        if report.isKnown { return "I proposed \(fixes) for \(self.name) already: \(place) waits for a decision." }
        return "I propose \(fixes) for \(self.name): \(place) asks for a decision."
    }

    private func nothing(_ report: PullRequestReport, finding: Fingerprint?) -> StyledText {
        let read = "\(report.scannedCount) of the \(report.fileCount) files it changes are code that I read"
        if let finding, report.told.isEmpty, report.left.isEmpty {
            return "\(.code(finding.short)) is not on the lines that \(self.name) changes any more: \(read)."
        }
        guard report.told.isEmpty, report.left.isEmpty else {
            return "I looked at \(self.name) and propose nothing: \(read)."
        }
        return "I looked at \(self.name) and found nothing on the lines it changes: \(read)."
    }

    private func words(_ reason: PullRequestReport.Left.Reason) -> String {
        switch reason {
        case .rejected: "Turned down before, so not asked again; fix and its id does"
        case .elsewhere: "Dealt with in another pull request"
        case .overlaps: "Touches the lines of another fix: ask once more when that one is in"
        }
    }
}
