import HealingDomain
import Metrics
import ServiceLifecycle
import SlackGateway

/// Socket Mode as a service: it ends with the server. Where Slack refuses it for good the server goes on, not ready, and
/// says what to mend.
struct SocketModeService: Service, CustomStringConvertible {
    private static let subject = "slack socket"
    let socketMode: SocketMode
    let description = "slack socket"

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.socketMode.run()
            // A service that returns would end the server.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        }
    }

    static func observer(telling readiness: Readiness) -> SocketModeObserver {
        SocketModeObserver(
            problem: { problem in
                await readiness.report(Self.subject, problem: problem)
                // Slack keeps nothing for an app without a socket: what was said meanwhile has to be read up.
                if problem != nil { await readiness.noteGap() }
            },
            count: { occurrence in
                Counter(label: "codehealer_socket_mode_total", dimensions: [("occurrence", occurrence.rawValue)])
                    .increment()
            })
    }
}

/// Counts what becomes durable, as the HTTP doors do.
struct CountedInbox: DeliveryInbox {
    let inbox: any DeliveryInbox
    private let tally = IntakeTally()

    init(inbox: any DeliveryInbox) { self.inbox = inbox }

    func accept(_ delivery: Delivery) async throws(Fault) -> Acceptance {
        do throws(Fault) {
            let acceptance = try await self.inbox.accept(delivery)
            self.count(delivery, acceptance == .accepted ? "accepted" : "duplicate")
            return acceptance
        } catch {
            self.count(delivery, "not_durable")
            throw error
        }
    }

    private func count(_ delivery: Delivery, _ outcome: String) {
        self.tally.count(delivery.source.rawValue, outcome)
    }
}
