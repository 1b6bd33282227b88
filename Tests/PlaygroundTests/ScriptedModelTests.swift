import HTTPCalling
import Playground
import Testing

struct ScriptedModelTests {
    private func ask(_ model: ScriptedModel, _ prompt: String) async throws -> String {
        let body: JSON = ["model": "m", "messages": [["role": "user", "content": .string(prompt)]]]
        let answer = try await CurlCaller().call(
            HTTPCall(
                "POST", "\(model.url)/chat/completions", headers: [HTTPField("Content-Type", "application/json")],
                body: body.bytes))
        return try #require(JSON(parsing: answer.body)?["choices"]?[0]?["message"]?["content"]?.string)
    }

    private func serving(_ model: ScriptedModel, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ready, isReady) = AsyncStream<Void>.makeStream()
            group.addTask {
                defer { isReady.finish() }
                try await model.run { isReady.finish() }
            }
            for await _ in ready {}
            defer { group.cancelAll() }
            try await body()
        }
    }

    @Test func `a secret is moved into the environment`() async throws {
        let model = ScriptedModel()
        try await self.serving(model) {
            let answer = try await self.ask(model, "File:\nimport smtplib\n\nMAIL_PASSWORD = \"tr0ub4dor\"\n")
            let edits = try #require(JSON(parsing: answer)?["edits"]?.array)
            #expect(edits[0]["search"] == "MAIL_PASSWORD = \"tr0ub4dor\"")
            #expect(edits[0]["replace"] == "MAIL_PASSWORD = os.environ[\"MAIL_PASSWORD\"]")
            #expect(edits[1]["replace"] == "import os\nimport smtplib")
            #expect(model.calls == 1)
        }
    }

    @Test func `what it does not know it says, and what is broken is broken`() async throws {
        let model = ScriptedModel()
        try await self.serving(model) {
            let clueless = try await self.ask(model, "print(1)")
            #expect(JSON(parsing: clueless)?["edits"]?.array == [])
            model.mode = .malformed
            let malformed = try await self.ask(model, "print(1)")
            #expect(JSON(parsing: malformed) == nil)
        }
    }
}
