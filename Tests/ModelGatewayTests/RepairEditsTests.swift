import HTTPCalling
import HealingDomain
import HealingTesting
import ModelGateway
import Testing

/// Answers every chat with one list of edits.
private struct Editing: HTTPCaller {
    var edits: [(search: String, replace: String)]
    var path: String?

    func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let file = self.path.map { #","path":\#(quoted($0))"# } ?? ""
        let items = self.edits.map { #"{"search":\#(quoted($0.search)),"replace":\#(quoted($0.replace))\#(file)}"# }
        let content = #"{"edits":[\#(items.joined(separator: ","))],"explanation":"e","confidence":0.5}"#
        return HTTPAnswer(status: 200, body: Array(ModelServer.Answer.content(content).body.utf8))
    }
}

struct RepairEditsTests {
    private static let twoFunctions = """
        import hashlib

        def first(a):
            return hashlib.md5(a)

        def second(b):
            if b:
                return hashlib.md5(b)

            x = hashlib.md5(a)
            return None

        class Other:
            pass

        """

    private func updated(
        _ edits: [(String, String)], in content: String = twoFunctions, line: Int = 4, path: String? = nil
    ) async throws -> String? {
        let model = OpenAICompatibleRepairModel(
            caller: Editing(edits: edits.map { ($0.0, $0.1) }, path: path), baseURL: "http://127.0.0.1/v1", model: "m")
        let finding = Finding.sample(range: SourceRange(startLine: line, endLine: line))
        let request = RepairRequest(finding: finding, file: .sample(content: content), examples: [])
        return try await model.propose(request)?.change.updated
    }

    private func refusal(_ edits: [(String, String)], in content: String = twoFunctions, path: String? = nil)
        async throws -> String
    {
        try await #require(throws: Fault.self) { try await self.updated(edits, in: content, path: path) }.detail
    }

    @Test func `a place that is unique in the flagged function is taken there`() async throws {
        let first = try #require(try await self.updated([("hashlib.md5(a)", "hashlib.sha256(a)")], line: 4))
        #expect(first.contains("return hashlib.sha256(a)\n\ndef second"))
        #expect(first.contains("x = hashlib.md5(a)"))
        let second = try #require(try await self.updated([("hashlib.md5(a)", "hashlib.sha256(a)")], line: 8))
        #expect(second.contains("return hashlib.md5(a)\n\ndef second"))
        #expect(second.contains("x = hashlib.sha256(a)"))
    }

    @Test func `several edits land where they belong`() async throws {
        let text = try #require(
            try await self.updated([("pass", "value = 1"), ("import hashlib", "import hashlib\nimport os")]))
        #expect(text.hasPrefix("import hashlib\nimport os\n"))
        #expect(text.hasSuffix("value = 1\n"))
    }

    @Test(arguments: [
        ("", "x", "searches for nothing"), ("absent", "x", "is not in the file"), ("hashlib", "x", "occurs"),
        ("pass", "pass", "change nothing"), ("pass", "pa\u{0}ss", "control characters"),
        ("pass", "pa\u{202E}ss", "control characters"), ("pass", "pa\u{200B}ss", "control characters"),
        ("pass", String(repeating: "x\n", count: 21), "changes 22 lines"),
    ])
    func `an edit that cannot be trusted is refused`(search: String, replace: String, reason: String) async throws {
        #expect(try await self.refusal([(search, replace)]).contains(reason))
    }

    @Test func `six edits are too many`() async throws {
        let edits = (0..<6).map { _ in ("pass", "x") }
        #expect(try await self.refusal(edits).contains("at most 5"))
    }

    @Test func `overlapping edits are refused`() async throws {
        #expect(
            try await self.refusal([("class Other:", "class A:"), ("Other:\n    pass", "B:\n    pass")]).contains(
                "overlap"))
    }

    @Test func `an edit of another file is refused`() async throws {
        #expect(try await self.refusal([("pass", "x")], path: "../etc/passwd").contains("another file"))
        #expect(try await self.updated([("pass", "x = 1")], path: "app/settings.py") != nil)
    }

    @Test func `only lines that differ count as changed`() async throws {
        let body = (0..<40).map { "line\($0)" }.joined(separator: "\n")
        let changed = body.replacing("line20", with: "other")
        #expect(try await self.updated([(body, changed)], in: body, line: 20) == changed)
    }

    @Test func `a file with Windows line ends keeps them`() async throws {
        let content = "def a():\r\n    one\r\n    two\r\n"
        let text = try await self.updated([("one\n    two", "three\n    four")], in: content, line: 2)
        #expect(text == "def a():\r\n    three\r\n    four\r\n")
    }

    @Test func `characters of many bytes stay whole`() async throws {
        let text = try await self.updated([("größe", "länge")], in: "größe = \"😀\"\n", line: 1)
        #expect(text == "länge = \"😀\"\n")
    }
}
