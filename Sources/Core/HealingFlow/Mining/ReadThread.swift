import FoundationEssentials
import HealingDomain
import Logging
import TeamMemory

/// Turns one thread's messages into its document in memory, or takes the document out where nothing is left to say.
struct ReadThread: Sendable {
    let codeHost: any CodeHost
    let memory: any SolutionMemory
    let turns: MiningTurns
    let logger: Logger
    let reader = ThreadReader()

    /// - Parameter edition: that of the turns when the messages began to be read.
    func callAsFunction(
        _ messages: [RawMessage], of reference: MessageReference, in channel: Channel, edition: Int
    ) async throws(Fault) {
        let named = messages.flatMap { [$0.author].compactMap { $0 } + $0.mentions.keys + $0.reactions.values.joined() }
        let erased = try await self.memory.erased(among: Set(named))
        let left = erased.isEmpty ? messages : messages.map { $0.without(erased) }
        guard let document = try await self.document(of: left, in: channel) else {
            return try await self.memory.forget(thread: reference)
        }
        try self.turns.check(edition)
        try await self.memory.remember(document)
        do throws(Fault) {
            try self.turns.check(edition)
        } catch {
            // Stored while everything around it was erased: it goes as well, and is read again if it may be.
            try await self.memory.forget(thread: reference)
            throw error
        }
    }

    private func document(of messages: [RawMessage], in channel: Channel) async throws(Fault) -> ThreadDocument? {
        guard let plain = self.reader.read(messages, in: channel) else { return nil }
        let merged = try await self.mergedChanges(of: plain.links)
        guard !merged.isEmpty else { return plain }
        var document = self.reader.read(messages, in: channel, mergedLinks: Set(merged.map(\.link))) ?? plain
        for (link, changes) in merged { document.addMergedChanges(changes, link: link) }
        return document
    }

    /// A link to a merged pull request is the strongest evidence: its diff becomes before/after pairs.
    private func mergedChanges(of links: [String]) async throws(Fault) -> [(link: String, changes: [ProposedChange])] {
        var merged: [(link: String, changes: [ProposedChange])] = []
        for link in links.prefix(3) {
            if let changes = try await self.merged(link) { merged.append((link, changes)) }
        }
        return merged
    }

    /// A link that cannot be read today only weakens the thread; a host that is down for a moment is asked again.
    private func merged(_ link: String) async throws(Fault) -> [ProposedChange]? {
        do throws(Fault) {
            return try await self.codeHost.mergedChanges(link: link)
        } catch  where error.isRetryable {
            throw error
        } catch {
            self.logger.info("link not readable", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
