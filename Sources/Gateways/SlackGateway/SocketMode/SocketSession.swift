import FoundationEssentials
import HTTPCalling
import HealingDomain
import Logging

/// One Socket Mode connection from its address to its end. Each delivery is made durable before it is acknowledged, so that
/// what was acknowledged is never lost; what could not be stored is not acknowledged, and Slack sends it again.
actor SocketSession {
    struct Surroundings: Sendable {
        var opener: SocketOpener
        var inbox: any DeliveryInbox
        var policy: SocketModePolicy
        var clock: SocketModeClock
        var observer: SocketModeObserver
        var logger: Logger
        var notify: @Sendable (SocketFleet.Notice) -> Void
    }

    private let number: Int
    private let world: Surroundings
    private var socket: WebSocketConnection?
    private var pulse: SocketPulse
    private var isAborted = false

    init(_ number: Int, _ world: Surroundings) {
        self.number = number
        self.world = world
        self.pulse = SocketPulse(policy: world.policy, now: world.clock.now())
    }

    /// Waits, connects, and serves until the end, of which the fleet is told once.
    func run(afterSeconds delay: Double) async {
        do {
            if delay > 0 { try await self.world.clock.sleep(delay) }
        } catch {
            return self.world.notify(.ended(self.number, .cancelled))
        }
        self.pulse = SocketPulse(policy: self.world.policy, now: self.world.clock.now())
        await withTaskGroup(of: SocketEnd.self) { group in
            group.addTask { await self.converse() }
            group.addTask { await self.watch() }
            let end = await group.next() ?? .cancelled
            // Told before anything is waited for: whoever still reads or writes must not delay a new connection.
            self.world.notify(.ended(self.number, end))
            self.abort()
            group.cancelAll()
        }
    }

    /// Reads what still comes for a while, then closes in good order; at once where Slack does not answer.
    func drain() async {
        try? await self.world.clock.sleep(self.world.policy.drainSeconds)
        self.socket?.close()
        try? await self.world.clock.sleep(self.world.policy.closeSeconds)
        self.abort()
    }

    /// Ends the connection without waiting for anybody, so that none is left that counts against Slack's limit.
    func abort() {
        self.isAborted = true
        self.socket?.close()
        self.socket?.abort()
    }

    // MARK: the deadman

    /// Never waits for a read: a connection that went silent is closed from here.
    private func watch() async -> SocketEnd {
        while true {
            switch self.pulse.check(now: self.world.clock.now()) {
            case .dead(let reason): return .lost(reason)
            case .ping: try? self.socket?.ping()
            case .wait(let seconds):
                do {
                    try await self.world.clock.sleep(seconds)
                } catch {
                    return .cancelled
                }
            }
        }
    }

    // MARK: the conversation

    private func converse() async -> SocketEnd {
        do throws(SocketEnd) {
            let url = try await self.world.opener.open()
            let socket = try await self.connect(url)
            return await self.serve(socket)
        } catch {
            return error
        }
    }

    private func connect(_ url: String) async throws(SocketEnd) -> WebSocketConnection {
        do throws(WebSocketFailure) {
            let socket = try await WebSocketConnection.open(url)
            self.socket = socket
            if self.isAborted { self.abort() }
            return socket
        } catch {
            throw error.kind == .cancelled ? .cancelled : .lost("connecting: \(error)")
        }
    }

    private func serve(_ socket: WebSocketConnection) async -> SocketEnd {
        await withTaskGroup(of: Void.self) { handlers in
            var running = 0
            while true {
                switch await self.next(socket) {
                case .end(let end): return end
                case .nothing: break
                case .deliver(let envelope):
                    // Reading goes on while deliveries are stored, so that pings are answered; but not without bounds.
                    if running >= self.world.policy.concurrentDeliveries {
                        await handlers.next()
                        running -= 1
                    }
                    running += 1
                    handlers.addTask { await self.receive(envelope, socket) }
                }
            }
        }
    }

    private enum Step {
        case nothing
        case deliver(SocketEnvelope)
        case end(SocketEnd)
    }

    private func next(_ socket: WebSocketConnection) async -> Step {
        let event: WebSocketEvent
        do throws(WebSocketFailure) {
            event = try await socket.next()
        } catch {
            return .end(error.kind == .cancelled ? .cancelled : .lost("\(error)"))
        }
        switch event {
        case .text(let text): return self.read(SocketMessage(text))
        case .ping: self.pulse.heardPing(at: self.world.clock.now())
        case .pong: self.pulse.heardPong()
        case .close: return .end(.closed)
        case .binary: self.world.observer.count(.unreadable)
        }
        return .nothing
    }

    private func read(_ message: SocketMessage) -> Step {
        switch message {
        case .hello:
            self.pulse.heardHello(at: self.world.clock.now())
            self.world.notify(.hello(self.number))
        case .envelope(let envelope): return .deliver(envelope)
        case .disconnect(let reason): return self.disconnect(reason)
        case .unreadable(let what):
            self.world.observer.count(.unreadable)
            self.world.logger.notice("Socket Mode: passed over", metadata: ["what": "\(what)"])
        }
        return .nothing
    }

    private func disconnect(_ reason: SocketDisconnect) -> Step {
        switch reason {
        case .warning, .refreshRequested, .other:
            self.world.notify(.retiring(self.number))
            return .nothing
        case .tooManyWebSockets: return .end(.crowded)
        case .linkDisabled:
            return .end(
                .stopped(
                    "Socket Mode is switched off for the Slack app. Switch it on under “Socket Mode” in the app's "
                        + "settings and start again."))
        }
    }

    /// Durable first, then the ack.
    private func receive(_ envelope: SocketEnvelope, _ socket: WebSocketConnection) async {
        do throws(Fault) {
            if let delivery = SocketIntake().delivery(of: envelope, now: self.world.clock.now()) {
                _ = try await self.world.inbox.accept(delivery)
            } else {
                self.world.observer.count(.unknown)
            }
        } catch {
            return self.world.logger.error("delivery not durable", metadata: ["error": "\(error)"])
        }
        // Where the ack is lost Slack sends the delivery again, and the inbox knows it.
        try? socket.send(text: envelope.acknowledgement)
    }
}
