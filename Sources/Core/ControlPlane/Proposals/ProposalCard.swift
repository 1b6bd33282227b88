package import HealingDomain

/// The one message of fixes that are offered on a person's pull request, edited in place like a finding's card.
package struct ProposalCard: Sendable {
    let lead: HealingRecord
    let proposal: Proposal
    let approval: Approval?
    let settings: ControlPlaneSettings
    let audience: Audience

    /// `nil` for a record that is not of a proposal.
    package init?(record: HealingRecord, approval: Approval?, settings: ControlPlaneSettings, audience: Audience) {
        guard let proposal = record.proposal else { return nil }
        self.lead = record
        self.proposal = proposal
        self.approval = approval
        self.settings = settings
        self.audience = audience
    }

    /// The metadata key by which a restarted bot finds the card again.
    package static let metadataKey = "proposal"

    private static let itemLimit = 10

    package var message: ChannelMessage {
        let count = self.proposal.items.count
        let name = self.lead.pullRequest.map { "\($0.repository)#\($0.number)" } ?? "a pull request"
        let title = "\(count == 1 ? "A fix" : "\(count) fixes") for \(name)"
        let blocks: [MessageBlock] =
            [.header(title.shortened(to: 140)), .section(self.intro)] + self.items
            + [.section(self.status), .actions(self.buttons), .context(self.smallPrint)]
        let paths = Set(self.proposal.items.map(\.path)).sorted().joined(separator: ", ").shortened(to: 200)
        return ChannelMessage(
            fallback: "\(title), \(paths). \(self.status.plain)", blocks: blocks,
            metadata: [Self.metadataKey: self.lead.approvalID ?? ""])
    }

    private var isOpen: Bool { self.lead.state == .proposed && self.approval?.state == .pending }

    private var intro: StyledText {
        guard let pullRequest = self.lead.pullRequest else { return "" }
        let author: StyledText = self.lead.author.map { " by \($0.onOneLine(limit: 60))" } ?? ""
        let what: StyledText =
            if let obstacle = self.proposal.obstacle {
                "Approve leaves committable suggestions in a review: I cannot push, since \(obstacle.onOneLine(limit: 160))."
            } else {
                "Approve puts one commit on \(.code(pullRequest.branch)), on top of \(.code(self.proposal.head.short))."
            }
        return
            "\(SourceLink.pullRequest(pullRequest))\(author), looked at for \(Actor.inWords(self.proposal.requestedBy)).\n\(what)"
    }

    private var items: [MessageBlock] {
        if self.proposal.items.count == 1 { return self.details }
        let lines = self.proposal.items.prefix(Self.itemLimit).map { item -> StyledText in
            let score = item.confidence.map { "\($0)%" } ?? "not scored"
            return """
                • \(.bold(item.severity.rawValue)) \(item.issueType.inWords), \(self.link(to: item)): \
                from a \(item.source.inWords), \(score) · \(.code(item.finding.short))
                """
        }
        let more = self.proposal.items.count - lines.count
        let rest: [StyledText] = more > 0 ? ["… and \(more) more, all in the diff"] : []
        return [.section((lines + rest).joined(separator: "\n"))]
    }

    /// What a finding's own card says of it.
    private var details: [MessageBlock] {
        let finding = self.lead.finding
        var blocks: [MessageBlock] = []
        if let item = self.proposal.items.first {
            let name: StyledText =
                "\(.bold(finding.severity.rawValue)) \(finding.issueType.inWords), \(self.link(to: item))"
            blocks.append(.section("\(name)\n\(finding.message.onOneLine(limit: 300))"))
        }
        if finding.snippet.hasWords { blocks.append(.code(finding.snippet.firstLines(8, width: 160))) }
        guard let candidate = self.lead.candidate else { return blocks }
        let origin = SolutionOrigin(candidate: candidate, audience: self.audience)
        let score = self.lead.confidence.map { "\($0.percent)%" } ?? "not scored"
        blocks.append(.section("\(.bold("Fix")): \(origin.line)\n\(.bold("Confidence")): \(score)"))
        if let quote = origin.quote { blocks.append(.quote(quote.firstLines(4, width: 240))) }
        return blocks
    }

    private func link(to item: Proposal.Item) -> StyledText.Span {
        SourceLink(webAddress: self.settings.webAddress).lines(
            item.lines, of: item.path, in: self.lead.finding.repository, at: self.proposal.head)
    }

    private var status: StyledText {
        ProposalStatus(record: self.lead, approval: self.approval, settings: self.settings).line
    }

    private var buttons: [Button] {
        let finding = self.lead.finding.fingerprint.rawValue
        var buttons: [Button] = []
        if self.isOpen, let approval = self.approval {
            buttons += [
                Button(
                    label: "Approve", actionID: ButtonAction.approve.rawValue, value: approval.id, style: .primary,
                    confirmation: ApproveConfirmation(record: self.lead, approval: approval, settings: self.settings)
                        .dialog),
                Button(label: "Reject", actionID: ButtonAction.reject.rawValue, value: approval.id, style: .danger),
            ]
        }
        return buttons + [
            Button(label: "Why", actionID: ButtonAction.why.rawValue, value: finding),
            Button(label: "Show diff", actionID: ButtonAction.diff.rawValue, value: finding),
        ]
    }

    private var smallPrint: StyledText {
        let ids = self.proposal.items.prefix(Self.itemLimit).map(\.finding.short).joined(separator: " ")
        let repository = self.lead.finding.repository
        return "\(ids) · \(repository.rawValue) \(self.lead.finding.branch) \(self.proposal.head.short)"
    }
}

