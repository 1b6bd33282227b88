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
                    language: .python, before: "import yaml\n\ndef read(f):\n    return yaml.load(f)\n",
                    after: "import yaml\n\ndef read(f):\n    return yaml.safe_load(f)\n",
                    origin: .mergedPullRequest(url: Self.link))
            ])
        #expect(document.resolution == .mergedPullRequest)
        #expect(document.links == [Self.link])
    }

    @Test func `a whole file is kept, and what it is about is what changed, near changes together`() throws {
        let lines = (1...40).map { "line \($0)" }
        var updated = lines
        updated[2] = "changed"
        updated[5] = "changed too"
        updated[30] = "changed as well"
        let change = ProposedChange(
            path: "a.go", original: lines.joined(separator: "\n"), updated: updated.joined(separator: "\n"))
        let document = Self.document([change])
        let pair = try #require(document.pairs.first)
        #expect(pair.before == change.original)
        #expect(pair.language == .go)
        let about = (1...9).map { "line \($0)" } + (28...34).map { "line \($0)" }
        #expect(pair.changedPlaces.before == about.joined(separator: "\n"))
        let terms = DocumentTerms(document).code
        #expect(terms.contains("31") && !terms.contains("20"))
    }

    @Test func `of a very long file only the changed places are kept`() throws {
        let long = String(repeating: "some line of a file\n", count: 9000)
        let change = ProposedChange(path: "a.go", original: long + "old\n", updated: long + "new\n")
        let pair = try #require(Self.document([change]).pairs.first)
        #expect(pair.after == "some line of a file\nsome line of a file\nsome line of a file\nnew")
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
