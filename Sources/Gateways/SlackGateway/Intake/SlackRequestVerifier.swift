import Cryptography
package import FoundationEssentials

/// Whether a request comes from Slack: signing version 0 of docs.slack.dev, "Verifying requests from Slack".
package struct SlackRequestVerifier: Sendable {
    /// The farthest that a request's timestamp may be from now, in either direction.
    package static let toleratedSkewSeconds: Int64 = 300
    private let keys: [HMACSHA256]

    package enum Verdict: Sendable, Hashable {
        case genuine
        case refused(Reason)
    }

    package enum Reason: String, Sendable, Hashable {
        case noSecret = "no signing secret is configured"
        case missingTimestamp = "the timestamp header is missing"
        case malformedTimestamp = "the timestamp is not a number"
        case stale = "the timestamp is too old"
        case future = "the timestamp is in the future"
        case missingSignature = "the signature header is missing"
        case mismatch = "the signature does not match"
    }

    /// The secrets are used as the text they are. Two live ones let a secret be rotated without refusing anybody.
    package init(secrets: [String]) {
        self.keys = secrets.filter { !$0.isEmpty }.map { HMACSHA256(key: $0) }
    }

    /// Checks the headers' exact text and the body's raw bytes, in time that does not tell how much of a signature is right.
    package func verify(timestamp: String?, signature: String?, body: Data, now: Date) -> Verdict {
        guard !self.keys.isEmpty else { return .refused(.noSecret) }
        guard let timestamp, !timestamp.isEmpty else { return .refused(.missingTimestamp) }
        if let reason = Self.problem(with: timestamp, now: now) { return .refused(reason) }
        guard let signature, !signature.isEmpty else { return .refused(.missingSignature) }
        var isGenuine = false
        for key in self.keys {
            let code = key.authenticate(Array("v0:\(timestamp):".utf8), body)
            if constantTimeEquals("v0=\(Hexadecimal.encode(code))", signature) { isGenuine = true }
        }
        return isGenuine ? .genuine : .refused(.mismatch)
    }

    private static func problem(with timestamp: String, now: Date) -> Reason? {
        // Digits only and few of them, so that no arithmetic on an outside number can overflow.
        guard timestamp.utf8.count <= 15, timestamp.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let sent = Int64(timestamp)
        else { return .malformedTimestamp }
        let age = Int64(now.timeIntervalSince1970) - sent
        if age > self.toleratedSkewSeconds { return .stale }
        return age < -self.toleratedSkewSeconds ? .future : nil
    }
}
