import FoundationEssentials
import HealingDomain

/// `save`, and the shortcut "Save as proven fix": a person vouches for a thread, and the same once more takes it back.
struct SaveCommand: Sendable {
    let store: any TeamSettingsStore
    let memory: any SolutionMemory
    let chat: any TeamChat
    let log: TeamLog
    let now: @Sendable () -> Date

    func answer(_ asker: Asker) async throws(Fault) -> ChannelMessage {
        guard let timestamp = asker.command.thread, asker.command.door != .slashCommand else {
            return ChannelMessage(
                "Which thread? Use the shortcut “Save as proven fix” on a message, or mention me inside the thread.")
        }
        let thread = MessageReference(channel: asker.command.channel, timestamp: timestamp)
        let person = asker.person.id
        // Given again after a crash, the same click must not take back what it did.
        let key = asker.command.triggerID.map { " [\($0)]" } ?? ""
        if !key.isEmpty, try await self.isDone(key) {
            let isSaved = try await self.store.provenMark(of: thread) != nil
            return ChannelMessage(isSaved ? "Saved as a proven fix." : "This thread no longer counts as a proven fix.")
        }
        let name = "\(thread.channel) \(thread.timestamp)\(key)"
        if try await self.store.removeProvenMark(of: thread) != nil {
            try await self.log.append(.unsaved, by: person, detail: name)
            return try await self.told("This thread no longer counts as a proven fix.", in: thread, asker)
        }
        try await self.store.save(ProvenMark(thread: thread, by: person, at: self.now()))
        try await self.log.append(.saved, by: person, detail: name)
        let note = try await self.whatItHolds(thread)
        return try await self.told(
            "Saved as a proven fix: I ask this thread first when code like its comes up.\(note) The same once more takes it back.",
            in: thread, asker)
    }

    private func isDone(_ key: String) async throws(Fault) -> Bool {
        for step in [TeamStep.saved, .unsaved] {
            let entries = try await self.log.audit.entries(
                AuditFilter(fixID: TeamLog.fixID, step: step.rawValue, limit: 100))
            if entries.contains(where: { $0.detail.hasSuffix(key) }) { return true }
        }
        return false
    }

    private func whatItHolds(_ thread: MessageReference) async throws(Fault) -> StyledText {
        guard let document = try await self.memory.thread(thread) else {
            return " I have not read it yet; I do once I have read this channel."
        }
        if !document.pairs.isEmpty { return " It holds code that I can replay." }
        return document.solution == nil
            ? " I see no answer in it yet: one that says what helped makes it useful."
            : " It holds words and no code before and after, so I can only quote it."
    }

    /// In the thread, for everybody who reads it there; a mention is answered there anyway.
    private func told(
        _ text: StyledText, in thread: MessageReference, _ asker: Asker
    ) async throws(Fault) -> ChannelMessage {
        guard asker.command.responseURL != nil else { return ChannelMessage(text) }
        do {
            let message = await QuietMessage(chat: self.chat).message(
                ChannelMessage("\(.person(asker.person.id)): \(text)"))
            _ = try await self.chat.post(message, to: thread.channel, thread: thread.timestamp)
            return ChannelMessage(text)
        } catch {
            if error.isRetryable { throw error }
            let hint: StyledText = "I could not say so in the thread: invite me (\(.code("/invite @codehealer")))."
            return ChannelMessage("\(text) \(hint)")
        }
    }
}
