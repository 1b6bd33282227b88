import HealingDomain
import Scanning
import Testing

struct NativeSyntaxCheckerTests {
    /// All suites run at once on two cores: the limit is not what is tested here.
    private let checker = NativeSyntaxChecker(timeLimit: .seconds(120))

    @Test(arguments: [
        ("a.py", "def f(x):\n    return x\n"), ("a.js", "const f = (x) => x;\n"),
        ("a.mjs", "import fs from 'fs';\nexport const a = fs;\n"),
        ("a.rb", "def f(x)\n  x\nend\n"), ("a.py", ""),
    ])
    func `what its own parser accepts is well-formed`(path: String, text: String) async {
        #expect(await self.checker.check(SourceFile(path: path, content: text)) == .wellFormed)
    }

    @Test(arguments: [
        ("a.py", "def f(x:\n    return x\n"), ("a.js", "const f = ;\n"), ("a.rb", "def f(x\n"),
        ("a.py", "x = 'a\u{0}b\n"),
    ])
    func `what it refuses is broken, with the parser's words`(path: String, text: String) async {
        guard case .broken(let reason) = await self.checker.check(SourceFile(path: path, content: text)) else {
            Issue.record("\(path) was not refused")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func `nothing of the text is run`() async {
        let text = "import sys\nsys.exit(0)\nraise SystemExit(9)\n"
        #expect(await self.checker.check(SourceFile(path: "a.py", content: text)) == .wellFormed)
    }

    @Test func `without a parser it says so`() async {
        guard case .unknown = await self.checker.check(SourceFile(path: "a.java", content: "class A {}")) else {
            Issue.record("Java has no parser here")
            return
        }
    }
}
