import Cryptography
import Testing

struct EncodingTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base 64 follows the examples of RFC 4648`(text: String, encoded: String) {
        #expect(Base64.encode(text.utf8) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
        let unpadded = String(encoded.prefix { $0 != "=" })
        #expect(Base64URL.encode(text.utf8) == unpadded)
        #expect(Base64URL.decode(unpadded) == Array(text.utf8))
    }

    @Test func `the URL alphabet follows RFC 7515, appendix C`() {
        #expect(Base64URL.encode([3, 236, 255, 224, 193]) == "A-z_4ME")
        #expect(Base64URL.decode("A-z_4ME") == [3, 236, 255, 224, 193])
        #expect(Base64.encode([3, 236, 255, 224, 193]) == "A+z/4ME=")
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zg==Zg==", "=", "====", "Zm9 ", "Zm9v\n", "A-z_", "Zmé",
    ])
    func `base 64 refuses what it would not write`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Z", "Zh", "Zg==", "Zm9v\n", "A+z/", "Zm9vY", "é"])
    func `base 64 for URLs refuses what it would not write`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `every byte survives each encoding`() {
        let bytes = Array(UInt8.min...UInt8.max)
        for length in 0..<bytes.count {
            let piece = Array(bytes.suffix(length))
            #expect(Hexadecimal.decode(Hexadecimal.encode(piece)) == piece)
            #expect(Base64.decode(Base64.encode(piece)) == piece)
            #expect(Base64URL.decode(Base64URL.encode(piece)) == piece)
        }
    }

    @Test func `hexadecimal reads both cases and writes the lower one`() {
        #expect(Hexadecimal.decode("00fFAb") == [0, 255, 171])
        #expect(Hexadecimal.encode([0, 255, 171]) == "00ffab")
    }

    @Test(arguments: ["0", "0g", "0x00", " 00", "00 ", "é0", "0\u{0}", "٣٣"])
    func `hexadecimal refuses anything but pairs of digits`(text: String) {
        #expect(Hexadecimal.decode(text) == nil)
    }

    @Test func `comparison in constant time is comparison`() {
        #expect(constantTimeEquals([UInt8](), [UInt8]()))
        #expect(constantTimeEquals([1, 2] as [UInt8], [1, 2] as [UInt8]))
        #expect(!constantTimeEquals([1, 2] as [UInt8], [1, 3] as [UInt8]))
        #expect(!constantTimeEquals([1, 2] as [UInt8], [1] as [UInt8]))
        #expect(constantTimeEquals("größe", "größe"))
        #expect(!constantTimeEquals("größe", "grösse"))
    }

    @Test func `random bytes have the length asked for and differ`() {
        #expect(RandomBytes.make(0) == [])
        #expect(RandomBytes.make(-5) == [])
        #expect(RandomBytes.make(1000).count == 1000)
        #expect(RandomBytes.make(16) != RandomBytes.make(16))
        #expect(RandomBytes.token().utf8.count == 22)
        #expect(Set((0..<100).map { _ in RandomBytes.token() }).count == 100)
    }
}
