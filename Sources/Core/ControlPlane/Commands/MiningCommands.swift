import HealingDomain

/// `mine` and `forget`: what goes into the team's memory, and what comes out of it.
///
/// Who may: anybody may have a channel read that they are in. People take back their own words; a thread may be taken
/// out by whoever wrote in it; administrators and approvers may take out both.
struct MiningCommands: Sendable {
    let miner: (any ChannelMiner)?
    let memory: any SolutionMemory
    let chat: any TeamChat
    let store: any TeamSettingsStore

    private static let absent: StyledText = "Reading channels is not set up here."

    func mine(_ channel: ChannelID?, _ asker: Asker) async throws(Fault) -> ChannelMessage {
        guard let miner = self.miner else { return ChannelMessage(Self.absent) }
        let wanted = channel ?? asker.command.channel
        if wanted != asker.command.channel {
            guard try await self.chat.isMember(asker.person.id, of: wanted) else {
                return ChannelMessage(
                    "Only people who are in a channel may have it read, and I must be in it to see that.")
            }
        }
        switch try await miner.requestBackfill(wanted) {
        case .refused(_, let refusal): return ChannelMessage(Self.words(for: refusal, wanted))
        case .queued:
            let line = try await miner.progress().first { $0.channel == wanted }
            let known: StyledText =
                line.map { " \($0.threads) \($0.threads == 1 ? "thread" : "threads") so far." } ?? ""
            return ChannelMessage(
                "I read \(.channel(wanted)) in the background, behind whatever people ask of me.\(known) The App Home shows how far I am."
            )
        }
    }

    private static func words(for refusal: MiningRefusal, _ channel: ChannelID) -> StyledText {
        switch refusal {
        case .notMember: "I am not in \(.channel(channel)). Invite me there (\(.code("/invite @codehealer")))."
        case .archived: "\(.channel(channel)) is archived; I do not read it."
        case .directMessages: "I never read direct or group messages. Name a channel, or type it there."
        case .sharedOutside: "Other organisations read along in \(.channel(channel)), so I leave it alone."
        }
    }

    // MARK: Forgetting

    func forget(_ target: ForgetTarget, _ asker: Asker) async throws(Fault) -> ChannelMessage {
        guard let miner = self.miner else { return ChannelMessage(Self.absent) }
        switch target {
        case .asker: return try await self.forget(asker.person.id, asker, miner)
        case .person(let person): return try await self.forget(person, asker, miner)
        case .thread(let reference): return try await self.forget(reference, asker, miner)
        case .thisThread:
            guard let thread = asker.command.thread, asker.command.door != .slashCommand else {
                return ChannelMessage("Which thread? Paste its link, or mention me inside it.")
            }
            let reference = MessageReference(channel: asker.command.channel, timestamp: thread)
            return try await self.forget(reference, asker, miner)
        }
    }

    private func forget(
        _ person: PersonID, _ asker: Asker, _ miner: any ChannelMiner
    ) async throws(Fault) -> ChannelMessage {
        guard person == asker.person.id || asker.hasAuthority else {
            return ChannelMessage(
                "Their words are theirs: only they, an administrator or an approver can have them forgotten.")
        }
        let erasure = try await miner.forget(person: person, requestedBy: asker.person.id)
        _ = try await self.store.removeLink(of: person)
        try await self.store.removeLinkRequest(of: person)
        for mark in try await self.store.provenMarks() where mark.by == person {
            _ = try await self.store.removeProvenMark(of: mark.thread)
        }
        return ChannelMessage("Forgotten: \(erasure.inWords). What people write from now on is read as before.")
    }

    /// The same refusal whether the thread is known or not: it must not tell what a private channel holds.
    private func forget(
        _ reference: MessageReference, _ asker: Asker, _ miner: any ChannelMiner
    ) async throws(Fault) -> ChannelMessage {
        let document = try await self.memory.thread(reference)
        let tookPart = document?.messages.contains { $0.author == asker.person.id } == true
        guard tookPart || asker.hasAuthority else {
            return ChannelMessage(
                "As far as I know you wrote nothing in that thread. Somebody who did, an administrator or an approver can have it forgotten."
            )
        }
        let erasure = try await miner.forget(thread: reference, requestedBy: asker.person.id)
        _ = try await self.store.removeProvenMark(of: reference)
        return ChannelMessage("Forgotten: \(erasure.inWords). I will not read it again.")
    }
}

extension Erasure {
    var inWords: String {
        let parts = [
            (self.threads, "thread", "threads"),
            (self.rewritten, "thread that lost messages", "threads that lost messages"),
            (self.quotes, "quote of it elsewhere", "quotes of it elsewhere"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        return parts.isEmpty ? "nothing, since I held nothing of it" : parts.joined(separator: ", ")
    }
}
