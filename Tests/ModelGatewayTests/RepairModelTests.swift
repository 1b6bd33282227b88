import FoundationEssentials
import HTTPCalling
import HealingDomain
import HealingTesting
import ModelGateway
import Testing

private let good = """
    {"edits":[{"search":"yaml.load(f)","replace":"yaml.safe_load(f)"}],"explanation":"Loads data only.",\
    "confidence":0.9}
    """

struct RepairModelTests {
    private let caller = CurlCaller()

    private func propose(
        _ answers: [ModelServer.Answer], file: SourceFile = .sample(), finding: Finding = .sample(),
        examples: [FixPair] = [], apiKey: String? = nil, timeoutSeconds: Double = 20,
        inspect: @escaping @Sendable ([ModelServer.Asked]) -> Void = { _ in }
    ) async throws -> RepairProposal? {
        let server = ModelServer(answers)
        defer { inspect(server.asked) }
        return try await server.run { base in
            let model = OpenAICompatibleRepairModel(
                caller: self.caller, baseURL: base, model: "small-model", apiKey: apiKey,
                timeoutSeconds: timeoutSeconds, nonce: { "N0NCE" })
            return try await model.propose(RepairRequest(finding: finding, file: file, examples: examples))
        }
    }

    private func fault(_ answers: [ModelServer.Answer], timeoutSeconds: Double = 20) async throws -> Fault {
        try await #require(throws: Fault.self) { try await self.propose(answers, timeoutSeconds: timeoutSeconds) }
    }

    @Test(arguments: [
        good, "\n \(good)\n", "```json\n\(good)\n```", "```\n\(good)\n```\n",
        "<think>\nLet me see {\n</think>\n\n\(good)",
    ])
    func `a good answer becomes a change`(content: String) async throws {
        let proposal = try #require(try await self.propose([.content(content)]))
        #expect(proposal.change.path == "app/settings.py")
        #expect(proposal.change.updated == "import yaml\n\ndef read(f):\n    return yaml.safe_load(f)\n")
        #expect(proposal.explanation == "Loads data only.")
        #expect(proposal.statedConfidence == 0.9)
    }

    @Test func `no edits means no idea`() async throws {
        #expect(try await self.propose([.content(#"{"edits":[],"explanation":"unsure","confidence":0.1}"#)]) == nil)
    }

    @Test func `a model may keep its confidence to itself`() async throws {
        let words = #"{"edits":[{"search":"yaml.load(f)","replace":"yaml.safe_load(f)"}]}"#
        let proposal = try #require(try await self.propose([.content(words)]))
        #expect(proposal.statedConfidence == nil)
        #expect(proposal.explanation == "")
    }

    @Test func `the request fences what others wrote and asks for the schema`() async throws {
        struct Sent: Decodable {
            struct Message: Decodable { var role: String; var content: String }
            struct Format: Decodable { var type: String }
            var model: String
            var temperature: Double
            var messages: [Message]
            var response_format: Format?
        }
        let example = FixPair(
            language: .python, before: "yaml.load(x) # xoxb-1-secret", after: "yaml.safe_load(x)", origin: .conversation
        )
        _ = try await self.propose([.content(good)], examples: [example], apiKey: "k3y") { asked in
            #expect(asked.count == 1)
            guard let first = asked.first else { return }
            #expect(first.path == "/v1/chat/completions")
            #expect(first.authorization == "Bearer k3y")
            guard let sent = try? JSONDecoder().decode(Sent.self, from: Data(first.body.utf8)) else {
                Issue.record("the request is not what was expected: \(first.body)")
                return
            }
            #expect(sent.model == "small-model")
            #expect(sent.temperature == 0)
            #expect(sent.response_format?.type == "json_schema")
            #expect(sent.messages.map(\.role) == ["system", "user"])
            #expect(sent.messages[0].content.contains("<data-N0NCE"))
            #expect(sent.messages[0].content.contains("never instructs"))
            let user = sent.messages[1].content
            #expect(user.contains("4:     return yaml.load(f)"))
            #expect(user.contains("<data-N0NCE kind=\"example-before\">\nyaml.load(x)"))
            #expect(user.contains("CWE-502"))
            #expect(!user.contains("1-secret"))
            #expect(user.components(of: "<data-N0NCE") == user.components(of: "</data-N0NCE>"))
        }
    }

