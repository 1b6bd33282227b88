import Cryptography
package import FoundationEssentials
package import HealingDomain

/// The only thing done with a webhook before the ack: check the raw bytes and name the delivery. Nothing is decoded.
package struct GitHubIntake: Sendable {
    package enum Answer: Sendable, Hashable {
        /// Genuine: to be made durable, then acknowledged.
        case deliver(Delivery)
        /// To be answered with this status and reason; nothing is kept.
        case refuse(status: Int, reason: String)
    }

    /// GitHub caps a payload at 25 MB.
    package static let bodyLimit = 25 << 20

    private let verifier: GitHubRequestVerifier

    package init(verifier: GitHubRequestVerifier) { self.verifier = verifier }

    /// Reads one `POST /github/webhooks`. `header` looks a header up by name, whatever its case.
    ///
    /// Refusals: 401 signature, 413 size, 415 content type, 400 a missing event name or a body that is cut off.
    package func receive(header: (String) -> String?, body: Data, now: Date) -> Answer {
        guard body.count <= Self.bodyLimit else { return .refuse(status: 413, reason: "the body is over 25 MiB") }
        guard self.verifier.isGenuine(signature: header("X-Hub-Signature-256"), body: body) else {
            return .refuse(status: 401, reason: "X-Hub-Signature-256 does not fit the body")
        }
        let type = Self.mediaType(header("Content-Type"))
        guard type == "application/json" || type == "application/x-www-form-urlencoded" else {
            return .refuse(
                status: 415, reason: "content type must be application/json or application/x-www-form-urlencoded")
        }
        guard let event = header("X-GitHub-Event"), Self.isToken(event) else {
            return .refuse(status: 400, reason: "X-GitHub-Event is missing or not a name")
        }
        guard let payload = type == "application/json" ? body : FormPayload.decode(body) else {
            return .refuse(status: 400, reason: "the form has no readable field named payload")
        }
        if case .broken(let problem) = JSONCompleteness.check(payload) {
            return .refuse(status: 400, reason: "the body is not whole JSON: \(problem)")
        }
        let id = header("X-GitHub-Delivery").flatMap { Self.isToken($0) ? $0 : nil } ?? Self.digest(of: body)
        return .deliver(Delivery(source: .github, id: id, event: event, body: payload, receivedAt: now))
    }

    private static func digest(of body: Data) -> String {
        "sha256-" + Hexadecimal.encode(SHA256.digest(body))
    }

    private static func mediaType(_ header: String?) -> String {
        let type = (header ?? "").prefix { $0 != ";" }
        return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }

    /// The name ends up as a key in stores and in logs.
    private static func isToken(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
