import FoundationEssentials
package import HealingDomain
import Testing

package enum SolutionMemoryContract {
    package static let promises: [Promise<any SolutionMemory>] = threads + fixes + places + erasure

    static let query = MemoryQuery(
        text: "yaml.load without a safe loader", code: "cfg = yaml.load(f)", language: .python)
    static let elsewhere = MessageReference(channel: "C2", timestamp: "1768900001.000100")

    static let unrelated = ThreadDocument.sample(
        reference: elsewhere, problem: "Where do we eat on Friday?", solution: "The noodle place", snippets: [],
        pairs: [])

    private static let threads: [Promise<any SolutionMemory>] = [
        Promise("a thread comes back whole, and a newer reading of it replaces the old one") { memory async throws in
            try await memory.remember(.sample())
            let newer = ThreadDocument.sample(problem: "Which hash for passwords?", solution: nil, resolution: nil)
            try await memory.remember(newer)
            #expect(try await memory.thread(.sample) == newer)
            #expect(try await memory.threadCount() == 1)
            let hits = try await memory.threads(
                matching: MemoryQuery(text: "semgrep settings reader"), access: .publicOnly, limit: 5)
            #expect(hits.isEmpty)
        },
        Promise("the thread about the flagged code comes first, with a score from 0 to 1 and its parts") {
            memory async throws in
            try await memory.remember(unrelated)
            try await memory.remember(.sample())
            let hits = try await memory.threads(matching: query, access: .publicOnly, limit: 5)
            let first = try #require(hits.first)
            #expect(first.document == .sample())
            #expect(hits.allSatisfy { (0...1).contains($0.score) && !$0.parts.isEmpty })
            #expect(hits.map(\.score) == hits.map(\.score).sorted(by: >))
            #expect(try await memory.threads(matching: query, access: .publicOnly, limit: 0).isEmpty)
        },
        Promise("a private channel is searched only for those who may read it") { memory async throws in
            try await memory.remember(.sample(isPrivate: true))
            #expect(try await memory.threads(matching: query, access: .publicOnly, limit: 5).isEmpty)
            let others = MemoryAccess(privateChannels: ["C2"])
            #expect(try await memory.threads(matching: query, access: others, limit: 5).isEmpty)
            let members = MemoryAccess(privateChannels: ["C2", "C1"])
            #expect(try await memory.threads(matching: query, access: members, limit: 5).count == 1)
        },
        Promise("a forgotten thread is not found, and the others are") { memory async throws in
            try await memory.remember(.sample())
            try await memory.remember(unrelated)
            try await memory.forget(thread: .sample)
            try await memory.forget(thread: .sample)
            #expect(try await memory.thread(.sample) == nil)
            #expect(
                try await memory.threads(matching: query, access: .publicOnly, limit: 5).allSatisfy {
                    $0.document == unrelated
                })
            #expect(try await memory.threadCount() == 1)
        },
        Promise("a forgotten channel takes its threads and its checkpoint along") { memory async throws in
            try await memory.remember(.sample())
            try await memory.remember(unrelated)
            try await memory.save(.sample())
            try await memory.forget(channel: "C1")
            #expect(try await memory.thread(.sample) == nil)
            #expect(try await memory.thread(elsewhere) == unrelated)
            #expect(try await memory.checkpoint(channel: "C1") == nil)
        },
        Promise("a query of odd characters, or of none, is only a query") { memory async throws in
            try await memory.remember(.sample())
            for text in ["", "\" OR 1=1 --", "yaml* AND (", "\u{0}\u{FFFF}", "NEAR(a b)", "🦆"] {
                let hits = try await memory.threads(
                    matching: MemoryQuery(text: text, code: text), access: .publicOnly, limit: 5)
                #expect(hits.allSatisfy { (0...1).contains($0.score) })
            }
        },
    ]

    private static let fixes: [Promise<any SolutionMemory>] = [
        Promise("a fix comes back whole and is replaced by its id") { memory async throws in
            try await memory.remember(PastFix.sample())
            let newer = PastFix.sample(pullRequestURL: nil, approvedBy: nil, confidence: nil)
            try await memory.remember(newer)
            #expect(try await memory.pastFix(id: newer.id) == newer)
            #expect(try await memory.pastFix(id: "none") == nil)
        },
        Promise("a rule's fixes come in its language, the newest first") { memory async throws in
            for (number, language) in [Language.python, .python, .javascript].enumerated() {
                try await memory.remember(
                    PastFix.sample(
                        id: "fix-\(number)", language: language, timestamp: .sample.addingTimeInterval(Double(number))))
            }
            try await memory.remember(PastFix.sample(id: "fix-9", rule: "python.weak-hash"))
            let ids = try await memory.pastFixes(rule: "python.unsafe-yaml-load", language: .python).map(\.id)
            #expect(ids == ["fix-1", "fix-0"])
        },
        Promise("each channel keeps how far it was read") { memory async throws in
            try await memory.save(.sample(channel: "C2"))
            try await memory.save(.sample(channel: "C1"))
            let done = MiningCheckpoint.sample(channel: "C1", cursor: nil, threads: 12, isComplete: true)
            try await memory.save(done)
            #expect(try await memory.checkpoint(channel: "C1") == done)
            #expect(try await memory.checkpoint(channel: "C3") == nil)
            #expect(try await memory.checkpoints() == [done, .sample(channel: "C2")])
        },
    ]
}
