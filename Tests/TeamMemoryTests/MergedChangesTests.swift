import HealingDomain
import HealingTesting
import TeamMemory
import Testing

struct MergedChangesTests {
    private static let link = "https://github.test/acme/shop/pull/7"

    private static func document(_ changes: [ProposedChange]) -> ThreadDocument {
        var document = ThreadDocument.sample(pairs: [], resolution: nil)
        document.addMergedChanges(changes, link: Self.link)
        return document
    }

    @Test func `what a merged link changed becomes pairs, and solves the thread`() {
        let document = Self.document([.sample()])
        #expect(
            document.pairs == [
                FixPair(
                    language: .python, before: "import yaml\n\ndef read(f):\n    return yaml.load(f)",
                    after: "import yaml\n\ndef read(f):\n    return yaml.safe_load(f)",
                    origin: .mergedPullRequest(url: Self.link))
            ])
        #expect(document.resolution == .mergedPullRequest)
        #expect(document.links == [Self.link])
    }

    @Test func `changes far apart are pairs of their own, near ones are one`() {
        let lines = (1...40).map { "line \($0)" }
        var updated = lines
        updated[2] = "changed"
        updated[5] = "changed too"
        updated[30] = "changed as well"
        let change = ProposedChange(
            path: "a.go", original: lines.joined(separator: "\n"), updated: updated.joined(separator: "\n"))
        let pairs = Self.document([change]).pairs
        #expect(
            pairs.map(\.before) == [
                (1...9).map { "line \($0)" }.joined(separator: "\n"),
                (28...34).map { "line \($0)" }.joined(separator: "\n"),
            ])
        #expect(pairs.map(\.language) == [.go, .go])
    }

    @Test func `a link that is read again replaces its pairs`() {
        var document = Self.document([.sample()])
        document.addMergedChanges([.sample()], link: Self.link)
        #expect(document.pairs.count == 1)
        #expect(document.links.count == 1)
    }

    @Test func `secrets in merged code are redacted, and what did not change is no pair`() {
        let change = ProposedChange(
            path: "a.py", original: "password = \"hunter2hunter2\"\nx = 1",
            updated: "password = \"hunter2hunter2\"\nx = 2")
        #expect(!"\(Self.document([change]))".contains("hunter2"))
        #expect(Self.document([ProposedChange(path: "a.py", original: "x", updated: "x")]).pairs.isEmpty)
    }
}
