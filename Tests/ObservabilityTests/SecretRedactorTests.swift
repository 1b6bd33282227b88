import Observability
import Testing

struct SecretRedactorTests {
    @Test(arguments: [
        ("xoxb-123-456-abcDEF", "xoxb-[redacted]"), ("token xoxp-1-2 end", "token xoxp-[redacted] end"),
        ("xoxe.xoxp-1-abc!", "xoxe.xox[redacted]!"), ("xapp-1-A0-99-ff,", "xapp-[redacted],"),
        ("gitxghp_abcDEF123 ", "gitxghp_[redacted] "), ("ghs_x", "ghs_[redacted]"),
        ("github_pat_11AA_bb/", "github_pat_[redacted]/"),
        ("Authorization: Bearer abc.def-ghi+/=", "Authorization: Bearer [redacted]"),
        ("authorization: bearer  12345678", "authorization: bearer  [redacted]"),
        ("key sk-proj-0123456789abcdef.", "key sk-[redacted]"), ("AKIAIOSFODNN7EXAMPLE", "AKIA[redacted]"),
        ("jwt eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UifQ.c2ln ok", "jwt eyJ[redacted] ok"),
        ("https://x-access-token:secret@github.com/acme/shop", "https://[redacted]@github.com/acme/shop"),
        ("a xoxb-1 b ghp_2 c", "a xoxb-[redacted] b ghp_[redacted] c"),
        (
            "key: -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- done",
            "key: [redacted] done"
        ),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "[redacted]"),
    ])
    func `a secret is taken out and its kind stays`(text: String, redacted: String) {
        #expect(SecretRedactor.redact(text) == redacted)
    }

    @Test(arguments: [
        "", "nothing here", "a bearer of news", "task-force-of-many-people-here", "https://github.com/a@b", "xoxo",
        "xox",
        "größe 😀", "eyJ", "-----", "://", "bearer", "user@host", "ghp", "AKIA",
    ])
    func `what is no secret stays`(text: String) {
        #expect(SecretRedactor.redact(text) == text)
    }

    @Test(arguments: ["token", "SLACK_BOT_TOKEN", "client_secret", "Authorization", "set-cookie", "x-api-key"])
    func `a name can tell a secret`(name: String) { #expect(SecretRedactor.isSecretName(name)) }

    @Test(arguments: ["tokens", "path", "secrets.count", ""])
    func `other names do not`(name: String) { #expect(!SecretRedactor.isSecretName(name)) }

    @Test(arguments: ["eyJ-", "sk-", "-----BEGIN ", "://", "bearer ", "xoxb-", "-----END "])
    func `a text made to be slow is still read once`(piece: String) {
        let text = String(repeating: piece, count: 20_000)
        #expect(SecretRedactor.redact(text).utf8.count <= text.utf8.count * 3)
    }
}
