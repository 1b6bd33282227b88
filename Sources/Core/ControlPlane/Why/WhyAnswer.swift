import FoundationEssentials
package import HealingDomain

/// Everything that is known of one finding, told as a senior engineer would: what and why, where the fix comes from,
/// how sure, what was checked, who decided, what was dropped.
package struct WhyAnswer: Sendable {
    package var record: HealingRecord
    package var entries: [AuditEntry]
    package var approval: Approval?
    package var settings: ControlPlaneSettings
    package var audience: Audience

    package init(
        record: HealingRecord, entries: [AuditEntry], approval: Approval?, settings: ControlPlaneSettings,
        audience: Audience
    ) {
        self.record = record
        self.entries = entries
        self.approval = approval
        self.settings = settings
        self.audience = audience
    }

    package var message: ChannelMessage {
        let finding = self.record.finding
        let title = "Why: \(finding.issueType.inWords) in \(finding.place)"
        let blocks: [MessageBlock] =
            [.header(title.shortened(to: 140)), .section(self.what)]
            + self.origin + [.section(self.confidence), .section(self.gates)]
            + [self.decisions, self.dropped].compactMap { $0.map(MessageBlock.section) } + [.context(self.status)]
        return ChannelMessage(
            fallback: "\(title). \(finding.message.onOneLine(limit: 300)) \(self.status.plain)", blocks: blocks)
    }

    private var what: StyledText {
        let finding = self.record.finding
        let link = SourceLink(webAddress: self.settings.webAddress).line(of: finding)
        let kind: StyledText = finding.cwe.map { ", \(SourceLink.weakness($0))" } ?? ""
        let author: StyledText = self.record.author.map { ", pushed by \($0.onOneLine(limit: 60))" } ?? ""
        return """
            \(finding.message.onOneLine(limit: 1200))
            \(.bold("Where")): \(link) in \(finding.repository.rawValue), \(.code(finding.branch)) at \
            \(finding.commit.short)\(author)
            \(.bold("Found by")): \(finding.detector), rule \(.code(finding.rule.rawValue)), \
            \(finding.severity.rawValue)\(kind)
            """
    }

    private var origin: [MessageBlock] {
        guard let candidate = self.record.candidate else {
            return [
                .section("\(.bold("Fix")): I found none in the team's threads or past fixes, and no model had one.")
            ]
        }
        let origin = SolutionOrigin(candidate: candidate, audience: self.audience)
        var text: StyledText = "\(.bold("Where the fix comes from")): \(origin.line)."
        if let template = candidate.template {
            let summary = self.audience.mayRead(candidate.evidence) ? ": \(template.summary.onOneLine(limit: 300))" : ""
            text = text + "\nReplayed at level \(.code(template.level))\(summary). \(template.record.inWords)"
        }
        if let pullRequest = self.record.pullRequest {
            let kind = pullRequest.isDraft ? "Draft pull request" : "Pull request"
            text = text + "\n\(kind): \(SourceLink.pullRequest(pullRequest))"
        }
        let quote = origin.quote.map { [MessageBlock.quote($0.firstLines(12, width: 400))] } ?? []
        return [.section(text)] + quote
    }

    private var confidence: StyledText {
        guard let confidence = self.record.confidence else {
            return "\(.bold("Confidence")): not scored, so I only told the channel."
        }
        let factors = confidence.factors.map { factor -> StyledText in
            "• \(factor.name): \(factor.value.percentInWords), \(factor.explanation.onOneLine(limit: 200))"
        }
        let decision: StyledText = self.record.decision.map { ", so I \($0.inWords)" } ?? ""
        return ([StyledText("\(.bold("Confidence")): \(confidence.percent)%\(decision)")] + factors).joined(
            separator: "\n")
    }

    private var gates: StyledText {
        guard !self.record.gates.results.isEmpty else {
            return "\(.bold("Checks")): none ran, since there was no edit to check."
        }
        let lines = self.record.gates.results.map { result -> StyledText in
            let detail = result.detail.hasWords ? ", \(result.detail.onOneLine(limit: 200))" : ""
            return "• \(result.gate.rawValue): \(result.verdict.rawValue)\(detail)"
        }
        return ([StyledText("\(.bold("Checks"))")] + lines).joined(separator: "\n")
    }

    /// Only what people's decisions led to: the flow's own steps may name threads that this audience may not read.
    private var decisions: StyledText? {
        let steps = Set(DecisionStep.allCases.map(\.rawValue)).subtracting([DecisionStep.learned.rawValue])
        let told = self.entries.filter { steps.contains($0.step) }.sorted { $0.timestamp < $1.timestamp }.suffix(12)
        guard !told.isEmpty else {
            return self.approval?.state == .pending ? "\(.bold("Decided")): nobody yet." : nil
        }
        let lines = told.map { entry -> StyledText in
            let what = String(entry.step.split(separator: ".").last ?? "").replacing("_", with: " ")
            return "• \(entry.timestamp.inWords): \(what) by \(Actor.inWords(entry.user)), \(entry.detailInWords)"
        }
        return ([StyledText("\(.bold("Who decided"))")] + lines).joined(separator: "\n")
    }

    private var dropped: StyledText? {
        guard !self.record.dropped.isEmpty else { return nil }
        let lines = self.record.dropped.prefix(8).map { dropped -> StyledText in
            "• \(dropped.source.inWords): \(dropped.reason.onOneLine(limit: 240))"
        }
        return ([StyledText("\(.bold("Considered and dropped"))")] + lines).joined(separator: "\n")
    }

    private var status: StyledText {
        let line = CardStatus(record: self.record, approval: self.approval, settings: self.settings).line
        return "\(self.record.finding.fingerprint.short) · \(self.record.fixID) · \(line)"
    }
}

extension Double {
    /// `91%`, rounded down; a number that is none reads as `?`.
    var percentInWords: String { Int(exactly: (self * 100).rounded(.down)).map { "\($0)%" } ?? "?" }
}

extension TrackRecord {
    /// `Used 14 times: 13 approved, 1 edited, 0 rejected, 0 reverted.`
    var inWords: String {
        let uses = self.good + self.bad
        guard uses > 0 else { return "Never used before." }
        let checks = self.failedChecks > 0 ? ", \(self.failedChecks) failed checks" : ""
        return "Used \(uses) \(uses == 1 ? "time" : "times"): \(self.approved) approved, \(self.edited) edited, "
            + "\(self.rejected) rejected, \(self.reverted) reverted\(checks)."
    }
}

extension SolutionSource {
    var inWords: String {
        switch self {
        case .thread: "team thread"
        case .pastFix: "past fix"
        case .model: "model"
        }
    }
}

extension Decision {
    var inWords: String {
        switch self {
        case .openPullRequest: "opened a pull request"
        case .draftPullRequest: "opened a draft and asked"
        case .notify: "only told the channel"
        }
    }
}
