import FixReplay
import HealingDomain
import Testing

struct HostileInputTests {
    private static let snippets: [(Language, String, String)] = [
        (
            .python,
            "import os\ndef f(a):\n    if a:\n        return os.system(f\"x {a!r} {{}}\") # c\n    else:\n        pass\n",
            "import os\ndef f(a):\n    return os.spawn([\"x\", a])\n"
        ),
        (
            .javascript, "const x = `a ${b ? `c ${d}` : '}'} e`; /re[/]x/g.test(y) && z?.w(/* c */ 1);\n",
            "const x = 1;\nz.w(`a ${b}`);\n"
        ),
        (
            .ruby, "def a(b)\n  %w[x y].each do |c|\n    puts \"#{c + \"d\"}\" if b\n  end\nend\n",
            "def a(b)\n  puts :\"x y\"\nend\n"
        ),
        (.rust, "fn a<'b>(c: &'b str) -> char { let r = r#\"x\"y\"#; 'c' }\n", "fn a() { b!(c)?; }\n"),
        (.swift, "let a = \"x \\(b(\"y\")) z\"; let c = #\"d\"#\n", "let a = b?.c!.d\n"),
        (.php, "$a = \"b {$c['d']}\"; # e\n$f?->g(<<<X\nh\nX);\n", "$a = 'b' . $c;\n"),
    ]

    @Test func `code cut off anywhere is refused or learned from, never fatal`() {
        for (language, before, after) in Self.snippets {
            let bytes = Array(before.utf8)
            for length in 0...bytes.count {
                let cut = String(decoding: bytes[..<length], as: UTF8.self)
                _ = FixLearner().learn(FixExample(language: language, before: cut, after: after))
                guard
                    case .learned(let templates) = FixLearner().learn(
                        FixExample(language: language, before: before, after: cut))
                else { continue }
                for template in templates { #expect(template.id.count == 16) }
                _ = FixApplier().apply(templates, to: ReplayTarget(language: language, content: cut))
            }
        }
    }

    @Test func `random bytes are refused or learned from, never fatal`() {
        var state: UInt64 = 42
        let alphabet = Array("()[]{}\"'`$#\\/%=.,:; \n\tabfr01é<>!&|@-+*?".utf8)
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        func text() -> String {
            String(decoding: (0..<random(60)).map { _ in alphabet[random(alphabet.count)] }, as: UTF8.self)
        }
        let languages: [Language] = [
            .python, .javascript, .java, .go, .ruby, .swift, .csharp, .php, .rust, .yaml, .generic,
        ]
        for round in 0..<4_000 {
            let language = languages[round % languages.count]
            let (before, after) = (text(), text())
            guard
                case .learned(let templates) = FixLearner().learn(
                    FixExample(language: language, before: before, after: after))
            else { continue }
            #expect(!templates.isEmpty)
            _ = FixApplier().apply(templates, to: ReplayTarget(language: language, content: text(), focus: 1...3))
        }
    }

    @Test func `deep nesting is read without deep recursion`() {
        let deep = String(repeating: "(", count: 20_000) + "a" + String(repeating: ")", count: 20_000)
        #expect(SyntaxBalance().problem(in: deep, language: .python) == nil)
        let outcome = FixApplier().apply([], to: ReplayTarget(language: .python, content: deep))
        #expect(outcome == .abstained("no template fits this code"))
    }

    @Test func `what does not balance is named`() {
        #expect(SyntaxBalance().problem(in: "f(a]", language: .python) == "the brackets do not balance")
        #expect(SyntaxBalance().problem(in: "a = 'b\n", language: .python) == "a string has no end")
        #expect(SyntaxBalance().problem(in: "f('(') # )", language: .python) == nil)
    }
}
