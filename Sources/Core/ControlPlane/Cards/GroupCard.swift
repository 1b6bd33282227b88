import FoundationEssentials
package import HealingDomain

/// One message for findings that belong together: those of one push and rule, or those held back until the digest.
///
/// Each finding keeps its own pull request and its own buttons. The first few that wait for a decision have them; as
/// these are decided, the card is edited and the next have theirs.
package struct GroupCard: Sendable {
    package var group: String
    /// The findings in the order they are listed, with what was asked about them.
    package var members: [Member]
    package var settings: ControlPlaneSettings
    package var audience: Audience

    package struct Member: Sendable {
        package var record: HealingRecord
        package var approval: Approval?

        package init(record: HealingRecord, approval: Approval?) {
            self.record = record
            self.approval = approval
        }
    }

    /// So many have buttons at a time; so many more are listed in each part.
    private static let window = 8
    private static let listed = 12

    package init(group: String, members: [Member], settings: ControlPlaneSettings, audience: Audience) {
        self.group = group
        self.members = members
        self.settings = settings
        self.audience = audience
    }

    package var message: ChannelMessage {
        let waiting = self.members.filter { self.status(of: $0).isOpen }
        let others = self.members.filter { !self.status(of: $0).isOpen }
        var blocks: [MessageBlock] = [.header(self.title), .section(self.whatIsWrong)]
        for member in waiting.prefix(Self.window) { blocks += self.entry(member) }
        blocks += self.list("Next, when these are decided", waiting.dropFirst(Self.window))
        blocks += self.list(waiting.isEmpty ? "Findings" : "The others", others[...])
        blocks += self.callForSenior
        blocks.append(.context(self.smallPrint))
        return ChannelMessage(
            fallback:
                "\(self.title) in \(self.repositories). \(waiting.count) of \(self.members.count) wait for a decision.",
            blocks: blocks, metadata: [FindingCard.groupKey: self.group])
    }

    private var title: String {
        let severity = self.members.map(\.record.finding.severity).max()?.rawValue ?? ""
        if HeldBack.isOne(self.group) {
            return
                "\(self.members.count) \(self.members.count == 1 ? "finding" : "findings") held back, up to \(severity)"
        }
        return
            "\(severity) · \(self.members.count) × \(self.members.first?.record.finding.issueType.inWords ?? "Defect")"
    }

    private var repositories: String {
        let names = Set(self.members.map(\.record.finding.repository.rawValue)).sorted()
        return names.count > 3 ? "\(names.count) repositories" : names.joined(separator: ", ")
    }

    private var whatIsWrong: StyledText {
        guard let finding = self.members.first?.record.finding, !HeldBack.isOne(self.group) else {
            return "Found while this channel had quiet hours or enough cards, in \(self.repositories)."
        }
        return """
            \(.bold(finding.repository.rawValue)), \(.code(finding.branch)) at \(finding.commit.short)
            \(finding.message.onOneLine(limit: 300))
            """
    }

    private func entry(_ member: Member) -> [MessageBlock] {
        let card = self.card(of: member)
        var lines = [self.headline(of: member.record)]
        if let candidate = member.record.candidate {
            let origin = SolutionOrigin(candidate: candidate, audience: self.audience).line
            let sure = member.record.confidence.map { ", \($0.percent)% sure" } ?? ""
            lines.append("\(.bold("Fix")): \(origin)\(sure)")
        }
        if let reference = member.record.pullRequest {
            let kind = reference.isDraft ? "Draft pull request" : "Pull request"
            lines.append("\(kind) \(SourceLink.pullRequest(reference)). \(self.status(of: member).line)")
        }
        return [.section(lines.joined(separator: "\n")), .actions(card.buttons)]
    }

    private func list(_ title: String, _ members: ArraySlice<Member>) -> [MessageBlock] {
        guard !members.isEmpty else { return [] }
        var lines: [StyledText] = ["\(.bold(title))"]
        lines += members.prefix(Self.listed).map { member in
            let link: StyledText = member.record.pullRequest.map { " \(SourceLink.pullRequest($0))," } ?? ""
            return "• \(self.headline(of: member.record)):\(link) \(self.outcome(of: member))"
        }
        let more = members.count - Self.listed
        if more > 0 {
            lines.append(
                "… and \(more) more: \(.code("\(self.settings.command) why \(members.first?.record.finding.path ?? "")")) lists a file's."
            )
        }
        return lines.inSections
    }

    private func headline(of record: HealingRecord) -> StyledText {
        let place = SourceLink(webAddress: self.settings.webAddress).line(of: record.finding)
        guard HeldBack.isOne(self.group) else { return "\(place) \(.code(record.finding.fingerprint.short))" }
        let kind = "\(record.finding.severity.rawValue) \(record.finding.issueType.inWords)"
        return "\(kind) in \(place) \(.code(record.finding.fingerprint.short))"
    }

    /// In a word or two, and naming nobody.
    private func outcome(of member: Member) -> StyledText {
        switch member.record.state {
        case .detected: "looking for a fix"
        case .proposed: self.status(of: member).isOpen ? "waits" : "waits for a review on GitHub"
        case .notified: member.record.candidate?.change == nil ? "no edit I trust" : "not sure enough"
        default: StyledText([.plain(member.record.state.rawValue)])
        }
    }

    private var callForSenior: [MessageBlock] {
        guard let senior = self.settings.senior else { return [] }
        let unsure = self.members.count { member in
            member.record.state == .notified
                || self.status(of: member).isOpen && member.record.decision == .draftPullRequest
        }
        guard unsure > 0 else { return [] }
        return [
            .section(
                "\(.person(senior)), can you look at \(unsure == 1 ? "the one" : "the \(unsure)") I am not sure of?")
        ]
    }

    private var smallPrint: StyledText {
        guard let finding = self.members.first?.record.finding, !HeldBack.isOne(self.group) else {
            return "Each finding has a pull request of its own."
        }
        return "\(finding.rule.rawValue) · one pull request a finding · notes in the thread"
    }

    /// Without a senior: they are called once for all, not once a finding.
    private func card(of member: Member) -> FindingCard {
        var settings = self.settings
        settings.senior = nil
        return FindingCard(
            record: member.record, approval: member.approval, settings: settings, audience: self.audience)
    }

    private func status(of member: Member) -> CardStatus { self.card(of: member).status }
}
