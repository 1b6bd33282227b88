import COpenSSL
package import FoundationEssentials

/// Whether both are the same bytes, in time that depends on their lengths only: for comparing signatures and secrets.
package func constantTimeEquals(_ left: some ContiguousBytes, _ right: some ContiguousBytes) -> Bool {
    left.withUnsafeBytes { left in
        right.withUnsafeBytes { right in
            guard left.count == right.count else { return false }
            guard let first = left.baseAddress, let second = right.baseAddress else { return true }
            return CRYPTO_memcmp(first, second, left.count) == 0
        }
    }
}

/// The same for the UTF-8 of two texts.
package func constantTimeEquals(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
    constantTimeEquals(Array(left.utf8), Array(right.utf8))
}