/// The line of a proposal's card that says how things stand.
struct ProposalStatus {
    let record: HealingRecord
    let approval: Approval?
    let settings: ControlPlaneSettings

    var line: StyledText {
        switch self.record.state {
        case .detected: "Looking for a fix."
        case .notified: "No edit I trust."
        case .proposed: self.waiting
        case .approved: "Approved by \(self.decider)\(self.moment). \(self.isPush ? "Pushing" : "Writing the review")."
        case .pushed: "Approved by \(self.decider)\(self.moment). \(self.done)"
        case .suggested:
            "Approved by \(self.decider)\(self.moment). \(self.done) I did not push, since \(self.obstacle)."
        case .merged: "Merged with this fix, approved by \(self.decider)\(self.moment)."
        case .rejected: "Turned down by \(self.decider)\(self.moment)\(self.reason). \(self.askForOne)"
        case .superseded: "Superseded\(self.reason). Nothing was put on the pull request. \(self.askAgain)"
        case .expired: "Expired: nobody decided. \(self.askAgain)"
        case .failed: "Not done\(self.reason). \(self.askAgain)"
        case .reverted: "Taken out of the pull request again\(self.reason)."
        }
    }

    private var isPush: Bool { self.record.proposal?.obstacle == nil }
    private var obstacle: StyledText { "\((self.record.proposal?.obstacle ?? "").onOneLine(limit: 160))" }

    private var waiting: StyledText {
        guard let approval, approval.state == .pending else { return "Waiting." }
        let votes = CardStatus(record: self.record, approval: approval, settings: self.settings).votes(on: approval)
        return "\(votes)Waiting for a decision until \(approval.expiresAt.inWords)."
    }

    private var done: StyledText {
        self.record.proposal?.result.map { ProposalText.done($0, self.record) } ?? ""
    }

    private var decider: StyledText {
        if let approval = self.approval, approval.decidedBy == self.record.decidedBy { return approval.deciders }
        return Actor.inWords(self.record.decidedBy ?? self.approval?.decidedBy ?? "somebody")
    }

    private var moment: StyledText { self.approval?.decidedAt.map { ", \($0.inWords)" } ?? "" }

    private var reason: StyledText {
        guard let reason = self.record.reason, reason.hasWords else { return "" }
        let text = reason.onOneLine(limit: 300)
        return ": \(text.hasSuffix(".") ? String(text.dropLast()) : text)"
    }

    private var askAgain: StyledText {
        guard let pullRequest = self.record.pullRequest else { return "" }
        let words = "\(self.settings.command) fix \(pullRequest.repository)#\(pullRequest.number)"
        return "\(.code(words)) looks at it as it is now."
    }

    private var askForOne: StyledText {
        "\(.code("\(self.settings.command) fix \(self.record.finding.fingerprint.short)")) proposes it again."
    }
}
