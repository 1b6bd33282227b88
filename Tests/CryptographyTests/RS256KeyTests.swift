import Cryptography
import Testing

struct RS256KeyTests {
    private func publishedKey(_ form: PEMForm = .pkcs1) throws -> RS256Key {
        try RS256Key(pem: #require(PublishedRSAKey.pem(form)))
    }

    @Test(arguments: [PEMForm.pkcs1, .pkcs8])
    func `the example of RFC 7515, appendix A.2, is signed as published`(form: PEMForm) throws {
        let key = try self.publishedKey(form)
        let signature = try key.sign(Array(PublishedRSAKey.signingInput.utf8))
        #expect(Base64URL.encode(signature) == PublishedRSAKey.signature)
    }

    @Test func `a token is its encoded parts and their signature`() throws {
        let key = try self.publishedKey()
        let claims = Array(#"{"iss":"12345"}"#.utf8)
        let parts = try key.jsonWebToken(claims: claims).split(separator: ".", omittingEmptySubsequences: false)
        try #require(parts.count == 3)
        #expect(Base64URL.decode(parts[0]) == Array(#"{"alg":"RS256","typ":"JWT"}"#.utf8))
        #expect(Base64URL.decode(parts[1]) == claims)
        #expect(try Base64URL.decode(parts[2]) == key.sign(Array("\(parts[0]).\(parts[1])".utf8)))
    }

    @Test(arguments: [
        "", "no key", "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "\u{0}\u{0}\u{0}",
    ])
    func `a text that is no key is refused`(pem: String) {
        #expect(throws: CryptographyFailure.self) { try RS256Key(pem: pem) }
    }

    @Test func `a key cut anywhere is refused`() throws {
        let pem = try #require(PublishedRSAKey.pem(.pkcs1)).utf8
        // The last line may lack its line break, and nothing else.
        for length in stride(from: 0, to: pem.count - 1, by: 7) {
            let cut = String(decoding: pem.prefix(length), as: UTF8.self)
            #expect(throws: CryptographyFailure.self) { try RS256Key(pem: cut) }
        }
    }

    @Test func `a key with a passphrase is refused without a question on the terminal`() {
        let encrypted = """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF

            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
            -----END RSA PRIVATE KEY-----

            """
        #expect(throws: CryptographyFailure.self) { try RS256Key(pem: encrypted) }
    }

    @Test func `a key of another kind is refused`() throws {
        // The P-256 key of RFC 7515, appendix A.3, as SEC 1 (RFC 5915).
        let secret = try #require(Base64URL.decode("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"))
        let curve: [UInt8] = [0xa0, 10, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]
        let der = PublishedRSAKey.sequence([[2, 1, 1], [4, 32] + secret, curve])
        let pem = PublishedRSAKey.armour(der, as: "EC PRIVATE KEY")
        #expect(throws: CryptographyFailure.unsuitableKey("it is not an RSA key")) { try RS256Key(pem: pem) }
    }
}
