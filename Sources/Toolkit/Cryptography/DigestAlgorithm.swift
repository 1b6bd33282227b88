import COpenSSL
import FoundationEssentials

/// A digest, fetched from OpenSSL's provider once: a fetch costs more than digesting a short text.
///
/// Unchecked: the handle is immutable after `init`, and OpenSSL counts references to it atomically.
final class DigestAlgorithm: @unchecked Sendable {
    private let handle: OpaquePointer
    private let length: Int

    init(_ name: String, length: Int) {
        guard let handle = EVP_MD_fetch(nil, name, nil) else { opensslIsUnusable("fetching a digest") }
        self.handle = handle
        self.length = length
    }

    deinit { EVP_MD_free(self.handle) }

    func digest<each Piece: ContiguousBytes>(_ pieces: repeat each Piece) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { opensslIsUnusable("digesting") }
        defer { EVP_MD_CTX_free(context) }
        var works = EVP_DigestInit_ex2(context, self.handle, nil) == 1
        for piece in repeat each pieces {
            piece.withUnsafeBytes { works = EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 && works }
        }
        return [UInt8](unsafeUninitializedCapacity: self.length) { buffer, count in
            guard works, EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1 else {
                opensslIsUnusable("digesting")
            }
            count = self.length
        }
    }
}
