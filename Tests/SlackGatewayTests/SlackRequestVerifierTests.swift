import FoundationEssentials
import SlackGateway
import Testing

struct SlackRequestVerifierTests {
    private let body = Data("{\"type\":\"event_callback\"}".utf8)

    private func verdict(
        timestamp: String? = "1700000000", signature: String? = nil, secrets: [String] = [SlackRequestSamples.secret]
    ) -> SlackRequestVerifier.Verdict {
        SlackRequestVerifier(secrets: secrets).verify(
            timestamp: timestamp,
            signature: signature ?? SlackRequestSamples.signature(timestamp ?? "", self.body), body: self.body,
            now: SlackRequestSamples.now)
    }

    @Test func `Slack's own example of a signature is genuine`() throws {
        guard SlackFixtures.areHere else { return }
        let vector = try SlackFixtures.json("signing-vector.json")
        let timestamp = try #require(vector["timestamp"].text)
        let body = Data(try #require(vector["body"].text).utf8)
        let verifier = SlackRequestVerifier(secrets: [try #require(vector["signing_secret"].text)])
        let now = Date(timeIntervalSince1970: try #require(Double(timestamp)))
        let signature = try #require(vector["expected_x_slack_signature"].text)
        #expect(verifier.verify(timestamp: timestamp, signature: signature, body: body, now: now) == .genuine)
        var changed = body
        changed[10] ^= 1
        #expect(
            verifier.verify(timestamp: timestamp, signature: signature, body: changed, now: now) == .refused(.mismatch))
    }

    @Test(arguments: ["1699999700", "1700000300"])
    func `five minutes in either direction are tolerated`(timestamp: String) {
        #expect(self.verdict(timestamp: timestamp) == .genuine)
    }

    @Test func `older and newer timestamps are refused`() {
        #expect(self.verdict(timestamp: "1699999699") == .refused(.stale))
        #expect(self.verdict(timestamp: "1700000301") == .refused(.future))
        #expect(self.verdict(timestamp: "999999999999999") == .refused(.future))
    }

    @Test(arguments: [
        "abc", "1700000000.5", "-1700000000", "+1700000000", " 1700000000", "99999999999999999999999", "١٧",
    ])
    func `a timestamp that is no plain number is refused`(timestamp: String) {
        #expect(self.verdict(timestamp: timestamp) == .refused(.malformedTimestamp))
    }

    @Test func `the header's text is signed, not the number it means`() {
        #expect(self.verdict(timestamp: "01700000000") == .genuine)
        let other = SlackRequestSamples.signature("1700000000", self.body)
        #expect(self.verdict(timestamp: "01700000000", signature: other) == .refused(.mismatch))
    }

    @Test func `missing headers and secrets are refused`() {
        #expect(self.verdict(timestamp: nil) == .refused(.missingTimestamp))
        #expect(self.verdict(signature: "") == .refused(.missingSignature))
        #expect(self.verdict(secrets: [""]) == .refused(.noSecret))
    }

    @Test func `a signature in capitals or without its version is refused`() {
        let right = SlackRequestSamples.signature("1700000000", self.body)
        #expect(self.verdict(signature: right.uppercased()) == .refused(.mismatch))
        #expect(self.verdict(signature: String(right.dropFirst(3))) == .refused(.mismatch))
    }

    @Test func `during a rotation both secrets count`() {
        #expect(self.verdict(secrets: ["new", SlackRequestSamples.secret]) == .genuine)
        #expect(self.verdict(secrets: [SlackRequestSamples.secret, "old"]) == .genuine)
        #expect(self.verdict(secrets: ["new", "old"]) == .refused(.mismatch))
    }
}
