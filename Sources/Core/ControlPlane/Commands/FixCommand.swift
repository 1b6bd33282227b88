import HealingDomain

/// `fix`: heals a pull request now, or asks again about a finding.
struct FixCommand: CommandHandler {
    let chat: any TeamChat
    let lookup: RecordLookup
    let healer: any PullRequestHealer
    let desk: ApprovalDesk
    let settings: ControlPlaneSettings

    func answer(_ subject: Subject, to asker: Asker) async throws(Fault) -> ChannelMessage {
        if asker.person.isRestricted { return ChannelMessage(Refusal.guest.text) }
        guard case .pullRequest(let repository, let number) = subject else {
            return ChannelMessage(try await self.askAgain(subject, asker))
        }
        if let repository { return try await self.heal(number, in: repository, asker) }
        let known = try await self.lookup.records.recent(channel: nil, limit: 500).map(\.finding.repository)
        let repositories = Set(known)
        guard let only = repositories.first, repositories.count == 1 else {
            let example = "\(self.settings.command) fix \(known.first?.rawValue ?? "owner/repository")#\(number)"
            return ChannelMessage("Which repository? Say it like \(.code(example)).")
        }
        return try await self.heal(number, in: only, asker)
    }

    private func heal(_ number: Int, in repository: RepositoryName, _ asker: Asker) async throws(Fault)
        -> ChannelMessage
    {
        let name = "\(repository)#\(number)"
        if let url = asker.command.responseURL {
            // It takes seconds, and a slash command leaves no trace of itself. Going on matters more than saying so.
            try? await self.chat.respond(ChannelMessage("Scanning \(name)…"), responseURL: url)
        }
        let records = try await self.healer.heal(
            pullRequest: number, in: repository, requestedBy: asker.person.id.rawValue)
        guard !records.isEmpty else {
            return ChannelMessage("I scanned \(name) and found nothing on the lines it changes.")
        }
        let title = "\(records.count) \(records.count == 1 ? "finding" : "findings") in \(name)"
        let list = RecordList(settings: self.settings).lines(records)
        return ChannelMessage(fallback: "\(title).", blocks: [.section("\(.bold(title))\n\(list)")])
    }

    private func askAgain(_ subject: Subject, _ asker: Asker) async throws(Fault) -> StyledText {
        let records = try await self.lookup.records(subject, for: asker.command)
        guard let record = records.first, records.count == 1 else {
            return "I know no such finding. The small print of its card has its id."
        }
        return try await self.desk.askAgain(record.finding.fingerprint, requestedBy: asker.person.id)
    }
}
