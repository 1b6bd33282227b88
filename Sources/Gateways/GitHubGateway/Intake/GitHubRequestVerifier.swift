import Cryptography
package import FoundationEssentials

/// Checks `X-Hub-Signature-256`: HMAC-SHA256 of the raw body, as
/// https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries says.
///
/// Several secrets may be live at once, so that one can be exchanged without losing deliveries.
package struct GitHubRequestVerifier: Sendable {
    private let keys: [HMACSHA256]

    /// Empty secrets count as absent. Without any secret nothing is ever genuine.
    package init(secrets: [String]) {
        self.keys = secrets.filter { !$0.isEmpty }.map { HMACSHA256(key: $0) }
    }

    /// Whether `signature` (`sha256=` and 64 hexadecimal digits) was made of exactly this body with a live secret.
    package func isGenuine(signature: String?, body: Data) -> Bool {
        guard let signature, signature.hasPrefix("sha256="),
            let claimed = Hexadecimal.decode(String(signature.dropFirst("sha256=".count))),
            claimed.count == HMACSHA256.codeLength
        else { return false }
        var isGenuine = false
        // Every key is tried, so that the time taken does not say which one fits.
        for key in self.keys where key.isValid(claimed, for: body) { isGenuine = true }
        return isGenuine
    }
}
