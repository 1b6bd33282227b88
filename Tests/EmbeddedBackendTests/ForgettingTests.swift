import EmbeddedBackend
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// What is erased is in no table, in no index and in no byte of the files, wherever it was quoted.
struct ForgettingTests {
    private static let word = "zanzibarquokka"
    /// What the person typed when rejecting.
    private static let reason = "wombatargument"
    private static let person: PersonID = "U0QUOKKA77"
    private static let name = "Quokkaletta"
    private let folder: TemporaryFolder
    private let backend: EmbeddedBackend
    private let clock = ManualClock()

    init() async throws {
        self.folder = try TemporaryFolder()
        self.backend = try self.folder.open(clock: self.clock)
        for number in 0..<40 {
            let reference = MessageReference(
                channel: "C9", timestamp: MessageTimestamp("17689000\(number + 10).000100"))
            try await self.backend.memory.remember(.sample(reference: reference, problem: "thread \(number) stays"))
        }
        try await self.backend.memory.remember(Self.thread)
        try await self.rememberWhatQuotes()
        try await self.queueWhatCarries()
    }

    /// The person asks, somebody else answers and names the person.
    private static var thread: ThreadDocument {
        var thread = ThreadDocument.sample(
            problem: "what of \(Self.word) here?", solution: "ask @\(Self.name), or safe_load it",
            snippets: [CodeSnippet(language: .python, code: "\(Self.word)(f)")],
            pairs: [
                FixPair(
                    language: .python, before: "\(Self.word)(f)", after: "safe_\(Self.word)(f)", origin: .conversation)
            ])
        thread.messages[0].author = Self.person
        thread.messages[0].authorName = Self.name
        thread.mentions = [ThreadDocument.Mention(person: Self.person, name: Self.name)]
        return thread
    }

    private func rememberWhatQuotes() async throws {
        let title = "“what of \(Self.word) here?”"
        let change = ProposedChange.sample(updated: "safe_\(Self.word)(f)")
        try await self.backend.records.save(
            .sample(
                candidate: .sample(
                    evidence: .sampleThread(quote: "say \(Self.word)", author: Self.name), change: change,
                    guidance: "do \(Self.word)"),
                state: .rejected, decidedBy: Self.person.rawValue, reason: "\(Self.reason) is no bug"))
        try await self.backend.records.save(
            .sample(
                fixID: "fix-2", finding: .sample(fingerprint: .numbered(2)), candidate: nil,
                dropped: [DroppedCandidate(source: .thread, reason: "\(title): its code is ruby")]))
        try await self.backend.audit.append(.sample(step: "find", detail: "nothing found: thread: \(title): no code"))
        try await self.backend.audit.append(
            .sample(
                step: "approval.rejected", user: Self.person.rawValue, detail: "\(Self.reason) is no bug [approval-1]"))
        try await self.backend.approvals.save(
            .sample(state: .rejected, decidedBy: Self.person.rawValue, reason: "\(Self.reason) is no bug"))
        try await self.backend.memory.remember(
            PastFix.sample(after: "safe_\(Self.word)(f)", approvedBy: Self.person.rawValue))
        try await self.backend.templates.save(.sample(body: "{\"text\":\"\(Self.word)\"}"))
        try await self.backend.templates.count(.approved, template: "template-1")
    }

    private func queueWhatCarries() async throws {
        for (id, isBuried) in [("Ev1", true), ("Ev2", false)] {
            let body =
                #"{"event":{"channel":"C1","thread_ts":"\#(MessageReference.sample.timestamp)","user":"\#(Self.person)","text":"\#(Self.word)"}}"#
            _ = try await self.backend.queue.accept(.sample(source: .slackEvents, id: id, body: Data(body.utf8)))
            guard isBuried else { continue }
            let leased = try #require(try await self.backend.queue.lease(limit: 1, seconds: 60).first)
            try await self.backend.queue.bury(leased.receipt, reason: "no decoder")
        }
        _ = try await self.backend.queue.accept(.sample(source: .slackEvents, id: "Ev3"))
    }

    @Test func `an erased thread's words are nowhere, and what was decided stays`() async throws {
        let erasure = try await self.backend.memory.erase(thread: .sample)

        #expect(erasure.threads == 1)
        #expect(try !self.folder.holds(Self.word))
        #expect(try await self.backend.memory.threadCount() == 40)
        #expect(try await self.backend.templates.template(id: "template-1") == nil)
        #expect(try await self.backend.templates.record(template: "template-1").approved == 1)
        #expect(try await self.backend.queue.depth() == QueueDepth(waiting: 1, leased: 0, buried: 0))
        let record = try #require(try await self.backend.records.record(of: .sample))
        #expect(record.state == .rejected)
        #expect(record.candidate?.change == nil)
        #expect(record.reason == "\(Self.reason) is no bug")
    }

    @Test func `an erased person's words, id and name are nowhere, and others' words stay`() async throws {
        let erasure = try await self.backend.memory.erase(person: Self.person)

        #expect(erasure.rewritten == 1)
        #expect(try !self.folder.holds(Self.word))
        #expect(try !self.folder.holds(Self.reason))
        #expect(try !self.folder.holds(Self.person.rawValue))
        #expect(try !self.folder.holds(Self.name))
        let left = try #require(try await self.backend.memory.thread(.sample))
        #expect(left.messages.map(\.text) == ["ask @somebody, or safe_load it"])
        #expect(try await self.backend.memory.threadCount() == 41)
        let entry = try #require(
            try await self.backend.audit.entries(AuditFilter(step: "approval.rejected")).first)
        #expect(entry.user == "erased-person")
        #expect(entry.detail == "(erased) [approval-1]")
        let approval = try #require(try await self.backend.approvals.approval(id: "approval-1"))
        #expect(approval.state == .rejected)
        #expect(approval.decidedBy == "erased-person")
    }

    @Test func `a purge leaves no word of any channel`() async throws {
        let erasure = try await self.backend.memory.purge()
        #expect(erasure.threads == 41)
        for word in ["thread 7 stays", "Grace", "safe_load it"] { #expect(try !self.folder.holds(word)) }
        #expect(try await self.backend.queue.depth() == QueueDepth(waiting: 0, leased: 0, buried: 0))
        #expect(try await self.backend.audit.entries(AuditFilter()).count == 2)
    }

    @Test func `an id that begins another's is not taken for it`() async throws {
        try await self.backend.audit.append(.sample(user: Self.person.rawValue + "8", detail: "by another"))
        _ = try await self.backend.memory.erase(person: Self.person)
        #expect(try self.folder.holds(Self.person.rawValue + "8"))
    }

    @Test func `the audit allows nothing but erasing`() async throws {
        // The file's own rule, whoever writes to it: see DurabilityTests for changes and deletions.
        _ = try await self.backend.memory.erase(person: Self.person)
        let entries = try await self.backend.audit.entries(AuditFilter())
        #expect(entries.map(\.step).sorted() == ["approval.rejected", "find"])
        #expect(entries.allSatisfy { $0.fixID == "fix-2026-01-20-abc123" && $0.timestamp == .sample })
    }
}
