import FoundationEssentials
package import HealingDomain
package import Logging

/// Keeps memory in step with the workspace: what events tell is noted on the agenda for the miner, and what is no longer
/// ours to read goes at once. Every call may be repeated, and calls may come in any order: each looks at how things are
/// now, not at what the event says they became.
package struct ChannelKeeper: Sendable {
    let history: any ChannelHistory
    let memory: any SolutionMemory
    let agenda: any MiningAgenda
    let approvals: any ApprovalStore
    let audit: any AuditTrail
    let mine: MineChannel
    let now: @Sendable () -> Date
    let logger: Logger

    package init(
        mine: MineChannel, agenda: any MiningAgenda, approvals: any ApprovalStore, audit: any AuditTrail, logger: Logger
    ) {
        self.history = mine.history
        self.memory = mine.memory
        self.agenda = agenda
        self.approvals = approvals
        self.audit = audit
        self.mine = mine
        self.now = mine.now
        self.logger = logger
    }

    var policy: MiningPolicy { self.mine.policy }
    var turns: MiningTurns { self.mine.turns }

    /// Something in the thread changed; what of it is gone already is taken out at once.
    package func threadChanged(_ change: ThreadChange) async throws(Fault) {
        let reference = MessageReference(channel: change.channel, timestamp: change.thread)
        try await self.agenda.note([.thread(reference)], due: self.now().addingTimeInterval(self.policy.settleSeconds))
        if change.isDeleted { try await self.memory.forget(thread: reference) }
    }

    /// The bot is in the channel. Where it was read before, the bot was away meanwhile: it is read anew.
    package func joined(_ id: ChannelID) async throws(Fault) {
        if try await self.memory.checkpoint(channel: id)?.isComplete == true { try await self.startAnew(id) }
        try await self.agenda.note([.channel(id)], due: self.now())
    }

    /// What was read in the channel goes, at once. Where the bot is in it again by now, it is read from the start.
    package func left(_ id: ChannelID) async throws(Fault) {
        try await self.drop(id)
        try await self.agenda.note([.channel(id)], due: self.now())
    }

    package func changed(_ change: WorkspaceChange) async throws(Fault) {
        switch change {
        case .channel(let id): try await self.lookAgain(id)
        case .history(let id):
            try await self.startAnew(id)
            try await self.agenda.note([.channel(id)], due: self.now())
        case .moved(let old, let new):
            try await self.drop(old)
            try await self.joined(new)
        case .person(let person): try await self.personChanged(person)
        case .eventsDropped: try await self.catchUp()
        case .uninstalled(let reason): try await self.uninstalled(reason)
        }
    }

    /// Reads what may have been missed: for after a start, a lost connection, events that Slack dropped.
    package func catchUp() async throws(Fault) {
        self.mine.seen.clear()
        for checkpoint in try await self.memory.checkpoints() {
            try await self.topUp(checkpoint, overlapSeconds: self.policy.overlapSeconds)
        }
        try await self.reconcile()
    }

    /// Asks the threads of the last days for replies that no event told of, and drops what has grown too old.
    package func sweep() async throws(Fault) {
        if let oldest = self.policy.oldest(at: self.now()) {
            let count = try await self.memory.forget(openedBefore: oldest)
            if count > 0 { self.logger.info("old threads dropped", metadata: ["threads": "\(count)"]) }
        }
        for checkpoint in try await self.memory.checkpoints() where checkpoint.topUp == nil {
            try await self.topUp(checkpoint, overlapSeconds: 86_400 * Double(self.policy.sweptDays))
        }
        try await self.reconcile()
    }

    /// Compares the channels that the bot is in with those it has read: whatever no event told of is seen here. A channel
    /// that turned private is private in memory from here on.
    package func reconcile() async throws(Fault) {
        let channels = try await self.history.channels()
        let checkpoints = try await self.memory.checkpoints()
        let known = Dictionary(checkpoints.map { ($0.channel, $0) }) { first, _ in first }
        for channel in channels where self.policy.refusal(of: channel) == nil || known[channel.id] != nil {
            guard let checkpoint = known[channel.id], self.policy.refusal(of: channel) == nil,
                checkpoint.channelName == channel.name, checkpoint.isPrivate == channel.isPrivate
            else {
                try await self.lookAgain(channel.id)
                continue
            }
            if HistoryRun(checkpoint) != nil { try await self.agenda.note([.channel(channel.id)], due: self.now()) }
        }
        let mine = Set(channels.map(\.id))
        for checkpoint in checkpoints where !mine.contains(checkpoint.channel) && checkpoint.hasImport != true {
            try await self.drop(checkpoint.channel)
        }
    }

    /// Its name, its privacy or its company may be another.
    private func lookAgain(_ id: ChannelID) async throws(Fault) {
        let found = try await self.history.channel(id)
        guard let channel = found, self.policy.refusal(of: channel) == nil else { return try await self.drop(id) }
        try await self.turns.change { () async throws(Fault) in try await self.memory.update(channel) }
        try await self.agenda.note([.channel(id)], due: self.now())
    }

    func drop(_ id: ChannelID) async throws(Fault) {
        try await self.agenda.drop(channel: id)
        try await self.turns.change { () async throws(Fault) in try await self.memory.forget(channel: id) }
    }

    private func startAnew(_ id: ChannelID) async throws(Fault) {
        try await self.changeCheckpoint(of: id) { $0.startAnew() }
    }

    private func changeCheckpoint(
        of id: ChannelID, _ change: @escaping @Sendable (inout MiningCheckpoint) -> Void
    ) async throws(Fault) {
        try await self.turns.change { () async throws(Fault) in
            guard var checkpoint = try await self.memory.checkpoint(channel: id) else { return }
            change(&checkpoint)
            try await self.memory.save(checkpoint)
        }
    }

    func topUp(_ checkpoint: MiningCheckpoint, overlapSeconds: Double) async throws(Fault) {
        let newest = try await self.memory.threads(in: checkpoint.channel).last?.timestamp
        let since = newest?.date ?? checkpoint.updatedAt
        let seconds = Int(max(0, since.addingTimeInterval(-overlapSeconds).timeIntervalSince1970))
        try await self.changeCheckpoint(of: checkpoint.channel) {
            $0.startTopUp(until: MessageTimestamp("\(seconds).000000"))
        }
        try await self.agenda.note([.channel(checkpoint.channel)], due: self.now())
    }

    /// Documents name people: those that call this one by another name are read again.
    private func personChanged(_ person: Person) async throws(Fault) {
        if await self.history.personChanged(person) { try await self.turns.change { () async throws(Fault) in } }
        var stale: [MiningTask] = []
        for reference in try await self.memory.threads(naming: person.id) {
            guard let document = try await self.memory.thread(reference) else { continue }
            let names =
                document.messages.filter { $0.author == person.id }.map(\.authorName)
                + (document.mentions ?? []).filter { $0.person == person.id }.map(\.name)
            if names.contains(where: { $0 != person.name }) { stale.append(.thread(reference)) }
        }
        try await self.agenda.note(stale, due: self.now())
    }
}