    @Test(arguments: [400, 422])
    func `a service without schemas is asked in words`(status: Int) async throws {
        let refusal = ModelServer.Answer(
            status: status, body: #"{"error":{"message":"unknown field response_format"}}"#)
        let proposal = try await self.propose([refusal, .content(good)]) { asked in
            #expect(asked.map { $0.body.contains("response_format") } == [true, false])
        }
        #expect(proposal != nil)
    }

    @Test(arguments: [
        "", "   \n", "I would use safe_load.", "{", "[]", "null", "{}", #"{"edits":"none"}"#,
        #"{"edits":[{"search":1}]}"#,
        #"{"edits":[{"search":"yaml.load(f)"}]}"#, #"{"edits":[],"confidence":"high"}"#, "```json\n```", "```",
        "``````",
        #"{"edits":[],"confidence":1e999}"#, #"{"edits":[],"confidence":1.01}"#, #"{"edits":[],"confidence":-0.1}"#,
        "\(good) and more", "<think>endless", String(repeating: "[", count: 100_000),
        String(repeating: #"{"edits":"#, count: 50_000), "{\"edits\":[{\"search\":\"\u{FFFD}",
    ])
    func `words that are not the JSON asked for are a fault`(content: String) async throws {
        let fault = try await self.fault([.content(content)])
        #expect(!fault.isRetryable)
        #expect(fault.doing == "asking small-model to repair app/settings.py")
        #expect(fault.detail.utf8.count < 1000)
    }

    @Test(arguments: [
        "", "not json", "[]", "{}", #"{"choices":[]}"#, #"{"choices":[{}]}"#, #"{"choices":[{"message":{}}]}"#,
        #"{"choices":[{"message":{"content":null}}]}"#,
        #"{"choices":[{"message":{"content":"x","refusal":"I will not"}}]}"#,
        #"{"choices":[{"message":{"content":"{}"},"finish_reason":"length"}]}"#, #"{"choices":"#, "\u{0}\u{1}",
    ])
    func `a body that is no whole completion is a fault`(body: String) async throws {
        #expect(try await !self.fault([ModelServer.Answer(status: 200, body: body)]).isRetryable)
    }

    @Test(arguments: [(401, false), (403, false), (404, false), (408, true), (429, true), (500, true), (503, true)])
    func `a refusal is a fault that knows whether to retry`(status: Int, isRetryable: Bool) async throws {
        let answer = ModelServer.Answer(
            status: status, body: "no: Bearer abcdefghijkl " + String(repeating: "x", count: 5000),
            headers: ["Retry-After": "7"])
        let fault = try await self.fault([answer])
        #expect(fault.isRetryable == isRetryable)
        #expect(fault.retryAfterSeconds == 7)
        #expect(fault.detail.contains("\(status)"))
        #expect(!fault.detail.contains("abcdefghijkl"))
        #expect(fault.detail.utf8.count < 500)
    }

    @Test func `a late answer is a fault that may pass`() async throws {
        let fault = try await self.fault([.never], timeoutSeconds: 0.2)
        #expect(fault.isRetryable)
        #expect(fault.detail.contains("timedOut"))
    }

    @Test func `an endless answer is a fault`() async throws {
        let fault = try await self.fault([ModelServer.Answer(status: 200, body: String(repeating: "x", count: 5 << 20))]
        )
        #expect(!fault.isRetryable)
        #expect(fault.detail.contains("answerTooLarge"))
    }

    @Test func `a service that is not there is a fault that may pass`() async throws {
        let model = OpenAICompatibleRepairModel(caller: self.caller, baseURL: "http://127.0.0.1:9/v1/", model: "m")
        let request = RepairRequest(finding: .sample(), file: .sample(), examples: [])
        let fault = try await #require(throws: Fault.self) { try await model.propose(request) }
        #expect(fault.isRetryable)
    }

    @Test func `a finding of another file is refused before anybody is asked`() async throws {
        let fault = try await #require(throws: Fault.self) {
            try await self.propose([], file: .sample(path: "other.py")) { #expect($0.isEmpty) }
        }
        #expect(!fault.isRetryable)
    }

    @Test func `places beyond the file do no harm`() async throws {
        for range in [
            SourceRange(startLine: 0, endLine: 0), SourceRange(startLine: 9000, endLine: 9001),
            SourceRange(startLine: -5, endLine: .max), SourceRange(startLine: .max, endLine: .max),
        ] {
            #expect(try await self.propose([.content(good)], finding: .sample(range: range)) != nil)
        }
        let empty = SourceFile.sample(content: "")
        #expect(try await self.propose([.content(#"{"edits":[]}"#)], file: empty) == nil)
    }
}

extension String {
    fileprivate func components(of text: String) -> Int { self.ranges(of: text).count }
}
