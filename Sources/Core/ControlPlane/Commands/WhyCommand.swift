import FoundationEssentials
import HealingDomain

/// `why`: explains one finding, or lists those that are meant.
struct WhyCommand: CommandHandler {
    let lookup: RecordLookup
    let approvals: any ApprovalStore
    let audit: any AuditTrail
    let team: any TeamSettingsStore
    let settings: ControlPlaneSettings

    func answer(_ subject: Subject?, to asker: Asker) async throws(Fault) -> ChannelMessage {
        let found = try await self.records(subject, for: asker.command)
        // A guest was not invited to the other channels, and a card there is not theirs to read.
        let readable = found.filter { !asker.person.isRestricted || $0.card?.channel == asker.command.channel }
        guard let first = readable.first else { return ChannelMessage(self.nothing(subject)) }
        if case .alert(let repository, let number) = subject {
            return self.list(
                readable, "I keep no numbers of GitHub's alerts, so I do not know #\(number). Findings of \(repository)"
            )
        }
        guard readable.count == 1 else { return self.list(readable, "\(readable.count) findings match") }
        return try await self.explanation(of: first, for: asker.audience)
    }

    /// What is on the record's card: itself, or the list of those that share the card.
    func explanation(ofCard record: HealingRecord, for audience: Audience) async throws(Fault) -> ChannelMessage {
        guard let proposal = record.proposal, proposal.items.count > 1 else {
            return try await self.explanation(of: record, for: audience)
        }
        let together = try await self.lookup.records.records(of: proposal, as: record)
        return self.list(together, "\(together.count) fixes in one question")
    }

    private func list(_ records: [HealingRecord], _ title: String) -> ChannelMessage {
        let list = RecordList(settings: self.settings).lines(records)
        let first = records.first?.finding.fingerprint.short ?? "…"
        let hint: StyledText = "\(.code("\(self.settings.command) why \(first)")) explains one."
        return ChannelMessage(
            fallback: "\(title).", blocks: [.section("\(.bold(title))\n\(list)"), .context(hint)])
    }

    func explanation(of record: HealingRecord, for audience: Audience) async throws(Fault) -> ChannelMessage {
        let entries = try await self.audit.entries(AuditFilter(finding: record.finding.fingerprint, limit: 200))
        var approval: Approval?
        if let id = record.approvalID { approval = try await self.approvals.approval(id: id) }
        var proven: ProvenMark?
        if let thread = record.candidate?.evidence.thread { proven = try await self.team.provenMark(of: thread) }
        let mute = try await self.team.mutes().first { $0.covers(record.finding) }
        return WhyAnswer(
            record: record, entries: entries, approval: approval, settings: self.settings, audience: audience,
            proven: proven, mute: mute
        ).message
    }

    private func records(_ subject: Subject?, for command: Command) async throws(Fault) -> [HealingRecord] {
        guard let subject else { return try await self.lookup.latest(for: command).map { [$0] } ?? [] }
        return try await self.lookup.records(subject, for: command)
    }

    private func nothing(_ subject: Subject?) -> StyledText {
        let command = self.settings.command
        switch subject {
        case nil: return "I know no finding here."
        case .pullRequest(let repository, let number):
            let name = "\(repository?.rawValue ?? "")#\(number)"
            let form = "\(command) fix \(repository?.rawValue ?? "owner/repository")#\(number)"
            return "I know no finding of \(name). \(.code(form)) scans it."
        case .finding(let prefix):
            return "No finding, or more than one, starts with \(.code(prefix)). The small print of a card has its id."
        case .words(let words):
            let search = "\(command) search \(words.shortened(to: 60))"
            return "No finding matches “\(words.shortened(to: 60))”. \(.code(search)) looks through what the team said."
        case .fix, .place, .message, .link, .commit, .alert:
            return "I know no finding there. \(.code("\(command) why")) alone explains the latest one here."
        }
    }
}
