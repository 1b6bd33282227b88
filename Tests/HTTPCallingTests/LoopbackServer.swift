import HTTPCalling
import Hummingbird
import Logging
import NIOCore

/// A request context that knows which client port a request came from.
struct LoopbackContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let remotePort: Int

    init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.remotePort = source.channel.remoteAddress?.port ?? 0
    }
}

/// Runs a real server on 127.0.0.1 while `body` runs, which gets its base URL.
func withServer<Value: Sendable>(
    _ build: (Router<LoopbackContext>) -> Void, _ body: @escaping @Sendable (String) async throws -> Value
) async throws -> Value {
    let router = Router(context: LoopbackContext.self)
    build(router)
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "loopback")
    logger.logLevel = .critical
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
            return try await body("http://127.0.0.1:\(await iterator.next() ?? 0)")
        }
        defer { group.cancelAll() }
        while let value = try await group.next() {
            if let value { return value }
        }
        throw CancellationError()
    }
}

/// Waits until its task is cancelled.
func waitForEver() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in stream {}
    continuation.finish()
}

/// The failure that `body` ends with; `nil` where it answers.
func failure(_ body: () async throws -> HTTPAnswer) async -> HTTPFailure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? HTTPFailure
    }
}
