import HealingDomain
import Testing

struct LineReplacementTests {
    private static let text = "one\ntwo\nthree\nfour\nfive\n"

    private static func change(_ updated: String, of original: String = Self.text) -> ProposedChange {
        ProposedChange(path: "a.py", original: original, updated: updated)
    }

    @Test func `replacements name lines from one, with insertions before a line`() {
        let change = Self.change("zero\none\nTWO\nthree\nfive\n")
        #expect(
            change.replacements == [
                LineReplacement(start: 1, removed: "", removedCount: 0, inserted: "zero\n"),
                LineReplacement(start: 2, removed: "two\n", removedCount: 1, inserted: "TWO\n"),
                LineReplacement(start: 4, removed: "four\n", removedCount: 1, inserted: ""),
            ])
        #expect(Self.change(Self.text).replacements.isEmpty)
    }

    @Test func `a text without a last line feed keeps it that way`() {
        let change = Self.change("a\nB", of: "a\nb")
        #expect(change.replacements == [LineReplacement(start: 2, removed: "b", removedCount: 1, inserted: "B")])
    }

    @Test func `two edits of one file become one change, and an import that both add is added once`() {
        let first = Self.change("import x\none\nTWO\nthree\nfour\nfive\n")
        let second = Self.change("import x\none\ntwo\nTHREE\nthree and a half\nfour\nfive\n")
        let both = ProposedChange.combined([first, second])
        #expect(both == [Self.change("import x\none\nTWO\nTHREE\nthree and a half\nfour\nfive\n")])
        #expect(ProposedChange.combined([second, first]) == both)
    }

    @Test(arguments: [
        ("one\nTWO\nthree\nfour\nfive\n", "one\n2\nthree\nfour\nfive\n"),
        ("one\ntwo\nx\nthree\nfour\nfive\n", "one\ntwo\ny\nthree\nfour\nfive\n"),
        ("one\nTWO\nthree\nfour\nfive\n", "one\ntwo\nx\nthree\nfour\nfive\n"),
    ])
    func `edits of the same place are not combined`(_ one: String, _ other: String) {
        #expect(ProposedChange.combined([Self.change(one), Self.change(other)]) == nil)
    }

    @Test func `edits made for different texts are not combined`() {
        #expect(Self.change("1\n", of: "a\n").combined(with: Self.change("2\n", of: "b\n")) == nil)
    }

    @Test func `changes of different files stand beside each other`() {
        let other = ProposedChange(path: "A.py", original: "a\n", updated: "b\n")
        #expect(ProposedChange.combined([Self.change("x\n"), other])?.map(\.path) == ["A.py", "a.py"])
    }
}
