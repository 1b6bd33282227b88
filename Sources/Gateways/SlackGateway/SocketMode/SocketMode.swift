package import HTTPCalling
package import HealingDomain
package import Logging

/// Receives what Slack sends over WebSockets that the bot opens itself (docs.slack.dev, "Using Socket Mode"), for machines
/// that cannot be reached from outside. What arrives ends in the same inbox as over HTTP, under the same ids.
package struct SocketMode: Sendable {
    private let opener: SocketOpener
    private let inbox: any DeliveryInbox
    private let policy: SocketModePolicy
    private let clock: SocketModeClock
    private let observer: SocketModeObserver
    private let logger: Logger

    /// `appToken` is the app-level token (`xapp-…`), `baseURL` that of the Web API.
    package init(
        caller: any HTTPCaller, appToken: SlackToken, baseURL: String = SlackWebAPI.standardURL,
        inbox: any DeliveryInbox, policy: SocketModePolicy = SocketModePolicy(),
        clock: SocketModeClock = SocketModeClock(), observer: SocketModeObserver = SocketModeObserver(),
        logger: Logger
    ) {
        // Every wait is decided by the fleet, which knows what else is going on.
        let pace = SlackWebAPI.Pace(
            longestWaitSeconds: 0, longestBackfillWaitSeconds: 0, attempts: 1, now: clock.now, sleep: clock.sleep,
            chance: clock.chance)
        self.opener = SocketOpener(
            api: SlackWebAPI(caller: caller, token: appToken, baseURL: baseURL, pace: pace))
        self.inbox = inbox
        self.policy = policy
        self.clock = clock
        self.observer = observer
        self.logger = logger
    }

    /// Keeps a connection until the task is cancelled. Returns before that only where trying again is pointless; the
    /// observer has then been told what to mend.
    package func run() async {
        let (notices, notice) = AsyncStream<SocketFleet.Notice>.makeStream()
        let world = SocketSession.Surroundings(
            opener: self.opener, inbox: self.inbox, policy: self.policy, clock: self.clock, observer: self.observer,
            logger: self.logger, notify: { notice.yield($0) })
        await withDiscardingTaskGroup { group in
            var fleet = SocketFleet(policy: self.policy)
            var sessions: [Int: SocketSession] = [:]
            await self.observer.problem("connecting to Slack")
            await self.carryOut(fleet.begin(), &sessions, &group, world)
            // Ends when the task is cancelled.
            for await notice in notices {
                self.tell(notice)
                let actions = fleet.take(notice, now: self.clock.now(), chance: self.clock.chance())
                if await self.carryOut(actions, &sessions, &group, world) { break }
                if case .ended(let number, _) = notice { sessions[number] = nil }
            }
            for session in sessions.values { await session.abort() }
            group.cancelAll()
        }
    }

    /// Whether it is over.
    @discardableResult
    private func carryOut(
        _ actions: [SocketFleet.Action], _ sessions: inout [Int: SocketSession], _ group: inout DiscardingTaskGroup,
        _ world: SocketSession.Surroundings
    ) async -> Bool {
        for action in actions {
            switch action {
            case .start(let number, let delay):
                let session = SocketSession(number, world)
                sessions[number] = session
                group.addTask { await session.run(afterSeconds: delay) }
            case .drain(let number):
                if let session = sessions[number] { group.addTask { await session.drain() } }
            case .abort(let number): await sessions.removeValue(forKey: number)?.abort()
            case .report(let problem): await self.observer.problem(problem)
            case .stop(let problem):
                self.logger.error("Socket Mode has stopped", metadata: ["problem": "\(problem)"])
                return true
            }
        }
        return false
    }

    private func tell(_ notice: SocketFleet.Notice) {
        let occurrence: SocketModeObserver.Occurrence? =
            switch notice {
            case .hello: .connected
            case .retiring: .refreshed
            case .ended(_, .lost): .lost
            case .ended(_, .crowded): .crowded
            case .ended(_, .refused), .ended(_, .stopped): .refused
            case .ended(_, .closed), .ended(_, .cancelled): nil
            }
        if let occurrence { self.observer.count(occurrence) }
        self.logger.info("Socket Mode", metadata: ["notice": "\(SlackRedaction.redact("\(notice)"))"])
    }
}
