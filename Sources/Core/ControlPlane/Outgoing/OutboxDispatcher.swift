package import FoundationEssentials
package import HealingDomain
package import Logging

/// Says what is in the outbox: at once where somebody waits for it, again with backoff where Slack did not take it.
///
/// Slack knows no idempotency key. A message whose post nobody saw the end of is looked for, once, by its marker; any
/// other is posted without looking.
package struct OutboxDispatcher: Sendable {
    package struct Policy: Sendable {
        /// Longer than any call takes; after it, whoever began the call counts as dead.
        package var leaseSeconds: Double
        package var maximumAttempts: Int
        package var firstRetrySeconds: Double
        package var longestRetrySeconds: Double
        /// What was shown or given up is remembered this long.
        package var memorySeconds: Double

        package init(
            leaseSeconds: Double = 180, maximumAttempts: Int = 30, firstRetrySeconds: Double = 1,
            longestRetrySeconds: Double = 900, memorySeconds: Double = 45 * 86_400
        ) {
            self.leaseSeconds = leaseSeconds
            self.maximumAttempts = maximumAttempts
            self.firstRetrySeconds = firstRetrySeconds
            self.longestRetrySeconds = longestRetrySeconds
            self.memorySeconds = memorySeconds
        }
    }

    /// The metadata key of the marker.
    package static let markerKey = "outbox"

    let outbox: any Outbox
    let chat: any TeamChat
    let records: any HealingRecordStore
    let trouble: OutboxTrouble
    let policy: Policy
    let now: @Sendable () -> Date
    let random: @Sendable () -> Double
    let logger: Logger
    private let turns = KeyedMutex()

    package init(
        outbox: any Outbox, chat: any TeamChat, records: any HealingRecordStore, audit: any AuditTrail,
        policy: Policy = Policy(), now: @escaping @Sendable () -> Date,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }, logger: Logger
    ) {
        self.outbox = outbox
        self.chat = chat
        self.records = records
        self.trouble = OutboxTrouble(records: records, audit: audit, now: now, logger: logger)
        self.policy = policy
        self.now = now
        self.random = random
        self.logger = logger
    }

    /// Says what waits in a lane and is due. What Slack does not take stays; only a fault of the store is thrown.
    package func deliver(_ lane: String) async throws(Fault) {
        try await self.turns.exclusively(lane) { () async throws(Fault) in
            while let entry = try await self.outbox.begin(
                lane: lane, at: self.now(), seconds: self.policy.leaseSeconds)
            {
                guard try await self.attempt(entry) else { return }
            }
        }
    }

    /// Says everything that is due, lane by lane; one that cannot be said does not keep the others.
    package func deliverDue() async throws(Fault) {
        while !Task.isCancelled {
            let lanes = try await self.outbox.dueLanes(at: self.now(), limit: 50)
            guard !lanes.isEmpty else { return }
            for lane in lanes where !Task.isCancelled { try await self.deliver(lane) }
        }
    }

    /// Tries again what could not be said, until cancelled. What a dead predecessor left is looked at first.
    package func run() async {
        await self.logged("reviving messages") { () async throws(Fault) in
            try await self.outbox.revive(channel: nil, at: self.now())
            try await self.outbox.prune(before: self.now().addingTimeInterval(-self.policy.memorySeconds))
        }
        while !Task.isCancelled {
            await self.logged("saying what waits") { () async throws(Fault) in try await self.deliverDue() }
            try? await Task.sleep(for: .seconds(await self.pause()))
        }
    }

    /// What was given up in a channel is tried again: the bot was invited, or the channel is back.
    package func channelOpened(_ channel: ChannelID) async throws(Fault) {
        try await self.outbox.revive(channel: channel, at: self.now())
        try await self.deliverDue()
    }

    /// Until the next is due; new messages do not wait for this, whoever puts them delivers them.
    private func pause() async -> Double {
        guard let next = try? await self.outbox.nextDue() else { return 5 }
        return min(max(next.timeIntervalSince(self.now()), 0.2), 5)
    }

    private func logged(_ doing: String, _ body: () async throws(Fault) -> Void) async {
        do {
            try await body()
        } catch {
            self.logger.error("\(doing)", metadata: ["fault": "\(error)"])
        }
    }

    // MARK: One message

    /// Whether the lane may go on.
    private func attempt(_ entry: OutboxEntry) async throws(Fault) -> Bool {
        let key = entry.message.key
        let said: Result<MessageReference, Fault> = await self.say(entry)
        switch said {
        case .success(let reference):
            // Before the end is noted: whoever comes after a crash in between says it again, and notes the place then.
            try await self.place(entry.message, at: reference)
            try await self.outbox.finish(key, version: entry.version, at: reference)
            return true
        case .failure(let fault):
            return try await self.failed(entry, fault)
        }
    }

    private func say(_ entry: OutboxEntry) async -> Result<MessageReference, Fault> {
        do throws(Fault) {
            return .success(try await self.speak(entry))
        } catch {
            return .failure(error)
        }
    }

    private func speak(_ entry: OutboxEntry) async throws(Fault) -> MessageReference {
        let message = entry.message
        var content = message.content
        content.metadata[Self.markerKey] = entry.marker
        if let reference = entry.reference {
            try await self.chat.update(reference, to: content)
            return reference
        }
        if message.isReply, message.root == nil {
            throw Fault(doing: "replying in \(message.channel)", detail: "what it replies to was never posted")
        }
        if entry.isOutcomeUnknown, let found = try await self.found(entry) {
            // Noted before the edit, so that an edit that fails does not lose it again.
            try await self.outbox.finish(message.key, version: 0, at: found)
            try await self.chat.update(found, to: content)
            return found
        }
        return try await self.chat.post(
            content, to: message.channel, thread: message.isReply ? message.root?.timestamp : nil)
    }

    private func found(_ entry: OutboxEntry) async throws(Fault) -> MessageReference? {
        let message = entry.message
        do {
            return try await self.chat.find(
                metadata: Self.markerKey, value: entry.marker, in: message.channel,
                thread: message.isReply ? message.root?.timestamp : nil, since: entry.createdAt)
        } catch {
            guard error.isRetryable else {
                // A channel that cannot be read: better said twice than never.
                self.logger.warning("a message could not be looked for", metadata: ["fault": "\(error)"])
                return nil
            }
            var fault = error
            fault.kind = .outcomeUnknown
            throw fault
        }
    }

    private func failed(_ entry: OutboxEntry, _ fault: Fault) async throws(Fault) -> Bool {
        let key = entry.message.key
        if fault.kind == .messageGone, entry.reference != nil {
            await self.trouble.gone(entry, fault)
            try await self.outbox.forgetPlace(key)
            return true
        }
        let isUnknown = fault.kind == .outcomeUnknown
        if fault.isRetryable || isUnknown, entry.attempts < self.policy.maximumAttempts {
            let delay = max(self.delay(attempt: entry.attempts), fault.retryAfterSeconds ?? 0)
            self.logger.warning(
                "a message waits", metadata: ["fault": "\(fault)", "channel": "\(entry.message.channel)"])
            try await self.outbox.postpone(
                key, until: self.now().addingTimeInterval(delay), isOutcomeUnknown: isUnknown,
                problem: fault.description)
            return false
        }
        try await self.outbox.bury(key, problem: fault.description)
        await self.trouble.givenUp(entry, fault)
        return true
    }

    /// Doubles up to the longest, spread over the upper half so that retries do not come together.
    private func delay(attempt: Int) -> Double {
        var delay = self.policy.firstRetrySeconds
        for _ in 0..<min(max(attempt - 1, 0), 20) where delay < self.policy.longestRetrySeconds { delay *= 2 }
        return min(delay, self.policy.longestRetrySeconds) * (0.5 + self.random() / 2)
    }

    /// Notes in the records where their card is.
    private func place(_ message: OutgoingMessage, at reference: MessageReference) async throws(Fault) {
        var shown: [HealingRecord] = []
        if let finding = message.content.metadata[FindingCard.metadataKey] {
            shown = try await self.records.record(of: Fingerprint(finding)).map { [$0] } ?? []
        }
        if let group = message.content.metadata[FindingCard.groupKey] {
            shown = try await self.records.records(group: group)
        }
        if let approval = message.content.metadata[ProposalCard.metadataKey] {
            shown = try await self.records.recent(channel: nil, limit: 500).filter { $0.approvalID == approval }
        }
        for record in shown where record.card != reference {
            try await self.records.update(record.finding.fingerprint) { record in
                if record.cardKey == message.key { record.card = reference }
            }
        }
    }
}
