import COpenSSL
package import FoundationEssentials

/// AES-256 in Galois/Counter Mode (NIST SP 800-38D): secrecy and authenticity of what is kept at rest.
package struct AES256GCM: Sendable {
    package static let keyLength = 32
    package static let nonceLength = 12
    package static let tagLength = 16
    private let key: [UInt8]

    package init(key: some ContiguousBytes) throws(CryptographyFailure) {
        let bytes = key.withUnsafeBytes { Array($0) }
        guard bytes.count == Self.keyLength else {
            throw .unsuitableKey("\(bytes.count) bytes, AES-256 needs \(Self.keyLength)")
        }
        self.key = bytes
    }

    /// Nonce, cipher text and tag in one. `purpose` is authenticated and not stored: opening needs the same. A nonce
    /// given by the caller must never have been used with this key; by default it is random.
    package func seal(
        _ plain: [UInt8], for purpose: [UInt8] = [], nonce: [UInt8]? = nil
    ) throws(CryptographyFailure) -> [UInt8] {
        let nonce = nonce ?? RandomBytes.make(Self.nonceLength)
        let cipher = try GCMOperation(.seal, key: self.key, nonce: nonce)
        try cipher.authenticate(purpose)
        let sealed = try cipher.update(plain)
        return nonce + sealed + (try cipher.tag())
    }

    /// The plain bytes of what `seal` gave.
    package func open(_ sealed: [UInt8], for purpose: [UInt8] = []) throws(CryptographyFailure) -> [UInt8] {
        guard sealed.count >= Self.nonceLength + Self.tagLength else { throw .notAuthentic }
        let cipher = try GCMOperation(.open, key: self.key, nonce: Array(sealed.prefix(Self.nonceLength)))
        try cipher.authenticate(purpose)
        let plain = try cipher.update(Array(sealed.dropFirst(Self.nonceLength).dropLast(Self.tagLength)))
        try cipher.verify(tag: Array(sealed.suffix(Self.tagLength)))
        return plain
    }
}

/// One sealing or opening; never shared.
private final class GCMOperation {
    enum Direction: Int32 { case open = 0, seal = 1 }
    private let context: OpaquePointer

    init(_ direction: Direction, key: [UInt8], nonce: [UInt8]) throws(CryptographyFailure) {
        guard nonce.count == AES256GCM.nonceLength else { throw .refused("a nonce of \(nonce.count) bytes") }
        guard let context = EVP_CIPHER_CTX_new() else { throw .refused("no memory for a cipher") }
        self.context = context
        guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, direction.rawValue) == 1 else {
            throw .refused(CryptographyFailure.lastReason())
        }
    }

    deinit { EVP_CIPHER_CTX_free(self.context) }

    func authenticate(_ bytes: [UInt8]) throws(CryptographyFailure) {
        guard !bytes.isEmpty else { return }
        var written: Int32 = 0
        guard let count = Int32(exactly: bytes.count),
            EVP_CipherUpdate(self.context, nil, &written, bytes, count) == 1
        else { throw .refused("authenticating \(bytes.count) bytes: \(CryptographyFailure.lastReason())") }
    }

    func update(_ bytes: [UInt8]) throws(CryptographyFailure) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var output = [UInt8](repeating: 0, count: bytes.count)
        var written: Int32 = 0
        guard let count = Int32(exactly: bytes.count),
            EVP_CipherUpdate(self.context, &output, &written, bytes, count) == 1, Int(written) == bytes.count
        else { throw .refused("\(bytes.count) bytes: \(CryptographyFailure.lastReason())") }
        return output
    }

    func tag() throws(CryptographyFailure) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: AES256GCM.tagLength)
        guard self.finish(), EVP_CIPHER_CTX_ctrl(self.context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
        else { throw .refused(CryptographyFailure.lastReason()) }
        return tag
    }

    func verify(tag: [UInt8]) throws(CryptographyFailure) {
        var expected = tag
        guard EVP_CIPHER_CTX_ctrl(self.context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &expected) == 1,
            self.finish()
        else {
            ERR_clear_error()
            throw .notAuthentic
        }
    }

    private func finish() -> Bool {
        var nothing = [UInt8](repeating: 0, count: AES256GCM.tagLength)
        var written: Int32 = 0
        return EVP_CipherFinal_ex(self.context, &nothing, &written) == 1
    }
}
