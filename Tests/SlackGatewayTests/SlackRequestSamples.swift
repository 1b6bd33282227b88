import Cryptography
import FoundationEssentials
import SlackGateway

/// Requests signed as Slack signs them.
enum SlackRequestSamples {
    static let secret = "0123456789abcdef0123456789abcdef"
    static let now = Date(timeIntervalSince1970: 1_700_000_000)
    static let json = "application/json"
    static let form = "application/x-www-form-urlencoded"

    static func signature(_ timestamp: String, _ body: Data, secret: String = Self.secret) -> String {
        "v0=" + Hexadecimal.encode(HMACSHA256(key: secret).authenticate(Array("v0:\(timestamp):".utf8), body))
    }

    static func signed(
        _ door: SlackRequest.Door, _ body: String, contentType: String? = nil, timestamp: String = "1700000000"
    ) -> SlackRequest {
        let bytes = Data(body.utf8)
        return SlackRequest(
            door: door, contentType: contentType ?? (door == .events ? Self.json : Self.form), timestamp: timestamp,
            signature: Self.signature(timestamp, bytes), body: bytes)
    }
}
