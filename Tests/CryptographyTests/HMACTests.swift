import Cryptography
import Testing

/// Vectors of RFC 4231, sections 4.2 to 4.8.
struct HMACTests {
    struct Vector: Sendable {
        var key: [UInt8]
        var message: [UInt8]
        var code: String
    }

    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 20), message: [UInt8](repeating: 0xdd, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            key: Array(1...25), message: [UInt8](repeating: 0xcd, count: 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 131),
            message: Array(
                """
                This is a test using a larger than block-size key and a larger than block-size data. \
                The key needs to be hashed before being used by the HMAC algorithm.
                """.utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]

    @Test(arguments: vectors)
    func `HMAC gives the published codes`(vector: Vector) {
        let mac = HMACSHA256(key: vector.key)
        #expect(Hexadecimal.encode(mac.authenticate(vector.message)) == vector.code)
        #expect(Hexadecimal.encode(mac.authenticate(vector.message)) == vector.code, "the key survives a message")
    }

    @Test(arguments: vectors)
    func `pieces authenticate like the whole`(vector: Vector) {
        let mac = HMACSHA256(key: vector.key)
        let (head, tail) = (vector.message.prefix(3), vector.message.dropFirst(3))
        #expect(mac.authenticate(head, [UInt8](), tail) == mac.authenticate(vector.message))
    }

    @Test func `an empty key and an empty message have the known code`() {
        let code = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        #expect(Hexadecimal.encode(HMACSHA256(key: "").authenticate("")) == code)
    }

    @Test func `only the whole right code is valid`() {
        let mac = HMACSHA256(key: "secret")
        let message = Array("message".utf8)
        let code = mac.authenticate(message)
        #expect(mac.isValid(code, for: message))
        #expect(!mac.isValid([], for: message))
        #expect(!mac.isValid(Array(code.dropLast()), for: message))
        #expect(!mac.isValid(code + [0], for: message))
        #expect(!mac.isValid(code, for: Array("massage".utf8)))
        for index in code.indices {
            var altered = code
            altered[index] ^= 1
            #expect(!mac.isValid(altered, for: message))
        }
    }

    @Test func `one key may serve many tasks at once`() async {
        let mac = HMACSHA256(key: "secret")
        let expected = mac.authenticate("message")
        let wrong = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask { (0..<200).count { _ in mac.authenticate("message") != expected } }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
