import Cryptography
package import FoundationEssentials
package import HTTPCalling

/// Signs what is sent to the bot as Slack signs it: `v0=` and the HMAC-SHA256 of `v0:timestamp:body`.
package struct SlackSigner: Sendable {
    private let key: HMACSHA256

    package init(secret: String) { self.key = HMACSHA256(key: secret) }

    package func headers(for body: [UInt8], at time: Date) -> [HTTPField] {
        let timestamp = String(Int(time.timeIntervalSince1970))
        let code = self.key.authenticate(Array("v0:\(timestamp):".utf8), body)
        return [
            HTTPField("X-Slack-Request-Timestamp", timestamp),
            HTTPField("X-Slack-Signature", "v0=" + Hexadecimal.encode(code)),
            HTTPField("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)"),
        ]
    }
}

/// Signs what is sent to the bot as GitHub signs it.
struct GitHubSigner: Sendable {
    private let key: HMACSHA256

    init(secret: String) { self.key = HMACSHA256(key: secret) }

    func headers(for body: [UInt8]) -> [HTTPField] {
        [
            HTTPField("X-Hub-Signature-256", "sha256=" + Hexadecimal.encode(self.key.authenticate(body))),
            HTTPField("User-Agent", "GitHub-Hookshot/1234567"),
        ]
    }
}
