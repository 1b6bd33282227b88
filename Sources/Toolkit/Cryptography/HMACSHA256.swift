import COpenSSL
package import FoundationEssentials

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1). The key is scheduled once; each message starts from a copy of that state.
package struct HMACSHA256: Sendable {
    /// The length of a code in bytes.
    package static let codeLength = 32
    private let keyed: KeyedMAC

    package init(key: some ContiguousBytes) { self.keyed = KeyedMAC(key: key) }

    /// With the key's UTF-8.
    package init(key: some StringProtocol) { self.init(key: Array(key.utf8)) }

    /// The 32-byte code of the pieces one after the other, without joining them in memory.
    package func authenticate<each Piece: ContiguousBytes>(_ pieces: repeat each Piece) -> [UInt8] {
        let context = self.keyed.begin()
        defer { EVP_MAC_CTX_free(context) }
        var works = true
        for piece in repeat each pieces {
            piece.withUnsafeBytes { bytes in
                // OpenSSL's update reads `const unsigned char *`; an empty piece has nothing to read.
                guard let start = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty else { return }
                works = EVP_MAC_update(context, start, bytes.count) == 1 && works
            }
        }
        return [UInt8](unsafeUninitializedCapacity: Self.codeLength) { buffer, count in
            guard works, EVP_MAC_final(context, buffer.baseAddress, &count, Self.codeLength) == 1 else {
                opensslIsUnusable("authenticating")
            }
        }
    }

    /// The code of the text's UTF-8.
    package func authenticate(_ text: some StringProtocol) -> [UInt8] { self.authenticate(Array(text.utf8)) }

    /// Whether `code` is the code of the pieces, in time that depends on its length only.
    package func isValid<each Piece: ContiguousBytes>(_ code: [UInt8], for pieces: repeat each Piece) -> Bool {
        constantTimeEquals(self.authenticate(repeat each pieces), code)
    }
}

/// OpenSSL's MAC state after the key and before any message.
///
/// Unchecked: the context is only ever copied after `init`, and copying reads it.
private final class KeyedMAC: @unchecked Sendable {
    private let context: OpaquePointer

    init(key: some ContiguousBytes) {
        let algorithm = EVP_MAC_fetch(nil, "HMAC", nil)
        defer { EVP_MAC_free(algorithm) }
        guard let context = EVP_MAC_CTX_new(algorithm) else { opensslIsUnusable("making a keyed state") }
        self.context = context
        let works = key.withUnsafeBytes { bytes in Self.start(context, key: Array(bytes)) }
        guard works else { opensslIsUnusable("scheduling a key") }
    }

    deinit { EVP_MAC_CTX_free(self.context) }

    private static func start(_ context: OpaquePointer, key: [UInt8]) -> Bool {
        // A null key pointer would mean "keep the key" to OpenSSL, and an empty array has no address to promise.
        var padded = key + [0]
        defer { padded.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        var digest = Array("SHA256".utf8CString)
        return digest.withUnsafeMutableBufferPointer { name in
            let parameters = [
                OSSL_PARAM_construct_utf8_string("digest", name.baseAddress, 0), OSSL_PARAM_construct_end(),
            ]
            return EVP_MAC_init(context, padded, key.count, parameters) == 1
        }
    }

    /// A state that the caller owns and frees.
    func begin() -> OpaquePointer {
        guard let copy = EVP_MAC_CTX_dup(self.context) else { opensslIsUnusable("copying a keyed state") }
        return copy
    }
}
