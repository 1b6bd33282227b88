import FoundationEssentials
import GitHubGateway
import HTTPTypes
import HealingDomain
import Hummingbird
import Logging
import Metrics
import NIOCore
import SlackGateway

/// The four doors of section 9: check the raw bytes, make the delivery durable, answer. Nothing else happens before the ack.
struct IntakeRoutes: Sendable {
    let slack: SlackIntake
    let github: GitHubIntake
    let inbox: any DeliveryInbox
    let now: @Sendable () -> Date
    let logger: Logger

    /// Slack's own payloads stay far below this.
    static let slackBodyLimit = 1 << 20

    func add(to router: Router<BasicRequestContext>) {
        for door in SlackRequest.Door.allCases {
            router.post(RouterPath("slack/\(door.rawValue)")) { request, _ in await self.receive(request, at: door) }
        }
        router.post("github/webhooks") { request, _ in await self.receiveWebhook(request) }
    }

    private func receive(_ request: Request, at door: SlackRequest.Door) async -> Response {
        guard let body = await request.wholeBody(limit: Self.slackBodyLimit) else { return self.tooLarge("slack") }
        let outcome = self.slack.receive(
            SlackRequest(door: door, body: body) { request.header($0) }, now: self.now())
        switch outcome {
        case .challenge(let text): return .text(text)
        case .sslCheck: return Response(status: .ok)
        case .deliver(let delivery): return await self.accept(delivery)
        case .refuse(let status, let reason): return self.refuse(status, reason, "slack")
        }
    }

    private func receiveWebhook(_ request: Request) async -> Response {
        guard let body = await request.wholeBody(limit: GitHubIntake.bodyLimit) else { return self.tooLarge("github") }
        switch self.github.receive(header: { request.header($0) }, body: body, now: self.now()) {
        case .deliver(let delivery): return await self.accept(delivery)
        case .refuse(let status, let reason): return self.refuse(status, reason, "github")
        }
    }

    private func accept(_ delivery: Delivery) async -> Response {
        do throws(Fault) {
            let acceptance = try await self.inbox.accept(delivery)
            self.count(delivery.source.rawValue, acceptance == .accepted ? "accepted" : "duplicate")
            return Response(status: .ok)
        } catch {
            self.count(delivery.source.rawValue, "not_durable")
            self.logger.error("delivery not durable", metadata: ["error": "\(error)"])
            return .text("the delivery could not be stored; please try again", status: .serviceUnavailable)
        }
    }

    private func refuse(_ status: Int, _ reason: String, _ source: String) -> Response {
        self.count(source, "refused_\(status)")
        self.logger.notice(
            "request refused", metadata: ["source": "\(source)", "status": "\(status)", "reason": "\(reason)"])
        return .text(reason, status: .init(code: status))
    }

    private func tooLarge(_ source: String) -> Response {
        self.refuse(413, "the body is too large, or broke off", source)
    }

    private func count(_ source: String, _ outcome: String) {
        Counter(label: "codehealer_intake_total", dimensions: [("source", source), ("outcome", outcome)]).increment()
    }
}

extension Request {
    /// `nil` where the body is over the limit or did not arrive whole.
    fileprivate func wholeBody(limit: Int) async -> Data? {
        guard let buffer = try? await self.body.collect(upTo: limit) else { return nil }
        return Data(buffer.readableBytesView)
    }

    fileprivate func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { self.headers[$0] }
    }
}

extension Response {
    static func text(_ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8")
        -> Response
    {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
