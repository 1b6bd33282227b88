import COpenSSL

/// Why a cryptographic operation gave no result. No case holds key material or plain text.
package enum CryptographyFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is no unencrypted PEM private key.
    case unreadablePrivateKey(String)
    /// The key is readable and of another kind than the operation needs.
    case unsuitableKey(String)
    /// The sealed bytes were altered, cut, or sealed with another key or purpose. Deliberately says no more.
    case notAuthentic
    /// OpenSSL refused.
    case refused(String)

    package var description: String {
        switch self {
        case .unreadablePrivateKey(let detail): "the text is not an unencrypted PEM private key (\(detail))"
        case .unsuitableKey(let detail): "the key does not fit: \(detail)"
        case .notAuthentic: "the sealed bytes are not authentic"
        case .refused(let detail): "OpenSSL refused: \(detail)"
        }
    }

    /// The reason that OpenSSL gives for its last error on this thread, whose error queue is emptied.
    static func lastReason() -> String {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        guard code != 0, let reason = ERR_reason_error_string(code) else { return "no reason given" }
        return String(cString: reason)
    }
}

/// Ends the process: OpenSSL could not give memory, an algorithm that every build of it has, or randomness. No input
/// leads here, and going on would mean answering with wrong digests or predictable secrets.
func opensslIsUnusable(_ doing: StaticString) -> Never {
    preconditionFailure("OpenSSL is unusable while \(doing): \(CryptographyFailure.lastReason())")
}
