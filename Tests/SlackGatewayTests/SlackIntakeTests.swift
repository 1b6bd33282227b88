import FoundationEssentials
import HealingDomain
import SlackGateway
import Testing

struct SlackIntakeTests {
    private let intake = SlackIntake(verifier: SlackRequestVerifier(secrets: [SlackRequestSamples.secret]))

    private func receive(_ request: SlackRequest) -> SlackIntakeOutcome {
        self.intake.receive(request, now: SlackRequestSamples.now)
    }

    private func delivery(_ outcome: SlackIntakeOutcome) -> Delivery? {
        if case .deliver(let delivery) = outcome { delivery } else { nil }
    }

    private func status(_ outcome: SlackIntakeOutcome) -> Int? {
        if case .refuse(let status, _) = outcome { status } else { nil }
    }

    @Test func `a signed URL check gets its challenge back and an unsigned one nothing`() {
        let request = SlackRequestSamples.signed(
            .events, #"{"token":"t","challenge":"3eZb\"rVy","type":"url_verification"}"#)
        #expect(self.receive(request) == .challenge("3eZb\"rVy"))
        var unsigned = request
        unsigned.signature = nil
        #expect(self.status(self.receive(unsigned)) == 401)
    }

    @Test func `an event is named by its event_id, wherever that stands`() throws {
        let body =
            #"{"event":{"event_id":"EvInner","type":"x","text":"\"event_id\":\"EvFake\""},"event_id":"Ev1","type":"event_callback"}"#
        let delivery = try #require(self.delivery(self.receive(SlackRequestSamples.signed(.events, body))))
        #expect(delivery.id == "Ev1")
        #expect(delivery.source == .slackEvents)
        #expect(delivery.event.isEmpty)
        #expect(delivery.body == Data(body.utf8))
    }

    @Test func `a rate limit notice has no id and is delivered under its own name`() throws {
        let body = #"{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1700000000,"api_app_id":"A1"}"#
        let delivery = try #require(self.delivery(self.receive(SlackRequestSamples.signed(.events, body))))
        #expect(delivery.event == "app_rate_limited")
        #expect(delivery.id.count == 64)
    }

    @Test func `two equal clicks are one delivery and two different ones are two`() throws {
        let first = SlackRequestSamples.signed(.interactivity, "payload=%7B%22type%22%3A%22block_actions%22%7D")
        let later = SlackRequestSamples.signed(
            .interactivity, "payload=%7B%22type%22%3A%22block_actions%22%7D", timestamp: "1700000060")
        let other = SlackRequestSamples.signed(.interactivity, "payload=%7B%22type%22%3A%22view_submission%22%7D")
        let id = try #require(self.delivery(self.receive(first))?.id)
        #expect(self.delivery(self.receive(later))?.id == id)
        #expect(try #require(self.delivery(self.receive(other))?.id) != id)
    }

    @Test func `a certificate check needs no signature and does nothing`() {
        let request = SlackRequest(
            door: .commands, contentType: SlackRequestSamples.form, timestamp: nil, signature: nil,
            body: Data("token=x&ssl_check=1".utf8))
        #expect(self.receive(request) == .sslCheck)
        var command = request
        command.body = Data("command=%2Fcodehealer&text=ssl_check%3D1".utf8)
        #expect(self.status(self.receive(command)) == 401)
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{\"type\":\"event_callback\"", "{\"a\":\"b", "{\"a\":[}", "{\"a\":1}}", "{\"a\":\"\\",
        "{}x",
    ])
    func `a signed body that is no whole JSON object is refused`(body: String) {
        #expect(self.status(self.receive(SlackRequestSamples.signed(.events, body))) == 400)
    }

    @Test func `every truncation of an event is refused and none is read`() {
        let whole = #"{"type":"event_callback","event_id":"Ev1","event":{"type":"message","text":"a \"b\" [c] {d}"}}"#
        for length in 0..<whole.utf8.count {
            let request = SlackRequestSamples.signed(
                .events, String(decoding: whole.utf8.prefix(length), as: UTF8.self))
            #expect(self.status(self.receive(request)) == 400, "cut after \(length) bytes")
        }
        #expect(self.delivery(self.receive(SlackRequestSamples.signed(.events, whole)))?.id == "Ev1")
    }

    @Test func `very deep nesting is refused without recursion`() {
        let deep = #"{"a":"# + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}"
        #expect(self.status(self.receive(SlackRequestSamples.signed(.events, deep))) == 400)
        let escaped = "payload=%7B%22a%22%3A" + String(repeating: "%5B", count: 100_000)
        #expect(self.status(self.receive(SlackRequestSamples.signed(.interactivity, escaped))) == 400)
    }

    @Test func `a huge body is read like any other`() throws {
        let text = String(repeating: "x", count: 4 << 20)
        let request = SlackRequestSamples.signed(
            .events, #"{"type":"event_callback","event_id":"Ev9","text":"\#(text)"}"#)
        #expect(self.delivery(self.receive(request))?.id == "Ev9")
    }

    @Test func `another content type is refused`() {
        #expect(self.status(self.receive(SlackRequestSamples.signed(.events, "{}", contentType: "text/plain"))) == 415)
        #expect(
            self.status(self.receive(SlackRequestSamples.signed(.commands, "{}", contentType: "application/json")))
                == 415)
        let charset = SlackRequestSamples.signed(.events, "{}", contentType: "Application/JSON; charset=utf-8")
        #expect(self.delivery(self.receive(charset)) != nil)
    }

    @Test func `a command without a command and an interaction without a payload are refused`() {
        #expect(self.status(self.receive(SlackRequestSamples.signed(.commands, "text=hi"))) == 400)
        #expect(self.status(self.receive(SlackRequestSamples.signed(.interactivity, "payload=nonsense"))) == 400)
    }

    @Test func `random bytes never crash intake`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                Array("{}[]\",:\\ue0a%=&+".utf8).randomElement(using: &generator) ?? 0
            }
            for door in SlackRequest.Door.allCases {
                let body = String(decoding: bytes, as: UTF8.self)
                let outcome = self.receive(SlackRequestSamples.signed(door, body))
                #expect(self.delivery(outcome) != nil || [400, nil].contains(self.status(outcome)))
            }
        }
    }
}
