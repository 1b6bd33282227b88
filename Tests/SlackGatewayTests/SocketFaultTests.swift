import FoundationEssentials
import HealingDomain
import HealingTesting
import SlackGateway
import Testing

struct SocketFaultTests {
    private let bench = SocketBench()

    /// A connection that says hello and then reads until the end.
    private static func sound(_ peer: WebSocketPeer) async throws {
        try await peer.acceptHandshake()
        try await peer.send(text: SocketBench.hello)
        try await peer.waitForClose()
    }

    @Test func `no answer to a ping closes the connection and opens another one`() async throws {
        try await self.bench.run { peer, number in
            peer.answersPings = number > 0
            try await Self.sound(peer)
        } while: { _ in
            await self.bench.untilConnected()
            await self.bench.clock.waitForSleeper(of: 10)
            self.bench.clock.advance(by: 10)
            await self.bench.clock.waitForSleeper(of: 5)
            self.bench.clock.advance(by: 5)
            await self.bench.untilProblem(containing: "no answer to a ping in 5 s")
            await self.bench.clock.waitForSleeper(of: 1)
            self.bench.clock.advance(by: 1)
            await self.bench.untilConnected(times: 2)
        }
        #expect(self.bench.problems.values.last == .some(nil))
    }

    @Test func `a half-open connection is noticed although nothing is ever read from it`() async throws {
        let policy = {
            var policy = SocketModePolicy()
            policy.pingEverySeconds = 1000
            return policy
        }()
        try await self.bench.run(policy: policy) { peer, _ in
            try await Self.sound(peer)
        } while: { _ in
            await self.bench.untilConnected()
            await self.bench.clock.waitForSleeper(of: 30)
            self.bench.clock.advance(by: 30)
            await self.bench.untilProblem(containing: "no ping for 30 s")
        }
    }

    @Test func `a deadman does not wait for a delivery that hangs`() async throws {
        let (gate, opened) = AsyncStream<Void>.makeStream()
        self.bench.inbox.hold(on: gate)
        var policy = SocketModePolicy()
        policy.concurrentDeliveries = 1
        try await self.bench.run(policy: policy) { peer, number in
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.hello)
            if number == 0 {
                for index in 0..<3 { try await peer.send(text: SocketBench.event("Ev\(index)", envelope: "e\(index)")) }
            }
            peer.answersPings = false
            try await peer.waitForClose()
        } while: { _ in
            await self.bench.inbox.attempts.wait(forCount: 1)
            await self.bench.clock.waitForSleeper(of: 10)
            self.bench.clock.advance(by: 10)
            await self.bench.clock.waitForSleeper(of: 5)
            self.bench.clock.advance(by: 5)
            await self.bench.clock.waitForSleeper(of: 1)
            self.bench.clock.advance(by: 1)
            await self.bench.untilConnected(times: 2)
            opened.finish()
        }
    }

    @Test(arguments: ["warning", "refresh_requested"])
    func `an old connection is read until the new one has its hello, and then closed`(reason: String) async throws {
        let acks = EventLog<String>()
        let closed = EventLog<Int?>()
        try await self.bench.run { peer, number in
            try await peer.acceptHandshake()
            if number == 0 {
                try await peer.send(text: SocketBench.hello)
                try await peer.send(text: SocketBench.disconnect(reason))
                await self.bench.untilConnected(times: 2)
                // The successor is there, and this one is still served.
                try await peer.send(text: SocketBench.event("Ev1", envelope: "old"))
                acks.append(try await peer.nextText())
                closed.append(try await peer.waitForClose())
            } else {
                try await peer.send(text: SocketBench.hello)
                try await peer.send(text: SocketBench.event("Ev1", envelope: "new"))
                acks.append(try await peer.nextText())
                try await peer.waitForClose()
            }
        } while: { _ in
            await acks.wait(forCount: 2)
            await self.bench.clock.waitForSleeper(of: 2)
            self.bench.clock.advance(by: 2)
            await closed.wait(forCount: 1)
        }
        #expect(closed.values == [1000])
        #expect(self.bench.inbox.accepted.values.count == 1)
        #expect(!self.bench.problems.values.dropFirst().contains { $0 != nil })
    }

    @Test func `a server that breaks off is connected to again, later each time`() async throws {
        try await self.bench.run { peer, number in
            if number < 3 { return try await peer.acceptHandshake() }
            try await Self.sound(peer)
        } while: { _ in
            for delay in [1.0, 2, 4] {
                await self.bench.clock.waitForSleeper(of: delay)
                self.bench.clock.advance(by: delay)
            }
            await self.bench.untilConnected()
        }
    }

    @Test func `the eleventh connection waits for room and says whose fault it is`() async throws {
        try await self.bench.run { peer, number in
            if number > 0 { return try await Self.sound(peer) }
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.disconnect("too_many_websockets"))
            try await peer.waitForClose()
        } while: { _ in
            await self.bench.untilProblem(containing: "ten connections already")
            await self.bench.clock.waitForSleeper(of: 30)
            self.bench.clock.advance(by: 30)
            await self.bench.untilConnected()
        }
        #expect(self.bench.occurrences.values.contains(.crowded))
    }

    @Test func `Socket Mode that is switched off is not tried again`() async throws {
        try await self.bench.run { peer, _ in
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.hello)
            try await peer.send(text: SocketBench.disconnect("link_disabled"))
            try await peer.waitForClose()
        } while: { slack in
            await self.bench.untilProblem(containing: "Switch it on")
            #expect(slack.asked.count == 1)
        }
    }

    @Test(arguments: [
        ("invalid_auth", "make a new one"), ("not_allowed_token_type", "xapp-"), ("missing_scope", "connections:write"),
        ("token_revoked", "SLACK_APP_TOKEN"),
    ])
    func `a token that Slack refuses stops it and says what to mend`(code: String, mend: String) async throws {
        let refusal = SlackStandIn.Answer.ok(#"{"ok":false,"error":"\#(code)"}"#)
        try await self.bench.run(opening: [refusal]) { peer, _ in
            try await Self.sound(peer)
        } while: { slack in
            await self.bench.untilProblem(containing: mend)
            #expect(slack.asked.count == 1)
            #expect(self.bench.problems.values.allSatisfy { $0?.contains("secret") != true })
        }
    }

    @Test func `a rate limit on opening is waited for, and a failing server asked again`() async throws {
        let answers = [SlackStandIn.Answer.limited("45"), SlackStandIn.Answer(status: 503, body: "")]
        try await self.bench.run(opening: answers) { peer, _ in
            try await Self.sound(peer)
        } while: { slack in
            await self.bench.clock.waitForSleeper(of: 45)
            #expect(slack.asked.count == 1)
            self.bench.clock.advance(by: 45)
            await self.bench.clock.waitForSleeper(of: 2)
            self.bench.clock.advance(by: 2)
            await self.bench.untilConnected()
            #expect(slack.asked.count == 3)
        }
    }

    @Test func `a server that says no hello is given up after half a minute`() async throws {
        try await self.bench.run { peer, number in
            if number > 0 { return try await Self.sound(peer) }
            try await peer.acceptHandshake()
            try await peer.waitForClose()
        } while: { _ in
            for _ in 0..<3 {
                await self.bench.clock.waitForSleeper(of: 10)
                self.bench.clock.advance(by: 10)
            }
            await self.bench.untilProblem(containing: "no hello")
            await self.bench.clock.waitForSleeper(of: 1)
            self.bench.clock.advance(by: 1)
            await self.bench.untilConnected()
        }
    }
}
