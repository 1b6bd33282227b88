import FoundationEssentials
import HTTPCalling
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

struct DownloadTests {
    private let caller = CurlCaller()

    private func withPath<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        let path = FileManager.default.temporaryDirectory.path + "/download-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    private static func addRoutes(_ router: Router<LoopbackContext>) {
        router.get("sixteen") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    for chunk in 0..<256 {
                        try await writer.write(ByteBuffer(repeating: UInt8(chunk), count: 64 << 10))
                    }
                    try await writer.finish(nil)
                })
        }
        router.get("empty") { _, _ in Response(status: .ok) }
        router.get("missing") { _, _ in
            Response(status: .notFound, body: ResponseBody(byteBuffer: ByteBuffer(string: "no such thing")))
        }
    }

    @Test func `sixteen mebibytes reach the file as they were sent`() async throws {
        try await withServer(Self.addRoutes) { base in
            try await self.withPath { path in
                let call = HTTPCall("GET", base + "/sixteen", answerLimit: 10)
                let answer = try await self.caller.download(call, to: path, limit: 16 << 20)
                #expect(answer.status == 200)
                #expect(answer.body.isEmpty)
                let data = try Data(contentsOf: URL(filePath: path))
                #expect(data.count == 16 << 20)
                #expect((0..<256).allSatisfy { data[$0 << 16] == UInt8($0) && data[($0 << 16) + 65535] == UInt8($0) })
            }
        }
    }

    @Test func `an answer beyond the limit leaves no file`() async throws {
        try await withServer(Self.addRoutes) { base in
            try await self.withPath { path in
                let call = HTTPCall("GET", base + "/sixteen")
                let problem = await failure { try await self.caller.download(call, to: path, limit: (16 << 20) - 1) }
                #expect(problem?.kind == .answerTooLarge)
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test func `an answer that is no success leaves no file and says why`() async throws {
        try await withServer(Self.addRoutes) { base in
            try await self.withPath { path in
                let answer = try await self.caller.download(HTTPCall("GET", base + "/missing"), to: path, limit: 1000)
                #expect(answer.status == 404)
                #expect(answer.text == "no such thing")
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test func `an empty answer is an empty file, readable by its owner only`() async throws {
        try await withServer(Self.addRoutes) { base in
            try await self.withPath { path in
                _ = try await self.caller.download(HTTPCall("GET", base + "/empty"), to: path, limit: 0)
                #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
                let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
                #expect(rights as? Int == 0o600)
            }
        }
    }

    @Test func `a file that cannot be made is told, and no call is made`() async {
        let call = HTTPCall("GET", "http://127.0.0.1:9/")
        let problem = await failure { try await self.caller.download(call, to: "/nonexistent/folder/file", limit: 10) }
        #expect(problem?.kind == .broken)
        #expect(problem?.detail.contains("/nonexistent/folder/file") == true)
    }

    @Test func `a scripted caller downloads too`() async throws {
        struct Scripted: HTTPCaller {
            func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
                HTTPAnswer(status: 200, body: Array(repeating: 7, count: call.answerLimit))
            }
        }
        try await self.withPath { path in
            let answer = try await Scripted().download(HTTPCall("GET", "http://127.0.0.1/"), to: path, limit: 5)
            #expect(answer.body.isEmpty)
            #expect(try Data(contentsOf: URL(filePath: path)) == Data([7, 7, 7, 7, 7]))
        }
    }
}
