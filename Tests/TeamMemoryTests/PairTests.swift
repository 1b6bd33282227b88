import HealingDomain
import HealingTesting
import TeamMemory
import Testing

struct PairTests {
    private func pairs(_ text: String) throws -> [FixPair] { try #require(read(["ada: " + text])).pairs }

    @Test(arguments: [
        "use `yaml.safe_load(f)` instead of `yaml.load(f)`",
        "instead of `yaml.load(f)` use `yaml.safe_load(f)`",
        "replace `yaml.load(f)` with `yaml.safe_load(f)`, done",
        "change `yaml.load(f)` to `yaml.safe_load(f)`",
        "`yaml.load(f)` -> `yaml.safe_load(f)`",
        "`yaml.load(f)` → `yaml.safe_load(f)`",
        "before: `yaml.load(f)` after: `yaml.safe_load(f)`",
        "bad: `yaml.load(f)`, good: `yaml.safe_load(f)`",
        "was ```yaml.load(f)``` now ```yaml.safe_load(f)```",
        "Before:\n```python\nyaml.load(f)\n```\nAfter:\n```python\nyaml.safe_load(f)\n```",
        "we had\n```\nyaml.load(f)\n```\nand now it's\n```\nyaml.safe_load(f)\n```\nsince Monday",
        "```yaml.load(f)``` should be ```yaml.safe_load(f)```",
        "don't do `yaml.load(f)`, do `yaml.safe_load(f)`",
        "❌ `yaml.load(f)` ✅ `yaml.safe_load(f)`",
        "I'd go for `yaml.safe_load(f)` rather than `yaml.load(f)`",
        "```diff\n-yaml.load(f)\n+yaml.safe_load(f)\n```",
        "```--- a/app/x.py\n+++ b/app/x.py\n@@ -1,1 +1,1 @@\n-yaml.load(f)\n+yaml.safe_load(f)```",
    ])
    func `words and diffs say what was before and what after`(_ text: String) throws {
        let expected = FixPair(
            language: .python, before: "yaml.load(f)", after: "yaml.safe_load(f)", origin: .conversation)
        #expect(try self.pairs(text) == [expected])
    }

    @Test(arguments: [
        "both `open(a)` and `open(b)` are slow here", "I ran `git status` and `git diff --stat` yesterday",
        "```a = 1```\nthe log of that, which is very long and says nothing of a change\n```b = 2```",
        "- apples\n- pears\n+ one more", "see `x.y()`", "```\n- one\n- two\n```",
    ])
    func `code that nobody set against other code is no pair`(_ text: String) throws {
        #expect(try self.pairs(text).isEmpty)
    }

    @Test func `a diff keeps its context and takes its language from its file`() throws {
        let pairs = try self.pairs(
            "```diff\n+++ b/web/page.js\n@@ -1,3 +1,3 @@\n function show(x) {\n-  el.innerHTML = x\n+  el.textContent = x\n }\n```"
        )
        #expect(
            pairs == [
                FixPair(
                    language: .javascript, before: "function show(x) {\n  el.innerHTML = x\n}",
                    after: "function show(x) {\n  el.textContent = x\n}", origin: .conversation)
            ])
    }

    @Test func `an answer's code pairs with the question's that is about the same thing`() throws {
        let document = try #require(
            read([
                "ada: flagged:\n```cursor.execute(\"SELECT * FROM users WHERE id = %s\" % uid)```\nconfig is\n```debug = True```",
                "grace: ```cursor.execute(\"SELECT * FROM users WHERE id = %s\", (uid,))```", "ada: perfect, thanks",
            ]))
        #expect(document.pairs.map(\.before) == ["cursor.execute(\"SELECT * FROM users WHERE id = %s\" % uid)"])
        let open = try #require(read(["ada: ```eval(x, y)```", "grace: ```ast.literal_eval(x, y)```"]))
        #expect(open.pairs.isEmpty, "nobody said that it helped")
    }

    @Test(arguments: [
        ("def f(self):\n    return None", "python"), ("const x = require('y'); console.log(x)", "javascript"),
        ("if err != nil { return fmt.Errorf(\"x\") }", "go"), ("public String f() throws IOException {", "java"),
        ("User.where(\"name = '#{params[:name]}'\").each do |u|", "ruby"),
        ("const x: string = y as any;", "typescript"),
        ("hello there", "generic"), ("yaml.load(f)", "python"),
    ])
    func `the language is guessed where nobody named it`(_ code: String, _ language: String) throws {
        let document = try #require(read(["ada: ```\(code)```"]))
        #expect(document.snippets.map(\.language.rawValue) == [language])
    }
}
