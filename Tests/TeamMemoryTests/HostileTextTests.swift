import HealingDomain
import HealingTesting
import TeamMemory
import Testing

/// Text that nobody would write: it is read, never trusted, and never ends the process.
struct HostileTextTests {
    private static let fragments = [
        "```", "`", "``", "\n", "@@ -1 +1 @@", "-a", "+b", "--- a", "+++ b/x.py", "before:", "after:", "instead of",
        "https://", "/pull/",
        "99999999999999999999", "://u:p@", "password=", "\"", "'", "eyJ", ".", "..", "a.b(", "=False", "=", "é", "🦆",
        "\u{0}",
        "\u{FEFF}", "\r\n", "-----BEGIN PRIVATE KEY", "File \"x\", line 1, in ", "at ", "Error:", "thanks", "?", " ",
        "x",
        "->", "→", "\u{202E}", "e\u{301}", "_", "$", "\\",
    ]

    @Test(arguments: 1...40)
    func `any mixture of marks is read`(seed: Int) throws {
        var state = UInt64(seed)
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let turns = (0..<6).map { index in
            (index.isMultiple(of: 2) ? "ada: x" : "grace: x")
                + (0..<30).map { _ in Self.fragments[next(Self.fragments.count)] }.joined()
        }
        let document = try #require(read(turns))
        #expect(document.messages.count == 6)
        #expect(document.pairs.allSatisfy { $0.before != $0.after && !$0.before.isEmpty && !$0.after.isEmpty })
        let query = RankingQuery(MemoryQuery(text: turns[0], code: turns[1]))
        let candidate = RankingCandidate(document: document, terms: DocumentTerms(document), similarity: .nan)
        let statistics = CorpusStatistics(documents: 0, averageLength: 0, frequencies: [:])
        let hits = ThreadRanker(query: query, statistics: statistics, now: .sample).rank([candidate], limit: 5)
        #expect(hits.allSatisfy { (0...1).contains($0.score) })
    }
}
