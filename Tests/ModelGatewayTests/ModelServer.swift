import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A scripted model service on 127.0.0.1: it answers from a list and keeps what it was asked.
final class ModelServer: Sendable {
    struct Answer: Sendable {
        var status: Int
        var body: String
        var headers: [String: String] = [:]
        var isNever = false

        static func content(_ content: String) -> Self {
            Self(
                status: 200,
                body: #"{"choices":[{"index":0,"message":{"role":"assistant","content":\#(quoted(content))}}]}"#)
        }

        static let never = Self(status: 200, body: "", isNever: true)
    }

    struct Asked: Sendable {
        var path: String
        var authorization: String?
        var body: String
    }

    private let answers: Mutex<[Answer]>
    private let log = Mutex<[Asked]>([])

    init(_ answers: [Answer]) { self.answers = Mutex(answers) }

    var asked: [Asked] { self.log.withLock { $0 } }

    /// Runs the server while `body` runs with its base URL.
    func run<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws -> Value {
        let router = Router()
        for path in ["v1/chat/completions", "v1/embeddings"] {
            router.post(.init(path)) { request, _ in try await self.answer(request) }
        }
        var logger = Logger(label: "model")
        logger.logLevel = .critical
        let (ports, ready) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in ready.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await application.runService(gracefulShutdownSignals: [])
                return nil
            }
            group.addTask {
                var iterator = ports.makeAsyncIterator()
                return try await body("http://127.0.0.1:\(await iterator.next() ?? 0)/v1")
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = String(buffer: try await request.body.collect(upTo: 8 << 20))
        self.log.withLock {
            $0.append(Asked(path: request.uri.path, authorization: request.headers[.authorization], body: body))
        }
        let next = self.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { return Response(status: .internalServerError) }
        if next.isNever {
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            for await _ in stream {}
            continuation.finish()
        }
        var headers = HTTPFields()
        for (name, value) in next.headers { headers[HTTPField.Name(name)!] = value }
        return Response(
            status: .init(code: next.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: next.body)))
    }
}

/// A text as a JSON string.
func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
        switch scalar {
        case "\"": #"\""#
        case "\\": #"\\"#
        case _ where scalar.value < 32:
            "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: String(scalar)
        }
    }
    return "\"\(escaped.joined())\""
}
