import FoundationEssentials
import HealingDomain
import HealingTesting
import SlackGateway
import Testing

struct SocketModeTests {
    private let bench = SocketBench()

    @Test func `a delivery is acknowledged once it is durable, under the id it has over HTTP`() async throws {
        let acks = EventLog<String>()
        try await self.bench.run { peer, _ in
            try await peer.acceptHandshake(sending: WebSocketPeer.frame(0x1, Array(SocketBench.hello.utf8)))
            try await peer.send(text: SocketBench.event("Ev1", envelope: "e1"))
            acks.append(try await peer.nextText())
            try await peer.waitForClose()
        } while: { slack in
            await acks.wait(forCount: 1)
            #expect(slack.asked.first?.authorization == "Bearer xapp-1-secret")
        }
        #expect(acks.values == [#"{"envelope_id":"e1"}"#])
        let delivery = try #require(self.bench.inbox.accepted.values.first)
        #expect(delivery.id == "Ev1")
        #expect(delivery.source == .slackEvents)
        #expect(self.bench.problems.values.last == .some(nil))
    }

    @Test func `what cannot be stored is not acknowledged, and comes again`() async throws {
        let acks = EventLog<String>()
        self.bench.inbox.fail(true)
        try await self.bench.run { peer, _ in
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.hello)
            try await peer.send(text: SocketBench.event("Ev1", envelope: "e1"))
            await self.bench.inbox.attempts.wait(forCount: 1)
            self.bench.inbox.fail(false)
            try await peer.send(text: SocketBench.event("Ev1", envelope: "e2"))
            acks.append(try await peer.nextText())
            try await peer.waitForClose()
        } while: { _ in
            await acks.wait(forCount: 1)
        }
        #expect(acks.values == [#"{"envelope_id":"e2"}"#])
        #expect(self.bench.inbox.accepted.values.map(\.id) == ["Ev1"])
    }

    @Test func `a duplicate is acknowledged and acts once`() async throws {
        let acks = EventLog<String>()
        try await self.bench.run { peer, _ in
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.hello)
            for envelope in ["e1", "e2"] {
                try await peer.send(text: SocketBench.event("Ev1", envelope: envelope))
                acks.append(try await peer.nextText())
            }
            try await peer.waitForClose()
        } while: { _ in
            await acks.wait(forCount: 2)
        }
        #expect(self.bench.inbox.accepted.values.count == 1)
    }

    @Test func `garbage is passed over, fragments are put together, and unknown kinds are acknowledged`() async throws {
        let acks = EventLog<String>()
        try await self.bench.run { peer, _ in
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.hello)
            for text in ["", "{", "null", "[]", #"{"type":7}"#, #"{"type":"hello"}"#, #"{"envelope_id":5}"#] {
                try await peer.send(text: text)
            }
            try await peer.send(WebSocketPeer.frame(0x2, [0, 1, 2]))
            try await peer.send(text: #"{"type":"later","envelope_id":"e1","payload":{}}"#)
            acks.append(try await peer.nextText())
            try await peer.send(text: #"{"type":"events_api","envelope_id":"e2","payload":"text"}"#)
            acks.append(try await peer.nextText())
            let bytes = Array(SocketBench.event("Ev1", envelope: "e3", text: "grüß").utf8)
            try await peer.send(WebSocketPeer.frame(0x1, Array(bytes[..<150]), isFinal: false))
            try await peer.send(WebSocketPeer.frame(0x9, [1]))
            try await peer.send(WebSocketPeer.frame(0x0, Array(bytes[150...])))
            acks.append(try await peer.nextText())
            try await peer.waitForClose()
        } while: { _ in
            await acks.wait(forCount: 3)
        }
        #expect(acks.values.map { String($0.dropFirst(16).prefix(2)) } == ["e1", "e2", "e3"])
        #expect(self.bench.inbox.accepted.values.map(\.id) == ["Ev1"])
    }

    @Test func `three thousand deliveries in one go are all stored and acknowledged`() async throws {
        let count = 3000
        let acks = EventLog<String>()
        let inbox = InMemoryDeliveryQueue()
        let started = ContinuousClock.now
        try await self.bench.run(inbox: inbox) { peer, _ in
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.hello)
            var batch: [UInt8] = []
            for number in 0..<count {
                batch += WebSocketPeer.frame(0x1, Array(SocketBench.event("Ev\(number)", envelope: "e\(number)").utf8))
            }
            try await peer.send(batch)
            for _ in 0..<count { acks.append(try await peer.nextText()) }
            try await peer.waitForClose()
        } while: { _ in
            await acks.wait(forCount: count)
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        print("Socket Mode: \(Int(Double(count) / seconds)) messages/s received, stored in memory and acknowledged")
        #expect(Set(acks.values).count == count)
        #expect(try await inbox.depth().waiting == count)
    }

    @Test func `the bot's end closes the connection in good order`() async throws {
        let codes = EventLog<Int?>()
        let connection: @Sendable (WebSocketPeer, Int) async throws -> Void = { peer, _ in
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.hello)
            codes.append(try await peer.waitForClose())
        }
        try await servingWebSockets(connection) { url in
            try await SlackStandIn(["apps.connections.open": [.ok(#"{"ok":true,"url":"\#(url)"}"#)]]).serving { api in
                let running = Task { await self.bench.socketMode(api, SocketModePolicy()).run() }
                await self.bench.untilConnected()
                running.cancel()
                await running.value
                await codes.wait(forCount: 1)
            }
        }
        #expect(codes.values == [1000])
    }
}
