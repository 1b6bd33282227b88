package import FoundationEssentials

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    private static let algorithm = DigestAlgorithm("SHA256", length: 32)

    /// The 32 bytes of the digest of the pieces one after the other.
    package static func digest<each Piece: ContiguousBytes>(_ pieces: repeat each Piece) -> [UInt8] {
        self.algorithm.digest(repeat each pieces)
    }

    /// The digest of the text's UTF-8.
    package static func digest(_ text: some StringProtocol) -> [UInt8] { self.digest(Array(text.utf8)) }

    /// The digest of the text's UTF-8 as 64 lower-case hexadecimal digits.
    package static func hexadecimal(_ text: some StringProtocol) -> String { Hexadecimal.encode(self.digest(text)) }
}

/// SHA-1 (FIPS 180-4), only for protocols that name it, such as git and the WebSocket handshake: it protects nothing.
package enum SHA1 {
    private static let algorithm = DigestAlgorithm("SHA1", length: 20)

    /// The 20 bytes of the digest of the pieces one after the other.
    package static func digest<each Piece: ContiguousBytes>(_ pieces: repeat each Piece) -> [UInt8] {
        self.algorithm.digest(repeat each pieces)
    }

    /// The digest of the text's UTF-8.
    package static func digest(_ text: some StringProtocol) -> [UInt8] { self.digest(Array(text.utf8)) }
}
