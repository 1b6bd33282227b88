import Cryptography
import Testing

/// Test cases 13 to 16 of the Galois/Counter Mode specification that NIST SP 800-38D adopted.
struct AES256GCMTests {
    struct Vector: Sendable {
        var key: String
        var nonce: String
        var plain: String
        var purpose: String
        var sealed: String
        var tag: String
    }

    static let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
    static let plain = """
        d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
        1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
        """
    static let sealed = """
        522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
        8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
        """
    static let vectors = [
        Vector(
            key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), plain: "", purpose: "",
            sealed: "", tag: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12),
            plain: String(repeating: "00", count: 16), purpose: "", sealed: "cea7403d4d606b6e074ec5d3baf39d18",
            tag: "d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            key: key, nonce: "cafebabefacedbaddecaf888", plain: plain + "1aafd255", purpose: "",
            sealed: sealed + "898015ad", tag: "b094dac5d93471bdec1a502270e3cc6c"),
        Vector(
            key: key, nonce: "cafebabefacedbaddecaf888", plain: plain,
            purpose: "feedfacedeadbeeffeedfacedeadbeefabaddad2", sealed: sealed,
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
    ]

    @Test(arguments: vectors)
    func `sealing and opening follow the published cases`(vector: Vector) throws {
        let cipher = try AES256GCM(key: bytes(vector.key))
        let sealed = try cipher.seal(bytes(vector.plain), for: bytes(vector.purpose), nonce: bytes(vector.nonce))
        #expect(Hexadecimal.encode(sealed) == vector.nonce + vector.sealed + vector.tag)
        #expect(Hexadecimal.encode(try cipher.open(sealed, for: bytes(vector.purpose))) == vector.plain)
    }

    @Test func `any altered or missing byte is refused`() throws {
        let cipher = try AES256GCM(key: bytes(Self.key))
        let sealed = try cipher.seal(Array("token".utf8), for: Array("team".utf8))
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 0x80
            #expect(throws: CryptographyFailure.notAuthentic) { try cipher.open(altered, for: Array("team".utf8)) }
            #expect(throws: CryptographyFailure.notAuthentic) {
                try cipher.open(Array(sealed.prefix(index)), for: Array("team".utf8))
            }
        }
        #expect(throws: CryptographyFailure.notAuthentic) { try cipher.open(sealed, for: Array("other".utf8)) }
        #expect(throws: CryptographyFailure.notAuthentic) { try cipher.open(sealed) }
        let other = try AES256GCM(key: [UInt8](repeating: 7, count: 32))
        #expect(throws: CryptographyFailure.notAuthentic) { try other.open(sealed, for: Array("team".utf8)) }
    }

    @Test func `sealing twice never gives the same bytes`() throws {
        let cipher = try AES256GCM(key: bytes(Self.key))
        #expect(try cipher.seal(Array("token".utf8)) != cipher.seal(Array("token".utf8)))
    }

    @Test(arguments: [0, 16, 31, 33, 64])
    func `a key of another length is refused`(length: Int) {
        #expect(throws: CryptographyFailure.self) { try AES256GCM(key: [UInt8](repeating: 1, count: length)) }
    }

    @Test(arguments: [0, 8, 11, 13, 16])
    func `a nonce of another length is refused`(length: Int) throws {
        let cipher = try AES256GCM(key: bytes(Self.key))
        #expect(throws: CryptographyFailure.self) { try cipher.seal([1], nonce: [UInt8](repeating: 1, count: length)) }
    }

    private func bytes(_ digits: String) throws -> [UInt8] { try #require(Hexadecimal.decode(digits)) }
}
