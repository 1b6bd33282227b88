import FoundationEssentials
package import HealingDomain

/// The one message that a finding has in the channel: edited in place as things change, details in its thread.
package struct FindingCard: Sendable {
    package var record: HealingRecord
    package var approval: Approval?
    package var settings: ControlPlaneSettings
    package var audience: Audience

    package init(record: HealingRecord, approval: Approval?, settings: ControlPlaneSettings, audience: Audience) {
        self.record = record
        self.approval = approval
        self.settings = settings
        self.audience = audience
    }

    /// The metadata key that says whose card it is.
    package static let metadataKey = "finding"
    /// The same, for a card of several findings.
    package static let groupKey = "group"

    package var message: ChannelMessage {
        let finding = self.record.finding
        let title = "\(finding.severity.rawValue) · \(finding.issueType.inWords)"
        var blocks: [MessageBlock] = [.header(title), .section(self.whatIsWrong)]
        if finding.snippet.hasWords { blocks.append(.code(finding.snippet.firstLines(8, width: 160))) }
        blocks += self.fix
        blocks += [.section(self.status.line), .actions(self.buttons), .context(self.smallPrint)]
        return ChannelMessage(
            fallback: "\(title) in \(finding.repository), \(finding.place). \(self.status.line.plain)", blocks: blocks,
            metadata: [Self.metadataKey: finding.fingerprint.rawValue])
    }

    var status: CardStatus {
        CardStatus(record: self.record, approval: self.approval, settings: self.settings)
    }

    private var whatIsWrong: StyledText {
        let link = SourceLink(webAddress: self.settings.webAddress).line(of: self.record.finding)
        return "\(link)\n\(self.record.finding.message.onOneLine(limit: 300))"
    }

    private var fix: [MessageBlock] {
        guard let candidate = self.record.candidate else {
            return self.record.state == .detected ? [] : [.section("\(.bold("Fix")): none found.")]
        }
        let origin = SolutionOrigin(candidate: candidate, audience: self.audience)
        let label: StyledText = candidate.change == nil ? "Advice" : "Fix"
        var blocks: [MessageBlock] = [.section("\(.bold(label.plain)): \(origin.line)")]
        if let quote = origin.quote { blocks.append(.quote(quote.firstLines(4, width: 240))) }
        blocks.append(.section([self.confidence, self.pullRequest].compactMap(\.self).joined(separator: "\n")))
        return blocks
    }

    private var confidence: StyledText? {
        guard let confidence = self.record.confidence else { return "\(.bold("Confidence")): not scored" }
        let reason = confidence.weightiestReason.map { StyledText(" · \($0)") } ?? ""
        return "\(.bold("Confidence")): \(confidence.percent)%\(reason)"
    }

    private var pullRequest: StyledText? {
        self.record.pullRequest.map { reference in
            "\(.bold(reference.isDraft ? "Draft pull request" : "Pull request")): \(SourceLink.pullRequest(reference))"
        }
    }

    var buttons: [Button] {
        let finding = self.record.finding.fingerprint.rawValue
        var buttons: [Button] = []
        if self.status.isOpen, let approval = self.approval {
            buttons += [
                Button(
                    label: "Approve", actionID: ButtonAction.approve.rawValue, value: approval.id, style: .primary,
                    confirmation: ApproveConfirmation(record: self.record, approval: approval, settings: self.settings)
                        .dialog),
                Button(label: "Reject", actionID: ButtonAction.reject.rawValue, value: approval.id, style: .danger),
            ]
        }
        buttons.append(Button(label: "Why", actionID: ButtonAction.why.rawValue, value: finding))
        if self.record.candidate?.change != nil {
            buttons.append(Button(label: "Show diff", actionID: ButtonAction.diff.rawValue, value: finding))
        }
        return buttons
    }

    private var smallPrint: StyledText {
        let finding = self.record.finding
        return """
            \(finding.fingerprint.short) · \(finding.rule.rawValue) · \(finding.repository.rawValue) \
            \(finding.branch) \(finding.commit.short)
            """
    }
}

/// The buttons of a card, by their action ids.
package enum ButtonAction: String, Sendable, CaseIterable { case approve, reject, why, diff }

extension Confidence {
    /// What moved the number most: the explanation of its lowest factor, or of the first where all are equal.
    var weightiestReason: String? {
        let factor = self.factors.filter { $0.explanation.hasWords }.min { $0.value < $1.value }
        return factor.map { $0.explanation.onOneLine(limit: 160) }
    }
}
