import HTTPCalling
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

struct CurlCallerFailureTests {
    private let caller = CurlCaller()

    @Test func `cancelling the task ends a running call`() async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        try await withServer { router in
            router.get("never") { _, _ in
                arrived.yield()
                await waitForEver()
                return ""
            }
        } _: { base in
            let task = Task { try await self.caller.call(HTTPCall("GET", base + "/never")) }
            var iterator = arrivals.makeAsyncIterator()
            await iterator.next()
            task.cancel()
            #expect(await failure { try await task.value }?.kind == .cancelled)
        }
    }

    @Test func `a call of a cancelled task is never made`() async throws {
        try await withServer { router in
            router.get("reached") { _, _ in
                Issue.record("the call was made")
                return ""
            }
        } _: { base in
            for _ in 0..<50 {
                let task = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await self.caller.call(HTTPCall("GET", base + "/reached"))
                }
                #expect(await failure { try await task.value }?.kind == .cancelled)
            }
        }
    }

    @Test(arguments: [0.2, 0, -1, Double.nan])
    func `a call without an answer times out`(seconds: Double) async throws {
        try await withServer { router in
            router.get("never") { _, _ in
                await waitForEver()
                return ""
            }
        } _: { base in
            let call = HTTPCall("GET", base + "/never", timeoutSeconds: seconds)
            let problem = await failure { try await self.caller.call(call) }
            #expect(problem?.kind == .timedOut)
            #expect(problem?.isRetryable == true)
        }
    }

    @Test func `an answer may be as long as its limit and no longer`() async throws {
        try await withServer { router in
            router.get("long") { _, _ in String(repeating: "x", count: 100_000) }
        } _: { base in
            let fits = HTTPCall("GET", base + "/long", answerLimit: 100_000)
            let whole = try await self.caller.call(fits)
            #expect(whole.body.count == 100_000)
            let overflows = HTTPCall("GET", base + "/long", answerLimit: 99_999)
            #expect(await failure { try await self.caller.call(overflows) }?.kind == .answerTooLarge)
        }
    }

    @Test func `a connection that breaks in the middle is a failure, and the next call works`() async throws {
        struct Broken: Error {}
        try await withServer { router in
            router.get("broken") { _, _ in
                Response(
                    status: .ok,
                    body: ResponseBody(contentLength: 1000) { writer in
                        try await writer.write(ByteBuffer(string: "only this"))
                        throw Broken()
                    })
            }
            router.get("whole") { _, _ in "whole" }
        } _: { base in
            for _ in 0..<3 {
                let problem = await failure { try await self.caller.call(HTTPCall("GET", base + "/broken")) }
                #expect(problem?.kind == .broken)
                let next = try await self.caller.call(HTTPCall("GET", base + "/whole"))
                #expect(next.text == "whole")
            }
        }
    }

    @Test func `endless headers are a failure`() async throws {
        try await withServer { router in
            router.get("headers") { _, _ in
                var headers = HTTPFields()
                for number in 0..<100 {
                    headers.append(HTTPField(name: .init("X-\(number)")!, value: String(repeating: "v", count: 4000)))
                }
                return Response(status: .ok, headers: headers)
            }
        } _: { base in
            #expect(await failure { try await self.caller.call(HTTPCall("GET", base + "/headers")) } != nil)
        }
    }

    @Test(arguments: [
        "", "no url", "/path", "example.com/path", "http://", "http://[::1", "http://a b/", "http://127.0.0.1:99999/",
        "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://127.0.0.1/\u{0}",
        "http://127.0.0.1/\r\nX: y",
        "http://127.0.0.1/a b", "dict://127.0.0.1/", "http://ex\u{0}ample/",
    ])
    func `a URL that is none, or none of HTTP, is refused`(url: String) async {
        let problem = await failure { try await self.caller.call(HTTPCall("GET", url)) }
        #expect(problem?.kind == .badURL)
        #expect(problem?.isRetryable == false)
    }

    @Test(arguments: [
        HTTPField("X-Test", "a\r\nInjected: yes"), HTTPField("X-Test", "a\nb"), HTTPField("X-Test", "a\u{0}b"),
        HTTPField("X Test", "a"), HTTPField("", "a"), HTTPField("X-Test: a\r\nY", "b"), HTTPField("X:", "a"),
    ])
    func `a header that would break out of its line is refused`(field: HTTPCalling.HTTPField) async {
        let call = HTTPCall("GET", "http://127.0.0.1:9/", headers: [field])
        #expect(await failure { try await self.caller.call(call) }?.kind == .badURL)
    }

    @Test(arguments: ["", "GET /x HTTP/1.1\r\n", "G T", "GÉT"])
    func `a method that is no token is refused`(method: String) async {
        #expect(await failure { try await self.caller.call(HTTPCall(method, "http://127.0.0.1:9/")) }?.kind == .badURL)
    }

    @Test func `nobody listening is told as such`() async {
        let problem = await failure { try await self.caller.call(HTTPCall("GET", "http://127.0.0.1:9/")) }
        #expect(problem?.kind == .couldNotConnect)
        #expect(problem?.isRetryable == true)
    }

    @Test func `plain HTTP where TLS was asked for is a TLS failure`() async throws {
        try await withServer { _ in
        } _: { base in
            let url = base.replacing("http://", with: "https://")
            #expect(await failure { try await self.caller.call(HTTPCall("GET", url)) }?.kind == .tls)
        }
    }

    @Test func `a caller that was shut down refuses, and ends what was running`() async throws {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        try await withServer { router in
            router.get("never") { _, _ in
                arrived.yield()
                await waitForEver()
                return ""
            }
        } _: { base in
            let caller = CurlCaller()
            async let running = failure { try await caller.call(HTTPCall("GET", base + "/never")) }
            var iterator = arrivals.makeAsyncIterator()
            await iterator.next()
            await caller.shutdown()
            #expect(await running?.kind == .cancelled)
            #expect(await failure { try await caller.call(HTTPCall("GET", base + "/never")) }?.kind == .cancelled)
            await caller.shutdown()
        }
    }
}
