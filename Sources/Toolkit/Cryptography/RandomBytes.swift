import COpenSSL

/// Unpredictable bytes from OpenSSL's generator.
package enum RandomBytes {
    /// `count` bytes; none for a count below one.
    package static func make(_ count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let length = Int32(exactly: count), RAND_bytes(buffer.baseAddress, length) == 1 else {
                opensslIsUnusable("making random bytes")
            }
            initialized = count
        }
    }

    /// Random bytes as a name that fits into URLs and identifiers.
    package static func token(bytes count: Int = 16) -> String { Base64URL.encode(self.make(count)) }
}
