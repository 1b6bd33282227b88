import COpenSSL
package import FoundationEssentials

/// An RSA private key that signs with PKCS #1 v1.5 and SHA-256: `RS256` of RFC 7518, section 3.3.
package struct RS256Key: Sendable {
    private let key: PrivateKey

    /// Reads a PKCS #1 (`RSA PRIVATE KEY`) or PKCS #8 (`PRIVATE KEY`) PEM text without a passphrase.
    package init(pem: String) throws(CryptographyFailure) {
        let key = try PrivateKey(pem: pem)
        guard key.isRSA else { throw .unsuitableKey("it is not an RSA key") }
        guard key.bits >= 2048 else { throw .unsuitableKey("RSA of \(key.bits) bits, at least 2048 are needed") }
        self.key = key
    }

    /// The signature of the bytes, as long as the key's modulus.
    package func sign(_ bytes: some ContiguousBytes) throws(CryptographyFailure) -> [UInt8] {
        try self.key.signSHA256(bytes.withUnsafeBytes { Array($0) })
    }

    /// A JSON Web Token in compact form (RFC 7515) over claims that are JSON already.
    package func jsonWebToken(claims: some ContiguousBytes) throws(CryptographyFailure) -> String {
        let header = Base64URL.encode(#"{"alg":"RS256","typ":"JWT"}"#.utf8)
        let content = "\(header).\(Base64URL.encode(claims.withUnsafeBytes { Array($0) }))"
        return "\(content).\(Base64URL.encode(try self.sign(Array(content.utf8))))"
    }
}

/// A parsed private key.
///
/// Unchecked: the key is immutable after `init`, and each signature has a context of its own.
private final class PrivateKey: @unchecked Sendable {
    private let handle: OpaquePointer

    init(pem: String) throws(CryptographyFailure) {
        let text = Array(pem.utf8)
        guard let length = Int32(exactly: text.count), let source = BIO_new_mem_buf(text, length) else {
            throw .unreadablePrivateKey("too long or no text")
        }
        defer { BIO_free(source) }
        // Without a callback OpenSSL would ask for the passphrase on the terminal.
        guard let handle = PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil) else {
            throw .unreadablePrivateKey(CryptographyFailure.lastReason())
        }
        self.handle = handle
    }

    deinit { EVP_PKEY_free(self.handle) }

    var isRSA: Bool { EVP_PKEY_is_a(self.handle, "RSA") == 1 }
    var bits: Int { Int(EVP_PKEY_get_bits(self.handle)) }

    func signSHA256(_ bytes: [UInt8]) throws(CryptographyFailure) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw .refused("no memory for a signature") }
        defer { EVP_MD_CTX_free(context) }
        var length = Int(EVP_PKEY_get_size(self.handle))
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, self.handle) == 1,
            EVP_DigestSign(context, &signature, &length, bytes, bytes.count) == 1
        else { throw .refused(CryptographyFailure.lastReason()) }
        return Array(signature.prefix(length))
    }
}
