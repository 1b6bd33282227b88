import Cryptography
import Testing

/// Vectors of FIPS 180 and the examples that NIST publishes with it.
struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the published digests`(text: String, digest: String) {
        #expect(SHA256.hexadecimal(text) == digest)
    }

    @Test func `SHA-256 of a million letters is the published digest`() {
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(Hexadecimal.encode(SHA256.digest(text)) == digest)
    }

    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ])
    func `SHA-1 gives the published digests`(text: String, digest: String) {
        #expect(Hexadecimal.encode(SHA1.digest(text)) == digest)
    }

    @Test func `SHA-1 answers the handshake example of RFC 6455`() {
        let key = "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        #expect(Base64.encode(SHA1.digest(key)) == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test func `pieces digest like the whole`() {
        #expect(SHA256.digest(Array("ab".utf8), [UInt8](), Array("c".utf8)[...]) == SHA256.digest("abc"))
    }

    @Test func `many tasks may digest at once`() async {
        let expected = SHA256.digest("abc")
        let wrong = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask { (0..<200).count { _ in SHA256.digest("abc") != expected } }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
