import FoundationEssentials
import HealingDomain
import Testing

extension SolutionMemoryContract {
    private static let opened = MessageReference.sample.timestamp.date

    /// Documents by channel, person and message; names and privacy that change.
    static let places: [Promise<any SolutionMemory>] = [
        Promise("documents are found by channel, by who is named in them, and by a message they hold") {
            memory async throws in
            let later = MessageReference(channel: "C1", timestamp: "1768900009.000100")
            var named = unrelated
            named.mentions = [ThreadDocument.Mention(person: "U9", name: "Zoe")]
            try await memory.remember(.sample(reference: later, solution: nil))
            try await memory.remember(.sample())
            try await memory.remember(named)
            #expect(try await memory.threads(in: "C1") == [.sample, later])
            #expect(try await memory.threads(in: "C3").isEmpty)
            #expect(try await memory.threads(naming: "U9") == [elsewhere])
            #expect(try await memory.threads(naming: "U1") == [.sample, elsewhere, later])
            let answer = MessageReference(channel: "C1", timestamp: "1768900100.000200")
            #expect(try await memory.thread(holding: answer) == .sample)
            #expect(try await memory.thread(holding: MessageReference(channel: "C3", timestamp: "1.000200")) == nil)
        },
        Promise("a channel that turns private is shown to its members only, from that moment") { memory async throws in
            try await memory.remember(.sample())
            try await memory.remember(unrelated)
            try await memory.update(.sample(name: "secret", isPrivate: true))
            #expect(try await memory.threads(matching: query, access: .publicOnly, limit: 5).isEmpty)
            let members = MemoryAccess(privateChannels: ["C1"])
            let hits = try await memory.threads(matching: query, access: members, limit: 5)
            #expect(hits.map(\.document) == [.sample(channelName: "secret", isPrivate: true)])
            #expect(try await memory.thread(elsewhere) == unrelated)
            try await memory.update(.sample())
            #expect(try await memory.threads(matching: query, access: .publicOnly, limit: 5).count == 1)
        },
        Promise("threads opened before a moment go") { memory async throws in
            try await memory.remember(.sample())
            try await memory.remember(unrelated)
            #expect(try await memory.forget(openedBefore: opened) == 0)
            #expect(try await memory.forget(openedBefore: opened.addingTimeInterval(1)) == 1)
            #expect(try await memory.thread(.sample) == nil)
            #expect(try await memory.thread(elsewhere) == unrelated)
        },
    ]

    /// What was erased stays away.
    static let erasure: [Promise<any SolutionMemory>] = [
        Promise("an erased thread is gone and is not stored again") { memory async throws in
            try await memory.remember(.sample())
            try await memory.remember(unrelated)
            #expect(try await memory.erase(thread: .sample).threads == 1)
            try await memory.remember(.sample(problem: "yaml.load again"))
            #expect(try await memory.erase(thread: .sample).threads == 0)
            #expect(try await memory.thread(.sample) == nil)
            #expect(try await memory.threadCount() == 1)
        },
        Promise("an erased person's messages leave every document, which are derived again from the rest") {
            memory async throws in
            try await memory.remember(.sample())
            try await memory.remember(.sample(reference: elsewhere, problem: "my own words", solution: nil, pairs: []))
            let erasure = try await memory.erase(person: "U1")
            #expect(erasure.rewritten == 1)
            #expect(erasure.threads == 1)
            let left = try #require(try await memory.thread(.sample))
            #expect(left.messages.map(\.author) == ["U2"])
            #expect(left.problem == "Use yaml.safe_load, it never builds objects.")
            #expect(try await memory.thread(elsewhere) == nil)
            #expect(try await memory.threads(naming: "U1").isEmpty)
            let words = MemoryQuery(text: "semgrep flags settings reader")
            #expect(try await memory.threads(matching: words, access: .publicOnly, limit: 5).isEmpty)
        },
        Promise("what an erased person says later is left out, and a mention of them names nobody") {
            memory async throws in
            _ = try await memory.erase(person: "U2")
            _ = try await memory.erase(person: "U9")
            var document = ThreadDocument.sample(problem: "does @Zoe know?", snippets: [], pairs: [])
            document.mentions = [ThreadDocument.Mention(person: "U9", name: "Zoe")]
            try await memory.remember(document)
            let left = try #require(try await memory.thread(.sample))
            #expect(left.messages.map(\.text) == ["does @somebody know?"])
            #expect(left.mentions == nil)
            #expect(try await memory.erased(among: ["U1", "U2", "U9"]) == ["U2", "U9"])
        },
        Promise("a purge takes documents and checkpoints, and nothing that was erased comes back after it") {
            memory async throws in
            _ = try await memory.erase(thread: elsewhere)
            try await memory.remember(.sample())
            try await memory.save(.sample())
            #expect(try await memory.purge().threads == 1)
            #expect(try await memory.threadCount() == 0)
            #expect(try await memory.checkpoints().isEmpty)
            try await memory.remember(unrelated)
            try await memory.remember(.sample())
            #expect(try await memory.threadCount() == 1)
        },
    ]
}
