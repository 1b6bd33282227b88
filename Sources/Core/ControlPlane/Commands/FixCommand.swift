import HealingDomain

/// `fix`: looks at a pull request now, or asks again about a finding, also where it was turned down before.
struct FixCommand: CommandHandler {
    let chat: any TeamChat
    let lookup: RecordLookup
    let healer: any PullRequestHealer
    let desk: ApprovalDesk
    let settings: ControlPlaneSettings

    func answer(_ subject: Subject, to asker: Asker) async throws(Fault) -> ChannelMessage {
        guard case .pullRequest(let repository, let number) = subject else {
            return try await self.askAgain(subject, asker)
        }
        if let repository { return try await self.heal(number, in: repository, nil, asker) }
        let known = try await self.lookup.records.recent(channel: nil, limit: 500).map(\.finding.repository)
        let repositories = Set(known)
        guard let only = repositories.first, repositories.count == 1 else {
            let example = "\(self.settings.command) fix \(known.first?.rawValue ?? "owner/repository")#\(number)"
            return ChannelMessage("Which repository? Say it like \(.code(example)).")
        }
        return try await self.heal(number, in: only, nil, asker)
    }

    private func heal(
        _ number: Int, in repository: RepositoryName, _ finding: Fingerprint?, _ asker: Asker
    ) async throws(Fault) -> ChannelMessage {
        let name = "\(repository)#\(number)"
        let command = asker.command
        let chat = self.chat
        let answer = try await self.healer.heal(
            pullRequest: number, in: repository, finding: finding, requestedBy: asker.person.id.rawValue
        ) { state in
            let count = state.changedFileCount
            let files = count == 0 ? "" : ": \(count) \(count == 1 ? "file" : "files")"
            let message = ChannelMessage("Looking at \(name)\(files)…")
            // It takes seconds, and going on matters more than saying so.
            if let url = command.responseURL {
                try? await chat.respond(message, responseURL: url)
            } else {
                _ = try? await chat.post(message, to: command.channel, thread: command.thread)
            }
        }
        let words = PullRequestAnswerText(name: name, settings: self.settings)
        switch answer {
        case .refused(let refusal): return ChannelMessage(words.refusal(refusal))
        case .looked(let report):
            return words.report(report, finding: finding, card: await self.cardLink(of: report))
        }
    }

    private func cardLink(of report: PullRequestReport) async -> String? {
        guard let card = report.proposed.lazy.compactMap(\.card).first else { return nil }
        return (try? await self.chat.permalink(card)) ?? nil
    }

    // MARK: A finding

    private func askAgain(_ subject: Subject, _ asker: Asker) async throws(Fault) -> ChannelMessage {
        let records = try await self.lookup.records(subject, for: asker.command)
        guard let record = records.first, records.count == 1 else {
            return ChannelMessage("I know no such finding. The small print of its card has its id.")
        }
        if record.proposal != nil, record.state != .merged, let pullRequest = record.pullRequest {
            return try await self.heal(
                pullRequest.number, in: pullRequest.repository, record.finding.fingerprint, asker)
        }
        guard [.rejected, .reverted, .notified].contains(record.state) else {
            return ChannelMessage(
                try await self.desk.askAgain(record.finding.fingerprint, requestedBy: asker.person.id))
        }
        return ChannelMessage(try await self.healAgain(record, asker))
    }

    /// An explicit wish undoes "closed means never again", and the audit says whose it was.
    private func healAgain(_ record: HealingRecord, _ asker: Asker) async throws(Fault) -> StyledText {
        let person = asker.person.id.rawValue
        guard let fresh = try await self.healer.healAgain(record, requestedBy: person) else {
            let branch = record.finding.branch
            return "That code is not on \(.code(branch)) any more as it was, so there is nothing to fix."
        }
        try await self.desk.log.append(
            .askedAgain, fresh, by: person, detail: "looked for a fix again after it was \(record.state.inWords)")
        guard fresh.state == .proposed, let pullRequest = fresh.pullRequest else {
            return "I looked again and know no edit for it that I trust."
        }
        return "Proposed again: \(SourceLink.pullRequest(pullRequest)). Its card asks for a decision."
    }
}
