import Cryptography
import Foundation
import GitHubGateway
import HealingDomain
import Testing

struct GitHubIntakeTests {
    private let secret = "It's a Secret to Everybody"
    private let now = Date(timeIntervalSince1970: 1_700_000_000)
    private let push = Data(#"{"ref":"refs/heads/develop","note":"a \"quoted\" } brace"}"#.utf8)

    private var intake: GitHubIntake { GitHubIntake(verifier: GitHubRequestVerifier(secrets: [self.secret])) }

    private func sign(_ body: Data, secret: String? = nil) -> String {
        "sha256=" + Hexadecimal.encode(HMACSHA256(key: secret ?? self.secret).authenticate(body))
    }

    private func receive(
        _ body: Data, _ changes: KeyValuePairs<String, String?> = [:], intake: GitHubIntake? = nil
    ) -> GitHubIntake.Answer {
        var headers: [String: String] = [
            "content-type": "application/json", "x-github-event": "push", "x-github-delivery": "delivery-1",
            "x-hub-signature-256": self.sign(body),
        ]
        for (name, value) in changes { headers[name.lowercased()] = value }
        return (intake ?? self.intake).receive(header: { headers[$0.lowercased()] }, body: body, now: self.now)
    }

    private func status(_ answer: GitHubIntake.Answer) -> Int {
        if case .refuse(let status, _) = answer { status } else { 200 }
    }

    @Test func `a genuine push is delivered with its id, event and body`() {
        let expected = Delivery(source: .github, id: "delivery-1", event: "push", body: self.push, receivedAt: self.now)
        #expect(self.receive(self.push) == .deliver(expected))
    }

    @Test func `the example of GitHub's documentation verifies`() throws {
        struct Vector: Decodable {
            var secret: String
            var body: String
            var expected_x_hub_signature_256: String
        }
        guard let data = Fixtures.data("github-webhooks/hmac-vector.json") else { return }
        let vector = try JSONDecoder().decode(Vector.self, from: data)
        let verifier = GitHubRequestVerifier(secrets: [vector.secret])
        #expect(verifier.isGenuine(signature: vector.expected_x_hub_signature_256, body: Data(vector.body.utf8)))
        #expect(!verifier.isGenuine(signature: vector.expected_x_hub_signature_256, body: Data("Hello, World".utf8)))
    }

    @Test func `both secrets are good while one is exchanged, and an empty one never is`() {
        let both = GitHubIntake(verifier: GitHubRequestVerifier(secrets: ["", "next", self.secret]))
        #expect(self.status(self.receive(self.push, intake: both)) == 200)
        let signature = self.sign(self.push, secret: "next")
        #expect(self.status(self.receive(self.push, ["X-Hub-Signature-256": signature], intake: both)) == 200)
        let empty = GitHubIntake(verifier: GitHubRequestVerifier(secrets: [""]))
        let forged = self.sign(self.push, secret: "")
        #expect(self.status(self.receive(self.push, ["X-Hub-Signature-256": forged], intake: empty)) == 401)
    }

    @Test(arguments: [
        nil, "", "sha256=", "sha256=00", "sha256=zz", "sha1=0000", "757107ea",
        "sha256=" + String(repeating: "0", count: 64),
        "sha256=" + String(repeating: "0", count: 63), "sha256=" + String(repeating: "g", count: 64),
        "sha256=" + String(repeating: "0", count: 100_000), "sha256=\u{1F600}",
    ]) func `a signature that is not ours is refused`(_ signature: String?) {
        #expect(self.status(self.receive(self.push, ["X-Hub-Signature-256": signature])) == 401)
    }

    @Test func `the form that GitHub can send instead is unfolded`() {
        let form = Data("other=1&payload=%7B%22a%22%3A+%22b%2Bc%22%7D".utf8)
        let answer = self.receive(form, ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"])
        guard case .deliver(let delivery) = answer else {
            Issue.record("refused: \(answer)")
            return
        }
        #expect(delivery.body == Data(#"{"a": "b+c"}"#.utf8))
    }

    @Test(arguments: ["a=b", "payload=%7", "payload=%zz", "payload=", ""])
    func `a form without a readable payload is refused`(_ form: String) {
        let answer = self.receive(Data(form.utf8), ["Content-Type": "application/x-www-form-urlencoded"])
        #expect(self.status(answer) == 400)
    }

    @Test(arguments: [nil, "", "text/plain", "application/jsonx", "multipart/form-data; boundary=x"])
    func `another content type is refused`(_ type: String?) {
        #expect(self.status(self.receive(self.push, ["Content-Type": type])) == 415)
    }

    @Test(arguments: [nil, "", "push push", "pu\u{0}sh", String(repeating: "a", count: 129)])
    func `a delivery without an event's name is refused`(_ event: String?) {
        #expect(self.status(self.receive(self.push, ["X-GitHub-Event": event])) == 400)
    }

    @Test func `without a usable delivery id the body's digest stands in`() {
        let digest = "sha256-" + Hexadecimal.encode(SHA256.digest(self.push))
        for id in [nil, "", "a b", String(repeating: "x", count: 200)] {
            guard case .deliver(let delivery) = self.receive(self.push, ["X-GitHub-Delivery": id]) else {
                Issue.record("refused")
                continue
            }
            #expect(delivery.id == digest)
        }
    }

    @Test func `a ping is accepted`() {
        #expect(
            self.status(self.receive(Data(#"{"zen":"Design for failure."}"#.utf8), ["X-GitHub-Event": "ping"])) == 200)
    }

    @Test func `a body cut anywhere is refused`() {
        for length in 0..<self.push.count {
            #expect(self.status(self.receive(self.push.prefix(length))) == 400)
        }
    }

    @Test(arguments: ["[]", "null", "{}{}", "{]", "{\"a\":[}", "\u{FEFF}{}", "not json"])
    func `what is not one whole object is refused`(_ text: String) {
        #expect(self.status(self.receive(Data(text.utf8))) == 400)
    }

    @Test func `10 MiB of text is taken and deep nesting refused without recursion`() {
        let large = Data("{\"a\":\"".utf8) + Data(repeating: UInt8(ascii: "x"), count: 10 << 20) + Data("\"}".utf8)
        #expect(self.status(self.receive(large)) == 200)
        let deep = Data(#"{"a":"#.utf8) + Data(repeating: UInt8(ascii: "["), count: 5_000_000)
        #expect(self.status(self.receive(deep)) == 400)
        let oversize = Data(repeating: UInt8(ascii: " "), count: GitHubIntake.bodyLimit + 1)
        #expect(self.status(self.receive(oversize)) == 413)
    }

    @Test func `random bytes never crash it and are never delivered`() {
        var random = SystemRandomNumberGenerator()
        for length in 0..<300 {
            let body = Data((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
            #expect(self.status(self.receive(body)) == 400)
        }
    }
}
