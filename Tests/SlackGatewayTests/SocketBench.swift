import FoundationEssentials
import HTTPCalling
import HealingDomain
import HealingTesting
import Logging
import SlackGateway
import Synchronization

/// Socket Mode against a Web API and WebSockets on loopback, with a clock that a test moves.
final class SocketBench: Sendable {
    let clock = SteppedClock()
    let inbox = RecordingInbox()
    /// What the observer was told: `nil` is "connected".
    let problems = EventLog<String?>()
    let occurrences = EventLog<SocketModeObserver.Occurrence>()

    static let hello = #"{"type":"hello","num_connections":1,"connection_info":{"app_id":"A1"}}"#

    static func event(_ id: String, envelope: String, text: String = "hi") -> String {
        #"{"type":"events_api","envelope_id":"\#(envelope)","accepts_response_payload":false,"retry_attempt":0,"payload":"#
            + #"{"type":"event_callback","event_id":"\#(id)","team_id":"T1","event":{"type":"message","channel":"C1","ts":"5.1","user":"U1","text":"\#(text)"}}}"#
    }

    static func disconnect(_ reason: String) -> String { #"{"type":"disconnect","reason":"\#(reason)"}"# }

    /// Runs Socket Mode while `body` runs. `connection` is the server's side of each connection, from 0.
    func run(
        opening answers: [SlackStandIn.Answer]? = nil, inbox: (any DeliveryInbox)? = nil,
        policy: SocketModePolicy = SocketModePolicy(),
        connection: @escaping @Sendable (WebSocketPeer, Int) async throws -> Void,
        while body: @escaping @Sendable (SlackStandIn) async throws -> Void
    ) async throws {
        try await servingWebSockets(connection) { url in
            let opened = SlackStandIn.Answer.ok(#"{"ok":true,"url":"\#(url)/link/?ticket=t"}"#)
            let slack = SlackStandIn(["apps.connections.open": (answers ?? []) + [opened]])
            try await slack.serving { api in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await self.socketMode(api, policy, inbox).run() }
                    try await body(slack)
                    group.cancelAll()
                }
            }
        }
    }

    func socketMode(_ api: String, _ policy: SocketModePolicy, _ inbox: (any DeliveryInbox)? = nil) -> SocketMode {
        SocketMode(
            caller: CurlCaller(), appToken: SlackToken("xapp-1-secret"), baseURL: api, inbox: inbox ?? self.inbox,
            policy: policy,
            clock: SocketModeClock(
                now: { self.clock.current }, sleep: { try await self.clock.sleep($0) }, chance: { 1 }),
            observer: SocketModeObserver(
                problem: { self.problems.append($0) }, count: { self.occurrences.append($0) }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func untilConnected(times: Int = 1) async {
        await self.occurrences.wait { $0.filter { $0 == .connected }.count >= times }
    }

    func untilProblem(containing words: String) async {
        await self.problems.wait { $0.contains { $0?.contains(words) == true } }
    }
}

/// An inbox that keeps what it accepted, and that a test can let fail or wait.
final class RecordingInbox: DeliveryInbox {
    let accepted = EventLog<Delivery>()
    let attempts = EventLog<Delivery>()
    private let isDown = Mutex(false)
    private let gate = Mutex<AsyncStream<Void>?>(nil)

    func fail(_ isDown: Bool) { self.isDown.withLock { $0 = isDown } }

    /// From now on nothing is accepted until the gate ends.
    func hold(on gate: AsyncStream<Void>) { self.gate.withLock { $0 = gate } }

    func accept(_ delivery: Delivery) async throws(Fault) -> Acceptance {
        self.attempts.append(delivery)
        if let gate = self.gate.withLock({ $0 }) { for await _ in gate {} }
        if self.isDown.withLock({ $0 }) { throw Fault(doing: "storing", detail: "the disk is full") }
        let isKnown = self.accepted.values.contains { $0.id == delivery.id && $0.source == delivery.source }
        if isKnown { return .duplicate }
        self.accepted.append(delivery)
        return .accepted
    }
}
