import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SlackGateway
import Synchronization

/// A Web API on loopback whose answers a test writes down beforehand; it keeps what it was asked.
final class SlackStandIn: Sendable {
    struct Asked: Sendable {
        var method: String
        var contentType: String
        var authorization: String
        var body: String
        var json: JSONValue { (try? JSONValue(parsing: self.body.utf8)) ?? .null }
        var form: FormFields { FormFields(Data(self.body.utf8)) }
    }

    struct Answer: Sendable {
        var status = 200
        var retryAfter: String?
        var scopes: String?
        var body: String
        static func ok(_ body: String) -> Self { Self(body: body) }
        static func limited(_ seconds: String) -> Self {
            Self(status: 429, retryAfter: seconds, body: #"{"ok":false,"error":"ratelimited"}"#)
        }
    }

    private let script: Mutex<[String: [Answer]]>
    private let log = Mutex<[Asked]>([])

    /// Per method, the answers in order; the last one is given again and again.
    init(_ script: [String: [Answer]]) { self.script = Mutex(script) }

    var asked: [Asked] { self.log.withLock { $0 } }

    /// Serves on a free port of loopback while `body` runs; `body` is given the address of the API.
    func serving<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws -> Value {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let router = Router()
        router.post("/api/:method") { request, context in
            try await self.answer(request, context.parameters.get("method") ?? "")
        }
        var logger = Logger(label: "stand-in")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = ports.makeAsyncIterator()
            let number = await iterator.next() ?? 0
            defer { group.cancelAll() }
            return try await body("http://127.0.0.1:\(number)/api")
        }
    }

    private func answer(_ request: Request, _ method: String) async throws -> Response {
        let bytes = try await request.body.collect(upTo: 1 << 20)
        self.log.withLock {
            $0.append(
                Asked(
                    method: method, contentType: request.headers[.contentType] ?? "",
                    authorization: request.headers[.authorization] ?? "", body: String(buffer: bytes)))
        }
        let answer = self.script.withLock { script in
            let answers = script[method] ?? [.ok(#"{"ok":false,"error":"unknown_method"}"#)]
            if answers.count > 1 { script[method] = Array(answers.dropFirst()) }
            return answers[0]
        }
        var headers: HTTPFields = [.contentType: "application/json"]
        if let seconds = answer.retryAfter { headers[.retryAfter] = seconds }
        if let scopes = answer.scopes, let name = HTTPTypes.HTTPField.Name("x-oauth-scopes") { headers[name] = scopes }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: answer.body)))
    }
}
