import Foundation
import HTTPCalling
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A GitHub on loopback: one repository, `acme/shop`, in memory, with the endpoints that the code host needs, and
/// faults that a test plants. Its answers have the shapes of the recorded exchanges.
final class FakeGitHub: Sendable {
    struct Commit {
        var tree: String
        var parents: [String]
        var message: String
        var author = "codehealer"
    }

    struct Pull {
        var number: Int
        var head: String
        var headSHA: String
        var base: String
        var baseSHA: String
        var title = ""
        var body = ""
        var isDraft = false
        var state = "open"
        var mergeSHA: String?
        var comments: [String] = []
        var labels: [String] = []
        /// `nil` is a fork that is gone.
        var headRepository: String? = "acme/shop"
        var maintainersMayPush = false
        var reviews: [Review] = []
    }

    struct Review {
        var id: Int
        var body: String
        var commit: String
        var comments: [Comment]
    }

    struct Comment: Equatable {
        var path: String
        var body: String
        var lines: ClosedRange<Int>
    }

    struct State {
        /// Tree → path → mode and text.
        var trees: [String: [String: (mode: String, text: Data)]] = [:]
        var commits: [String: Commit] = [:]
        var branches: [String: String] = [:]
        var pulls: [Int: Pull] = [:]
        var nextNumber = 1
        var protectedBranches: Set<String> = []
        /// Path → the patch that the pull request's diff shows, instead of the whole file.
        var patches: [String: String] = [:]
        /// Happens once a tree was written, as if somebody pushed at that moment.
        var afterTree: (@Sendable (inout State) -> Void)?
        var requests: [String] = []
        /// `METHOD /path/prefix` → answers to give instead, each once. Status 0 works and then breaks the answer.
        var faults: [String: [HTTPAnswer]] = [:]
        var comparison: String?
        /// Where it is called, for links to next pages.
        var address = ""
    }

    let state = Mutex(State())

    /// Runs the server and hands its API address to `body`.
    func run(_ body: @Sendable @escaping (String) async throws -> Void) async throws {
        let router = Router()
        for method: HTTPRequest.Method in [.get, .post, .patch, .put, .delete] {
            router.on("/**", method: method) { request, _ in try await self.answer(request) }
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "fake-github")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                for await number in ports {
                    let address = "http://127.0.0.1:\(number)/api/v3"
                    self.state.withLock { $0.address = address }
                    try await body(address)
                    return
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Adds a commit with these files and returns its id.
    @discardableResult
    func commit(
        _ files: [String: String], parents: [String] = [], message: String = "a commit", author: String = "ada",
        executable: Set<String> = []
    ) -> String {
        self.state.withLock { state in
            var tree: [String: (mode: String, text: Data)] = [:]
            for (path, text) in files {
                tree[path] = (executable.contains(path) ? "100755" : "100644", Data(text.utf8))
            }
            let name = state.add(tree)
            return state.add(Commit(tree: name, parents: parents, message: message, author: author))
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let bytes = try await request.body.collect(upTo: 8 << 20)
        let body = (try? JSONSerialization.jsonObject(with: Data(bytes.readableBytesView))) as? [String: Any] ?? [:]
        let method = request.method.rawValue
        let path = request.uri.path
        let query = request.uri.queryParameters.reduce(into: [String: String]()) {
            $0[String($1.key)] = String($1.value)
        }
        let answer = self.state.withLock { state in
            state.requests.append("\(method) \(path)")
            let key = state.faults.keys.filter { "\(method) \(path)".hasPrefix($0) }.max { $0.count < $1.count }
            if let key, let planted = state.faults[key]?.first {
                state.faults[key]?.removeFirst()
                if planted.status != 0 { return planted }
                _ = state.handle(method, path, query, body)
                return HTTPAnswer(status: 0)
            }
            return state.handle(method, path, query, body)
        }
        guard answer.status != 0 else { return Response(status: .ok, body: ResponseBody { _ in throw BrokenAnswer() }) }
        var headers = HTTPFields()
        for field in answer.headers { HTTPField.Name(field.name).map { headers[$0] = field.value } }
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private struct BrokenAnswer: Error {}
}
