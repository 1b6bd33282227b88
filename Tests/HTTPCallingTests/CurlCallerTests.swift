import HTTPCalling
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

struct CurlCallerTests {
    private let caller = CurlCaller()

    @Test func `an answer arrives whole, whatever its status`() async throws {
        try await withServer { router in
            router.get("teapot") { _, _ in
                Response(
                    status: 418, headers: [.contentType: "text/plain", .init("X-Mixed-Case")!: " a value "],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: "short and stout")))
            }
        } _: { base in
            let answer = try await self.caller.call(HTTPCall("GET", base + "/teapot"))
            #expect(answer.status == 418)
            #expect(!answer.isSuccess)
            #expect(answer.text == "short and stout")
            #expect(answer.header("x-mixed-case") == "a value")
            #expect(answer.header("CONTENT-TYPE") == "text/plain")
            #expect(answer.header("absent") == nil)
        }
    }

    @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    func `method, headers and body arrive as given`(method: String) async throws {
        try await withServer { router in
            for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .options] {
                router.on("echo", method: method) { request, _ in
                    let body = try await request.body.collect(upTo: 1 << 20)
                    let headers = request.headers
                    return [
                        request.method.rawValue, headers[.contentType] ?? "no type", headers[.expect] ?? "no expect",
                        headers[.authorization] ?? "no authorization", headers[.init("X-Empty")!] ?? "no empty",
                        String(buffer: body),
                    ].joined(separator: "|")
                }
            }
        } _: { base in
            let headers = [HTTPField("Authorization", "Bearer t"), HTTPField("X-Empty", "")]
            let body = String(repeating: "b", count: 4000)
            let full = try await self.caller.call(
                HTTPCall(
                    method, base + "/echo", headers: headers + [HTTPField("content-type", "text/x")],
                    body: Array(body.utf8)))
            #expect(full.text == "\(method)|text/x|no expect|Bearer t||\(body)")
            let bare = try await self.caller.call(HTTPCall(method, base + "/echo"))
            #expect(bare.text == "\(method)|no type|no expect|no authorization|no empty|")
        }
    }

    @Test func `HEAD has headers and no body`() async throws {
        try await withServer { router in
            router.head("page") { _, _ in Response(status: .ok, headers: [.contentLength: "5000"]) }
        } _: { base in
            let answer = try await self.caller.call(HTTPCall("HEAD", base + "/page", answerLimit: 10))
            #expect(answer.status == 200)
            #expect(answer.header("Content-Length") == "5000")
            #expect(answer.body.isEmpty)
        }
    }

    @Test func `gzip is undone, and counts with its full length`() async throws {
        // One thousand letters, packed by zlib at level 9.
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 76, 28, 5, 163, 96, 20, 12, 119, 0, 0, 3, 218, 56, 154, 232, 3, 0, 0,
        ]
        try await withServer { router in
            router.get("packed") { request, _ in
                #expect(request.headers[.acceptEncoding]?.contains("gzip") == true)
                return Response(
                    status: .ok, headers: [.contentEncoding: "gzip"],
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: packed)))
            }
        } _: { base in
            let answer = try await self.caller.call(HTTPCall("GET", base + "/packed", answerLimit: 1000))
            #expect(answer.text == String(repeating: "a", count: 1000))
            let problem = await failure {
                try await self.caller.call(HTTPCall("GET", base + "/packed", answerLimit: 999))
            }
            #expect(problem?.kind == .answerTooLarge)
        }
    }

    @Test func `calls one after the other share a connection`() async throws {
        try await withServer { router in
            router.get("port") { _, context in "\(context.remotePort)" }
        } _: { base in
            var ports: Set<String> = []
            for _ in 0..<5 { ports.insert(try await self.caller.call(HTTPCall("GET", base + "/port")).text) }
            #expect(ports.count == 1)
        }
    }

    @Test func `fifty calls at once each get their own answer`() async throws {
        try await withServer { router in
            router.get("number/:number") { _, context in context.parameters.get("number") ?? "" }
        } _: { base in
            let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        for round in 0..<4 {
                            let text = "\(number)x\(round)"
                            let answer = try await self.caller.call(HTTPCall("GET", "\(base)/number/\(text)"))
                            if answer.text != text { return true }
                        }
                        return false
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(wrong == 0)
        }
    }

    @Test func `no more connections are opened than allowed`() async throws {
        let narrow = CurlCaller(options: CurlOptions(connectionsPerHost: 2))
        try await withServer { router in
            router.get("port") { _, context in "\(context.remotePort)" }
        } _: { base in
            let ports = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { try await narrow.call(HTTPCall("GET", base + "/port")).text } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(ports.count <= 2)
        }
    }

    @Test func `a redirect is an answer`() async throws {
        try await withServer { router in
            router.get("old") { _, _ in Response(status: .found, headers: [.location: "/new"]) }
            router.get("new") { _, _ in "followed" }
        } _: { base in
            let answer = try await self.caller.call(HTTPCall("GET", base + "/old"))
            #expect(answer.status == 302)
            #expect(answer.header("location") == "/new")
        }
    }

    @Test func `a proxy is never asked for this machine, and always for others`() async throws {
        // Nothing listens on port 9.
        let behindProxy = CurlCaller(options: CurlOptions(proxy: "http://127.0.0.1:9"))
        try await withServer { router in
            router.get("direct") { _, _ in "direct" }
        } _: { base in
            let direct = try await behindProxy.call(HTTPCall("GET", base + "/direct"))
            #expect(direct.text == "direct")
            let problem = await failure { try await behindProxy.call(HTTPCall("GET", "http://service.invalid/")) }
            #expect(problem?.kind == .couldNotConnect)
            #expect(problem?.detail.contains("port 9") == true)
        }
    }
}
