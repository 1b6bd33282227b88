import FoundationEssentials
package import HealingDomain

/// Everything that is known of one finding, told as a senior engineer would: what and why it matters, where the fix comes
/// from, how sure, what was checked, who decided, what was dropped, what was not asked.
package struct WhyAnswer: Sendable {
    package var record: HealingRecord
    package var entries: [AuditEntry]
    package var approval: Approval?
    package var settings: ControlPlaneSettings
    package var audience: Audience
    /// Who vouches now for the thread behind the fix.
    package var proven: ProvenMark?
    /// What silences the finding now.
    package var mute: Mute?

    package init(
        record: HealingRecord, entries: [AuditEntry], approval: Approval?, settings: ControlPlaneSettings,
        audience: Audience, proven: ProvenMark? = nil, mute: Mute? = nil
    ) {
        self.record = record
        self.entries = entries
        self.approval = approval
        self.settings = settings
        self.audience = audience
        self.proven = proven
        self.mute = mute
    }

    package var message: ChannelMessage {
        let finding = self.record.finding
        let title = "Why: \(finding.issueType.inWords) in \(finding.place)"
        var blocks: [MessageBlock] = [.header(title.shortened(to: 140)), .section(self.what)]
        blocks += self.origin
        blocks += self.confidence.sections() + self.gates.sections()
        blocks += (self.decisions + self.dropped + self.notAsked).sections()
        blocks.append(.context(self.status))
        return ChannelMessage(
            fallback: "\(title). \(finding.message.onOneLine(limit: 300)) \(self.status.plain)", blocks: blocks)
    }

    private var what: StyledText {
        let finding = self.record.finding
        let link = SourceLink(webAddress: self.settings.webAddress).line(of: finding)
        let kind: StyledText = finding.cwe.map { ", \(SourceLink.weakness($0))" } ?? ""
        let author: StyledText = self.record.author.map { ", pushed by \($0.onOneLine(limit: 60))" } ?? ""
        return """
            \(.bold("What")): \(finding.message.onOneLine(limit: 900))
            \(.bold("Why it matters")): \(WeaknessImpact.words(for: finding))
            \(.bold("Where")): \(link) in \(finding.repository.rawValue), \(.code(finding.branch)) at \
            \(finding.commit.short)\(author)
            \(.bold("Found by")): \(finding.detector), rule \(.code(finding.rule.rawValue)), \
            \(finding.severity.rawValue)\(kind), on \(self.record.createdAt.inWords)
            """
    }

    private var origin: [MessageBlock] {
        guard let candidate = self.record.candidate else {
            let asked =
                self.record.dropped.contains { $0.wasNotAsked == true }
                ? "No source that I could ask had one." : "The team's threads and past fixes had none, nor had a model."
            return [.section("\(.bold("Fix")): none. \(asked)")]
        }
        let origin = SolutionOrigin(candidate: candidate, audience: self.audience)
        let label = candidate.change == nil ? "Where the advice comes from" : "Where the fix comes from"
        var lines: [StyledText] = ["\(.bold(label)): \(origin.line)."]
        if let proven = self.proven ?? candidate.proven, self.audience.mayRead(candidate.evidence) {
            lines.append("Saved as a proven fix by \(.person(proven.by)) on \(String(proven.at.inWords.prefix(10))).")
        }
        if let template = candidate.template {
            let summary = self.audience.mayRead(candidate.evidence) ? ": \(template.summary.onOneLine(limit: 300))" : ""
            lines.append("Replayed at level \(.code(template.level))\(summary). \(template.record.inWords)")
        }
        if let pullRequest = self.record.pullRequest {
            let kind = pullRequest.isDraft ? "Draft pull request" : "Pull request"
            lines.append("\(kind): \(SourceLink.pullRequest(pullRequest))")
        }
        let quote = origin.quote.map { [MessageBlock.quote($0.firstLines(12, width: 400))] } ?? []
        return lines.sections() + quote
    }

    private var confidence: [StyledText] {
        guard let confidence = self.record.confidence else {
            let why = self.record.candidate == nil ? "there was nothing to score" : "no number would have been honest"
            return ["\(.bold("Confidence")): not scored, since \(why); so I only told the channel."]
        }
        let factors = confidence.factors.map { factor -> StyledText in
            "• \(factor.name): \(factor.value.percentInWords), \(factor.explanation.onOneLine(limit: 200))"
        }
        let decision: StyledText = self.record.decision.map { ", so I \($0.inWords)" } ?? ""
        return ["\(.bold("Confidence")): \(confidence.percent)%\(decision)"] + factors
    }

    private var gates: [StyledText] {
        guard !self.record.gates.results.isEmpty else {
            return ["\(.bold("Checks")): none ran, since there was no edit to check."]
        }
        let lines = self.record.gates.results.map { result -> StyledText in
            let detail = result.detail.hasWords ? ", \(result.detail.onOneLine(limit: 200))" : ""
            return "• \(result.gate.inWords): \(result.verdict.inWords)\(detail)"
        }
        return ["\(.bold("Checks"))"] + lines
    }

    /// Only what people's decisions led to: the flow's own steps may name threads that this audience may not read.
    private var decisions: [StyledText] {
        let steps = Set(DecisionStep.allCases.map(\.rawValue)).subtracting([DecisionStep.learned.rawValue])
        let told = self.entries.filter { steps.contains($0.step) }.sorted { $0.timestamp < $1.timestamp }.suffix(20)
        guard !told.isEmpty else {
            guard let approval = self.approval, approval.state == .pending else { return [] }
            return ["\(.bold("Who decided")): nobody yet; it waits until \(approval.expiresAt.inWords)."]
        }
        let lines = told.map { entry -> StyledText in
            let what = String(entry.step.split(separator: ".").last ?? "").replacing("_", with: " ")
            return "• \(entry.timestamp.inWords): \(what) by \(Actor.inWords(entry.user)), \(entry.detailInWords)"
        }
        return ["\(.bold("Who decided"))"] + lines
    }

    private var dropped: [StyledText] {
        let dropped = self.record.dropped.filter { $0.wasNotAsked != true }
        guard !dropped.isEmpty else { return [] }
        let lines = dropped.prefix(12).map { dropped -> StyledText in
            guard self.audience.mayRead(dropped) else { return "• \(dropped.source.inWords): one in a private channel" }
            return "• \(dropped.source.inWords): \(dropped.reason.onOneLine(limit: 240))"
        }
        let more: [StyledText] = dropped.count > 12 ? ["… and \(dropped.count - 12) more"] : []
        return ["\(.bold("Considered and dropped"))"] + lines + more
    }

    /// Sources that were down, and those that a sure answer made needless.
    private var notAsked: [StyledText] {
        var lines = self.record.dropped.filter { $0.wasNotAsked == true }.map { dropped -> StyledText in
            "• \(dropped.source.inWords): it could not be asked (\(dropped.reason.onOneLine(limit: 160)))"
        }
        if let found = self.record.candidate?.source, self.record.decision == .openPullRequest,
            let index = SolutionSource.allCases.firstIndex(of: found)
        {
            let asked = Set(self.record.dropped.map(\.source))
            let later = SolutionSource.allCases[(index + 1)...].filter { !asked.contains($0) }
            if !later.isEmpty {
                let names = later.map(\.pluralInWords).joined(separator: " and ")
                lines.append("• \(names): the \(found.inWords) was sure enough")
            }
        }
        return lines.isEmpty ? [] : ["\(.bold("Not asked"))"] + lines
    }

    private var status: StyledText {
        let line = CardStatus(record: self.record, approval: self.approval, settings: self.settings).line
        let muted: StyledText = self.mute.map { " Muted: \($0.inWords), by \(.person($0.by))." } ?? ""
        return "\(self.record.finding.fingerprint.short) · \(self.record.fixID) · \(line)\(muted)"
    }
}

extension GateResult.Gate {
    /// What the check asks.
    var inWords: String {
        switch self {
        case .applies: "The edit applies to the file"
        case .parses: "The result parses"
        case .rescan: "The finding is gone and none is new"
        case .scope: "It touches only what it may"
        case .idempotent: "A second run changes nothing"
        case .agreement: "No other proven fix disagrees"
        }
    }
}

extension GateResult.Verdict {
    var inWords: String {
        switch self {
        case .passed: "yes"
        case .failed: "NO"
        case .skipped: "not asked"
        }
    }
}
