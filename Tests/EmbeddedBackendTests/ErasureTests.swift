import EmbeddedBackend
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

struct ErasureTests {
    private static let word = "zanzibarquokka"
    private let folder: TemporaryFolder
    private let backend: EmbeddedBackend

    init() async throws {
        self.folder = try TemporaryFolder()
        self.backend = try self.folder.open()
        for number in 0..<40 {
            let reference = MessageReference(
                channel: "C9", timestamp: MessageTimestamp("17689000\(number + 10).000100"))
            try await self.backend.memory.remember(.sample(reference: reference, problem: "thread \(number) stays"))
        }
        try await self.backend.memory.remember(.sample(problem: "what of \(Self.word) here?", solution: Self.word))
        let record = HealingRecord.sample(
            candidate: .sample(evidence: .sampleThread(quote: "say \(Self.word)"), guidance: "do \(Self.word)"))
        try await self.backend.records.save(record)
    }

    @Test func `a forgotten thread's words are in no table and no byte of the files`() async throws {
        #expect(try self.folder.holds(Self.word))
        try await self.backend.memory.forget(thread: .sample)
        #expect(try !self.folder.holds(Self.word))
        #expect(try await self.backend.memory.threadCount() == 40)
    }

    @Test func `a forgotten channel's words are in no table and no byte of the files`() async throws {
        try await self.backend.memory.forget(channel: "C1")
        #expect(try !self.folder.holds(Self.word))
        #expect(try await self.backend.memory.threadCount() == 40)
    }

    @Test func `a message edited away leaves the index and the files`() async throws {
        try await self.backend.records.save(.sample(candidate: nil))
        try await self.backend.memory.remember(.sample(problem: "what of nothing here?", solution: "nothing"))
        #expect(try !self.folder.holds(Self.word))
        let hits = try await self.backend.memory.threads(
            matching: MemoryQuery(text: Self.word), access: .publicOnly, limit: 5)
        #expect(hits.isEmpty)
    }

    @Test func `a record that quoted a forgotten thread keeps its decision and loses the words`() async throws {
        try await self.backend.memory.forget(thread: .sample)
        let record = try #require(try await self.backend.records.record(of: .sample))
        #expect(record.state == .proposed)
        #expect(record.candidate?.guidance == nil)
        #expect(
            record.candidate?.evidence
                == .thread(
                    reference: .sample, isPrivate: false, permalink: nil, quote: "", author: "", hasMergedCode: true))
    }

    @Test func `vectors of another embedder are not compared`() async throws {
        let other = try self.folder.open(embedder: LetterEmbedder())
        let query = MemoryQuery(text: "semgrep flags yaml.load", code: "yaml.load(f)")
        let theirs = try await other.memory.threads(matching: query, access: .publicOnly, limit: 3)
        let ours = try await self.backend.memory.threads(matching: query, access: .publicOnly, limit: 3)
        #expect(try #require(theirs.first).parts["vector"] == nil)
        #expect(try #require(ours.first).parts["vector"] != nil)
    }
}
