import NIOCore
import NIOPosix

/// Serves WebSockets on a free port of 127.0.0.1 while `body` runs, which is given `ws://127.0.0.1:port`. `handle` is
/// called for each connection, with its number from 0, before the handshake; when it returns the connection ends.
package func servingWebSockets<Value: Sendable>(
    _ handle: @escaping @Sendable (WebSocketPeer, Int) async throws -> Void,
    while body: @escaping @Sendable (String) async throws -> Value
) async throws -> Value {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    let port = server.channel.localAddress?.port ?? 0
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask {
            try await accept(server, handle)
            return nil
        }
        group.addTask { try await body("ws://127.0.0.1:\(port)") }
        defer { group.cancelAll() }
        while let value = try await group.next() {
            if let value { return value }
        }
        throw CancellationError()
    }
}

private func accept(
    _ server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>,
    _ handle: @escaping @Sendable (WebSocketPeer, Int) async throws -> Void
) async throws {
    try await server.executeThenClose { connections in
        try await withThrowingDiscardingTaskGroup { group in
            var number = 0
            for try await connection in connections {
                let index = number
                number += 1
                group.addTask {
                    // A client that goes away ends its connection only.
                    try? await connection.executeThenClose { inbound, outbound in
                        try await handle(WebSocketPeer(inbound, outbound), index)
                    }
                }
            }
        }
    }
}
