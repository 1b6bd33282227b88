package import FoundationEssentials
package import HealingDomain
package import Logging

/// Works the agenda off, one task after the other: threads that changed before pages of history, channels in turn. A
/// channel that cannot be read at the moment waits, and the others go on. Nothing of it holds a worker that a click or a
/// push waits for.
package struct MiningWorker: Sendable {
    private static let mostFailures = 8
    private static let longestDelay = 3600.0
    let mine: MineChannel
    let agenda: any MiningAgenda
    let now: @Sendable () -> Date
    let logger: Logger

    package init(
        mine: MineChannel, agenda: any MiningAgenda, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.mine = mine
        self.agenda = agenda
        self.now = now
        self.logger = logger
    }

    /// Works until the task is cancelled; what is in hand then stays noted.
    package func run() async {
        while !Task.isCancelled {
            if await !self.doNext() { try? await Task.sleep(for: .seconds(1)) }
        }
    }

    /// Works until nothing is due: what tests and one-shot commands use.
    package func drain() async {
        while !Task.isCancelled, await self.doNext() {}
    }

    /// Does one task, or one page of it. Whether there was one.
    @discardableResult
    package func doNext() async -> Bool {
        do throws(Fault) {
            guard let noted = try await self.agenda.next(at: self.now(), threadsOnly: false) else { return false }
            try await self.work(on: noted)
            return true
        } catch {
            self.logger.error("agenda not available", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func work(on noted: NotedTask) async throws(Fault) {
        do throws(Fault) {
            switch noted.task {
            case .thread(let reference): try await self.mine.refresh(reference)
            case .channel(let id):
                let isDone = try await self.mine.readPage(of: id) { () async throws(Fault) in
                    try await self.refreshChanged()
                }
                // Behind those that wait as well.
                if !isDone { return try await self.agenda.postpone(noted, until: self.now(), reason: nil) }
            }
        } catch {
            return try await self.putBack(noted, error)
        }
        try await self.agenda.finish(noted)
    }

    /// What people write now is not kept waiting by a long page.
    private func refreshChanged() async throws(Fault) -> Set<MessageReference> {
        var refreshed: Set<MessageReference> = []
        while !Task.isCancelled, let noted = try await self.agenda.next(at: self.now(), threadsOnly: true) {
            if case .thread(let reference) = noted.task { refreshed.insert(reference) }
            try await self.work(on: noted)
        }
        return refreshed
    }

    private func putBack(_ noted: NotedTask, _ fault: Fault) async throws(Fault) {
        if case .thread = noted.task, noted.failures + 1 >= Self.mostFailures {
            self.logger.error("thread given up until the next sweep", metadata: ["error": "\(fault)"])
            return try await self.agenda.finish(noted)
        }
        var delay = 5.0
        for _ in 0..<min(noted.failures, 12) where delay < Self.longestDelay { delay *= 2 }
        delay = fault.retryAfterSeconds ?? min(delay, Self.longestDelay)
        self.logger.warning("reading waits", metadata: ["error": "\(fault)", "seconds": "\(delay)"])
        let due = self.now().addingTimeInterval(max(1, delay))
        try await self.agenda.postpone(noted, until: due, reason: fault.advice ?? "\(fault.doing): \(fault.detail)")
    }
}
