import ControlPlane
import HealingDomain
import ServiceLifecycle

/// Says what could not be said at once, until the server ends.
struct OutboxService: Service, CustomStringConvertible {
    let dispatcher: OutboxDispatcher
    let description = "outbox"

    func run() async throws { await cancelWhenGracefulShutdown { await self.dispatcher.run() } }
}

/// What `status` and App Home say of the outbox: nothing while all was said.
enum OutboxHealth {
    static func of(_ outbox: any Outbox) async -> [ConnectionHealth] {
        guard let depth = try? await outbox.depth(), depth.waiting + depth.buried > 0 else { return [] }
        let waiting = depth.waiting == 1 ? "1 message waits" : "\(depth.waiting) messages wait"
        guard depth.buried > 0 else { return [ConnectionHealth(name: "outbox", isHealthy: true, detail: waiting)] }
        let problem = depth.problem.map { ": \($0)" } ?? ""
        return [
            ConnectionHealth(
                name: "outbox", isHealthy: false,
                detail: "\(waiting), \(depth.buried) could not be said\(problem). "
                    + "They are tried again when I am invited to the channel or started anew.")
        ]
    }
}
