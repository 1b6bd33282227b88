import HTTPCalling
import HealingDomain
import ModelGateway
import Testing

struct EmbedderTests {
    private let caller = CurlCaller()

    private func embed(
        _ texts: [String], _ bodies: [String], status: Int = 200, style: PurposeStyle = .none,
        inspect: @escaping @Sendable ([ModelServer.Asked]) -> Void = { _ in }
    ) async throws -> [[Float]] {
        let server = ModelServer(bodies.map { ModelServer.Answer(status: status, body: $0) })
        defer { inspect(server.asked) }
        return try await server.run { base in
            let embedder = OpenAICompatibleEmbedder(
                caller: self.caller, baseURL: base, model: "embed", dimension: 2, style: style)
            #expect(embedder.identity == "embed@2")
            return try await embedder.embed(texts, as: .query)
        }
    }

    @Test func `vectors come in the order of the texts, at unit length`() async throws {
        let body = #"{"data":[{"index":1,"embedding":[0,-5]},{"index":0,"embedding":[3,4]}]}"#
        let vectors = try await self.embed(["a", "b"], [body]) { asked in
            #expect(asked.map(\.path) == ["/v1/embeddings"])
            #expect(asked.first?.body.contains(#""input":["a","b"]"#) == true)
        }
        #expect(vectors == [[0.6, 0.8], [0, -1]])
    }

    @Test func `many texts go in batches`() async throws {
        func body(_ count: Int) -> String {
            let items = (0..<count).map { #"{"index":\#($0),"embedding":[1,\#($0)]}"# }
            return #"{"data":[\#(items.joined(separator: ","))]}"#
        }
        let vectors = try await self.embed(Array(repeating: "t", count: 130), [body(64), body(64), body(2)]) {
            #expect($0.count == 3)
        }
        #expect(vectors.count == 130)
        #expect(vectors[64] == [1, 0])
    }

    @Test func `no texts need no call`() async throws {
        let vectors = try await self.embed([], []) { #expect($0.isEmpty) }
        #expect(vectors.isEmpty)
    }

    @Test(arguments: [
        (PurposeStyle.prefixes(query: "query: ", passage: "passage: "), #"["query: a"]"#),
        (.inputType, #""input_type":"query""#),
    ])
    func `a model learns what the text is for in its own way`(style: PurposeStyle, sent: String) async throws {
        _ = try await self.embed(["a"], [#"{"data":[{"index":0,"embedding":[1,0]}]}"#], style: style) { asked in
            #expect(asked.first?.body.contains(sent) == true)
        }
    }

    @Test func `secrets and empty texts are not sent as they are`() async throws {
        let body = #"{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1,0]}]}"#
        _ = try await self.embed(["ghp_secret1", ""], [body]) { asked in
            #expect(asked.first?.body.contains(#"["ghp_[redacted]"," "]"#) == true)
        }
    }

    @Test(arguments: [
        "", "{}", #"{"data":[]}"#, #"{"data":[{"index":0,"embedding":[1]}]}"#,
        #"{"data":[{"index":0,"embedding":[1,2,3]}]}"#,
        #"{"data":[{"index":1,"embedding":[1,0]}]}"#, #"{"data":[{"index":0,"embedding":[0,0]}]}"#,
        #"{"data":[{"index":0,"embedding":[1e99,0]}]}"#, #"{"data":[{"index":0,"embedding":["1",0]}]}"#,
        #"{"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[1,0]}]}"#, #"{"data":[{"embedding":[1,0]}]}"#,
    ])
    func `an answer that is not one vector a text is a fault`(body: String) async throws {
        let fault = try await #require(throws: Fault.self) { try await self.embed(["a"], [body]) }
        #expect(!fault.isRetryable)
    }

    @Test func `a busy service is a fault that may pass`() async throws {
        let fault = try await #require(throws: Fault.self) { try await self.embed(["a"], ["busy"], status: 503) }
        #expect(fault.isRetryable)
    }
}
