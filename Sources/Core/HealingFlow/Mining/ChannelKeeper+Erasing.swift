import FoundationEssentials
package import HealingDomain
import Logging

extension ChannelKeeper: ChannelMiner {
    package func requestBackfill(_ channel: ChannelID) async throws(Fault) -> BackfillAnswer {
        let found = try await self.history.channel(channel)
        guard let found, self.policy.refusal(of: found) == nil else {
            return .refused(found, self.policy.refusal(of: found) ?? .notMember)
        }
        if let checkpoint = try await self.memory.checkpoint(channel: channel), checkpoint.isComplete {
            self.mine.seen.clear()
            try await self.topUp(checkpoint, overlapSeconds: self.policy.overlapSeconds)
        }
        try await self.agenda.note([.channel(channel)], due: self.now())
        return .queued(found)
    }

    package func forget(thread: MessageReference, requestedBy: PersonID) async throws(Fault) -> Erasure {
        let whole = try await self.memory.thread(holding: thread) ?? thread
        let erasure = try await self.turns.change { () async throws(Fault) in try await self.memory.erase(thread: whole)
        }
        try await self.note(
            .thread, erasure, by: requestedBy.rawValue, "the thread \(whole.timestamp) of \(whole.channel)")
        return erasure
    }

    package func forget(person: PersonID, requestedBy: PersonID) async throws(Fault) -> Erasure {
        let threads = try await self.memory.threads(naming: person)
        let erasure = try await self.turns.change { () async throws(Fault) in
            try await self.memory.erase(person: person)
        }
        // What is left was derived from the documents; the threads themselves know more, such as reactions.
        try await self.agenda.note(threads.map { .thread($0) }, due: self.now())
        let by = requestedBy == person ? Self.erasedPerson : requestedBy.rawValue
        try await self.note(.person, erasure, by: by, "a person")
        return erasure
    }

    package func forget(channel: ChannelID, requestedBy: PersonID) async throws(Fault) -> Erasure {
        let count = try await self.memory.threads(in: channel).count
        try await self.drop(channel)
        let erasure = Erasure(threads: count)
        try await self.note(.channel, erasure, by: requestedBy.rawValue, "the channel \(channel)")
        return erasure
    }

    package func purge(requestedBy: PersonID) async throws(Fault) -> Erasure {
        try await self.purge(by: requestedBy.rawValue, "all channels")
    }

    package func progress() async throws(Fault) -> [MiningProgress] {
        let tasks = try await self.agenda.tasks()
        let noted = Dictionary(tasks.filter { $0.task == .channel($0.task.channel) }.map { ($0.task.channel, $0) }) {
            first, _ in first
        }
        let checkpoints = try await self.memory.checkpoints()
        let read = checkpoints.map { checkpoint in
            MiningProgress(
                channel: checkpoint.channel, channelName: checkpoint.channelName,
                // Where it is not known, it is not shown to everybody.
                isPrivate: checkpoint.isPrivate ?? true, threads: checkpoint.threads,
                state: checkpoint.isComplete ? .complete : .reading, lastSync: checkpoint.updatedAt,
                problem: noted[checkpoint.channel]?.problem)
        }
        let known = Set(checkpoints.map(\.channel))
        let waiting = noted.values.filter { !known.contains($0.task.channel) }.map { noted in
            MiningProgress(
                channel: noted.task.channel, channelName: noted.task.channel.rawValue, isPrivate: true, threads: 0,
                state: .waiting, problem: noted.problem)
        }
        return (read + waiting).sorted { ($0.channelName, $0.channel) < ($1.channelName, $1.channel) }
    }
}

extension ChannelKeeper {
    static let erasedPerson = "erased-person"

    enum ErasureStep: String {
        case thread = "memory.thread_erased"
        case person = "memory.person_erased"
        case channel = "memory.channel_erased"
        case everything = "memory.purged"
    }

    /// The app is out of the workspace: nothing read there may stay, and nothing asked there can be answered any more.
    func uninstalled(_ reason: String) async throws(Fault) {
        for approval in try await self.approvals.pending() {
            _ = try await self.approvals.decide(
                id: approval.id, as: .superseded, by: "codehealer", reason: reason, at: self.now())
        }
        _ = try await self.purge(by: "codehealer", "all channels, because \(reason)")
    }

    private func purge(by actor: String, _ what: String) async throws(Fault) -> Erasure {
        try await self.agenda.clear()
        let erasure = try await self.turns.change { () async throws(Fault) in try await self.memory.purge() }
        try await self.note(.everything, erasure, by: actor, what)
        return erasure
    }

    /// That something was erased stays on record; what it was does not.
    private func note(_ step: ErasureStep, _ erasure: Erasure, by actor: String, _ what: String) async throws(Fault) {
        let day = self.now().formatted(.iso8601.year().month().day())
        let detail =
            "erased \(what): \(erasure.threads) documents gone, \(erasure.rewritten) rewritten, \(erasure.quotes) quotes"
        try await self.audit.append(
            AuditEntry(
                fixID: "memory-\(day)", timestamp: self.now(), step: step.rawValue, user: actor, detail: detail))
        self.logger.notice("memory erased", metadata: ["what": "\(step.rawValue)", "threads": "\(erasure.threads)"])
    }
}
