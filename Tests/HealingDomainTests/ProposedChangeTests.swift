import HealingDomain
import Testing

struct ProposedChangeTests {
    private func updated(_ original: String, _ edits: [Edit]) -> String? {
        ProposedChange(path: "a.py", original: original, edits: edits)?.updated
    }

    @Test func `edits are applied to the original's offsets, in whatever order they come`() {
        let edits = [Edit(start: 6, end: 11, replacement: "there"), Edit(start: 0, end: 5, replacement: "Hi")]
        #expect(self.updated("Hello world", edits) == "Hi there")
        #expect(self.updated("Hello world", edits.reversed()) == "Hi there")
        #expect(self.updated("ab", [Edit(start: 1, end: 1, replacement: "-")]) == "a-b")
        #expect(self.updated("ab", []) == "ab")
        #expect(self.updated("", [Edit(start: 0, end: 0, replacement: "x")]) == "x")
    }

    @Test func `edits that touch stand beside each other`() {
        let edits = [Edit(start: 0, end: 2, replacement: "x"), Edit(start: 2, end: 4, replacement: "y")]
        #expect(self.updated("abcd", edits) == "xy")
    }

    @Test(arguments: [
        [Edit(start: 0, end: 3, replacement: ""), Edit(start: 2, end: 4, replacement: "")],
        [Edit(start: 0, end: 4, replacement: ""), Edit(start: 1, end: 2, replacement: "")],
        [Edit(start: -1, end: 2, replacement: "")], [Edit(start: 3, end: 2, replacement: "")],
        [Edit(start: 0, end: 5, replacement: "")], [Edit(start: 5, end: 5, replacement: "")],
        [Edit(start: .min, end: .max, replacement: "")],
    ])
    func `edits that overlap or leave the text are refused`(_ edits: [Edit]) {
        #expect(self.updated("abcd", edits) == nil)
    }

    @Test func `an edit that cuts a character in two is refused`() {
        #expect(self.updated("é", [Edit(start: 1, end: 2, replacement: "")]) == nil)
        #expect(self.updated("é", [Edit(start: 0, end: 1, replacement: "e")]) == nil)
        #expect(self.updated("🦆!", [Edit(start: 0, end: 4, replacement: "duck")]) == "duck!")
    }
}
