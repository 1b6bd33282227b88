import TeamMemory
import Testing

struct SecretRedactionTests {
    // Written in two halves, so that no scanner takes this file for a leak.
    private static let secrets: [(text: String, secret: String)] = [
        ("key AKIA" + "IOSFODNN7EXAMPLE here", "IOSFODNN7EXAMPLE"),
        ("token xoxb" + "-123456789012-abcdefGHIJKL", "abcdefGHIJKL"), ("xapp" + "-1-A012-345-abcdef", "abcdef"),
        ("ghp" + "_0123456789abcdefghij0123456789abcdef", "abcdefghij"),
        ("github" + "_pat_11ABCDEFG0123456789_abcdefghijk", "abcdefghijk"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKC\nAQEA\n-----END RSA PRIVATE KEY----- bye", "MIIEowIBAAKC"),
        ("-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKC cut off", "MIIEowIBAAKC"),
        ("Bearer eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "dozjgNryP4J3"),
        ("postgres://shop:s3cr3t-pw@db.acme.test:5432/shop", "s3cr3t-pw"), ("redis://:hunter22@cache:6379", "hunter22"),
        ("password = \"correct horse\"", "correct horse"), ("DB_PASSWORD=hunter2x", "hunter2x"),
        ("api_key: 'abcd1234efgh'", "abcd1234efgh"), ("\"clientSecret\": \"q1w2e3r4t5\"", "q1w2e3r4t5"),
        ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "bPxRfiCYEXAMPLEKEY"),
        ("the password: swordfish9", "swordfish9"),
        ("Authorization: Bearer abcdef0123456789abcdef", "abcdef0123456789"),
        ("x = \"Zm9vYmFyQmF6UXV4MTIzNDU2Nzg5MEFCQ0RFRkdI\"", "Zm9vYmFy"), ("passwd := \"pässwörd1\"", "pässwörd1"),
        ("https://hooks.slack.com/services/" + "T000/B000/XXXXabcd1234XXXX", "XXXXabcd1234"),
    ]

    @Test(arguments: Self.secrets.indices)
    func `secrets go`(_ index: Int) {
        let (text, secret) = Self.secrets[index]
        let redacted = SecretRedaction().redact(text)
        #expect(!redacted.contains(secret))
        #expect(redacted.contains("[redacted "))
        #expect(SecretRedaction().redact(redacted) == redacted)
    }

    @Test(arguments: [
        "token = os.environ[\"TOKEN\"]", "password = get_password(user)", "connect(user=user, password=password)",
        "SLACK_TOKEN=${SLACK_TOKEN}", "password: <your password>", "the secret of good code",
        "sk-learn-contrib-package-name-here",
        "commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12", "https://github.test/acme/shop/pull/12",
        "http://localhost:8080/a@b",
        "def login(username: str, password: str)", "password = request.form", "hashlib.md5(x).hexdigest()", "",
        "const url = 'https://example.com/a/very/long/path/without/any/secret'", "AKIA is how they begin",
        "token: null",
    ])
    func `what is no secret stays`(_ text: String) {
        #expect(SecretRedaction().redact(text) == text)
    }

    @Test func `a long text of anything is read in one go`() {
        let hostile = String(repeating: "password=\"://-----BEGIN eyJ..AKIA", count: 20_000)
        #expect(!SecretRedaction().redact(hostile).isEmpty)
    }
}
