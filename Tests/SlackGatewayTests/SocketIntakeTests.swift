import FoundationEssentials
import HealingDomain
import HealingTesting
import SlackGateway
import Testing

/// The same request over both transports: one delivery, read alike, and refused alike.
struct SocketIntakeTests {
    private let bench = SocketBench()
    private static let ours = SlackInstallation(BotIdentity(user: "UBOT", teamID: "T1", botID: "B1"))

    /// What the inbox accepts of these envelopes, in order.
    private func accepted(_ envelopes: [String]) async throws -> [Delivery] {
        try await self.bench.run { peer, _ in
            try await peer.acceptHandshake()
            try await peer.send(text: SocketBench.hello)
            for envelope in envelopes {
                try await peer.send(text: envelope)
                _ = try await peer.nextText()
            }
            try await peer.waitForClose()
        } while: { _ in
            await self.bench.inbox.attempts.wait(forCount: envelopes.count)
            await self.bench.inbox.accepted.wait(forCount: 1)
        }
        return self.bench.inbox.accepted.values
    }

    private func overHTTP(_ door: SlackRequest.Door, _ body: String) throws -> Delivery {
        let intake = SlackIntake(verifier: SlackRequestVerifier(secrets: [SlackRequestSamples.secret]))
        let outcome = intake.receive(SlackRequestSamples.signed(door, body), now: SlackRequestSamples.now)
        guard case .deliver(let delivery) = outcome else { throw Fault(doing: "testing", detail: "\(outcome)") }
        return delivery
    }

    private func envelope(_ type: String, _ payload: String) -> String {
        #"{"type":"\#(type)","envelope_id":"e1","accepts_response_payload":true,"payload":\#(payload)}"#
    }

    @Test func `an event, a command and a click have the same name and meaning over both`() async throws {
        let event =
            #"{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"app_mention","user":"U1","channel":"C1","ts":"5.1","text":"<@UBOT> help"}}"#
        let command =
            #"{"command":"/codehealer","text":"help","user_id":"U1","channel_id":"C1","team_id":"T1","response_url":"https://hooks.slack.com/c","trigger_id":"1.2"}"#
        let click =
            #"{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1","team_id":"T1"},"trigger_id":"3.4","container":{"message_ts":"5.1","channel_id":"C1"},"actions":[{"action_id":"approve","value":"a-1"}]}"#
        let sockets = try await self.accepted([
            self.envelope("events_api", event), self.envelope("slash_commands", command),
            self.envelope("interactive", click),
        ])
        let form =
            "command=%2Fcodehealer&text=help&user_id=U1&channel_id=C1&team_id=T1"
            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fc&trigger_id=1.2"
        let payload = click.utf8.map { byte in
            let digits = Array("0123456789ABCDEF")
            return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
        let web = [
            try self.overHTTP(.events, event), try self.overHTTP(.commands, form),
            try self.overHTTP(.interactivity, "payload=\(payload)"),
        ]
        #expect(sockets.count == 3)
        #expect(sockets.map(\.source) == web.map(\.source))
        #expect(sockets.map(\.id) == web.map(\.id))
        let decoder = SlackEventDecoder(installation: Self.ours)
        #expect(try sockets.map { try decoder.decode($0) } == web.map { try decoder.decode($0) })
    }

    @Test func `outsiders and other teams are refused on this transport too`() async throws {
        let payloads = [
            (
                "events_api",
                #"{"type":"event_callback","event_id":"Ev1","team_id":"T9","authorizations":[{"team_id":"T9","user_id":"UBOT","is_bot":true}],"event":{"type":"app_mention","user":"U1","channel":"C1","ts":"5.1","text":"<@UBOT> help"}}"#
            ),
            (
                "events_api",
                #"{"type":"event_callback","event_id":"Ev2","team_id":"T1","event":{"type":"app_mention","user":"U1","user_team":"T9","channel":"C1","ts":"5.1","text":"<@UBOT> help"}}"#
            ),
            (
                "slash_commands",
                #"{"command":"/codehealer","text":"help","user_id":"U1","channel_id":"C1","team_id":"T9","trigger_id":"1.2"}"#
            ),
            (
                "interactive",
                #"{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1","team_id":"T9"},"trigger_id":"3.4","actions":[{"action_id":"approve","value":"a-1"}]}"#
            ),
        ]
        let deliveries = try await self.accepted(payloads.map { self.envelope($0.0, $0.1) })
        #expect(deliveries.count == 4)
        let decoder = SlackEventDecoder(installation: Self.ours)
        for delivery in deliveries {
            switch try decoder.decode(delivery) {
            case .ignored, .turnedAway: break
            case let event: Issue.record("\(delivery.source) by an outsider was let in: \(event)")
            }
        }
    }
}
