import Foundation
import HealingDomain
import Scanning
import Testing

struct NativeSyntaxCheckerTests {
    /// All suites run at once on two cores: the limit is not what is tested here.
    private let checker = NativeSyntaxChecker(timeLimit: .seconds(120))

    @Test(arguments: [
        "def f(x):\n    return x\n", "", "x = '日本語'\n", "match x:\n    case 1: pass\n", "# only a comment",
        "import os; os.abort()\n", "async def f():\n    await g()\n",
    ])
    func `a Python text that parses is well-formed, and is not run`(text: String) async {
        #expect(await self.checker.check(SourceFile(path: "a.py", content: text)) == .wellFormed)
    }

    @Test(arguments: ["def f(:\n", "x = (\n", "if x:\nreturn\n", "x = = 3", "print 'old'", "\u{0}", "\"\"\"open"])
    func `a Python text that does not parse is broken`(text: String) async {
        guard case .broken(let reason) = await self.checker.check(SourceFile(path: "a.py", content: text)) else {
            Issue.record("accepted \(text.debugDescription)")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func `the place of a Python error is named`() async {
        let file = SourceFile(path: "a.py", content: "x = 1\ny = = 2\n")
        #expect(await self.checker.check(file) == .broken("line 2: invalid syntax"))
    }

    @Test(arguments: [
        String(repeating: "(", count: 100_000), "x = " + String(repeating: "-", count: 200_000) + "1",
        String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000),
    ])
    func `a text that overwhelms the parser gets an answer, and so does the next one`(text: String) async {
        #expect(await self.checker.check(SourceFile(path: "a.py", content: text)) != .wellFormed)
        #expect(await self.checker.check(SourceFile(path: "a.py", content: "x = 1\n")) == .wellFormed)
    }

    @Test func `checks at the same time get their own answers`() async {
        await withTaskGroup(of: (Int, SyntaxVerdict).self) { group in
            for index in 0..<20 {
                group.addTask {
                    let text = index.isMultiple(of: 2) ? "x = 1\n" : "x = = 1\n"
                    return (index, await self.checker.check(SourceFile(path: "a.py", content: text)))
                }
            }
            for await (index, verdict) in group { #expect((verdict == .wellFormed) == index.isMultiple(of: 2)) }
        }
    }

    @Test(arguments: [("a.js", "const f = ;\n"), ("a.rb", "def f(x\n")])
    func `what another parser refuses is broken, with the parser's words`(path: String, text: String) async {
        switch await self.checker.check(SourceFile(path: path, content: text)) {
        case .broken(let reason): #expect(reason.contains("rror") || reason.contains("unexpected"))
        case .unknown(let reason): #expect(reason.contains("not on this machine"))
        case .wellFormed: Issue.record("\(path) was accepted")
        }
    }

    @Test func `JSON and YAML are read here`() async {
        #expect(await self.checker.check(SourceFile(path: "a.json", content: #"{"a": [1, null]}"#)) == .wellFormed)
        #expect(await self.checker.check(SourceFile(path: "a.json", content: "{,}")) == .broken("the text is not JSON"))
        #expect(await self.checker.check(SourceFile(path: "a.yml", content: "a: [1, 2]\n---\nb: 1\n")) == .wellFormed)
        let broken = await self.checker.check(SourceFile(path: "a.yaml", content: "a: [1\nb: {"))
        #expect(broken != .wellFormed)
        let deep = String(repeating: "[", count: 5_000)
        #expect(await self.checker.check(SourceFile(path: "a.json", content: deep)) != .wellFormed)
        #expect(await self.checker.check(SourceFile(path: "a.yaml", content: deep)) != .wellFormed)
    }

    @Test(.enabled(if: NativeSyntaxCheckerTests.hasNode))
    func `JavaScript of both kinds of module is checked with Node`() async {
        let texts = [
            "const a = require('a');\n": true, "import a from 'a';\nexport default a;\n": true, "const = ;": false,
        ]
        for (text, isGood) in texts {
            let verdict = await self.checker.check(SourceFile(path: "a.js", content: text))
            #expect((verdict == .wellFormed) == isGood)
        }
    }

    private static var hasNode: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/node") }

    @Test func `a language without a parser here is unknown, never well-formed`() async {
        for path in ["a.java", "a.tsx", "a.jsx", "a", "a.swift"] {
            guard case .unknown = await self.checker.check(SourceFile(path: path, content: "x")) else {
                Issue.record("\(path) was judged")
                continue
            }
        }
        let bare = NativeSyntaxChecker(searchPath: "")
        for path in ["a.js", "a.rb", "a.go"] {
            guard case .unknown = await bare.check(SourceFile(path: path, content: "x")) else {
                Issue.record("\(path) was judged")
                continue
            }
        }
    }
}
