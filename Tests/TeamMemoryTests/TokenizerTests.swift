import TeamMemory
import Testing

struct TokenizerTests {
    @Test(arguments: [
        ("yaml.safe_load(f)", ["yaml.safe_load", "yaml", "safe_load", "safe", "load", "f"]),
        ("el.innerHTML = name", ["el.innerhtml", "el", "innerhtml", "inner", "html", "name"]),
        ("requests.get(url, verify=False)", ["requests.get", "request", "get", "url", "verify", "verify=false"]),
        ("The queries, of classes. Done", ["the", "query", "of", "classe", "done"]),
        ("SHA256Digest HTTPServer", ["sha256digest", "sha256", "digest", "httpserver", "http", "server"]),
        ("a.b.c.d()", ["c.d", "a", "b", "c", "d"]), ("größer 日本", ["größer", "日本"]), ("... -- \u{0} 🦆", []), ("", []),
    ])
    func `text is cut into whole names, their parts and words`(_ text: String, _ terms: [String]) {
        #expect(Tokenizer.terms(text) == terms)
    }

    @Test func `a text without end is cut off`() {
        #expect(Tokenizer.terms(String(repeating: "a.b ", count: 100_000)).count < 20_100)
        #expect(Tokenizer.terms(String(repeating: "x", count: 1_000_000)).isEmpty)
    }
}
