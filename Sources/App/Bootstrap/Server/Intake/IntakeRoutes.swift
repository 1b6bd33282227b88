import FoundationEssentials
import GitHubGateway
import HTTPTypes
import Hummingbird
import NIOCore

/// GitHub's door of section 9. Its bodies may be large, so that a task of its own checks each; Slack's doors are
/// answered on the connection (`SlackDoorHandler`).
struct IntakeRoutes: Sendable {
    let desk: IntakeDesk

    func add(to router: Router<BasicRequestContext>) {
        router.post("github/webhooks") { request, _ in
            guard let body = await request.wholeBody(limit: GitHubIntake.bodyLimit) else {
                return Response(self.desk.tooLarge("github"))
            }
            return Response(await self.desk.receiveWebhook(header: { request.header($0) }, body: body))
        }
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
    fileprivate init(_ answer: IntakeAnswer) {
        self =
            answer.text.isEmpty
            ? Response(status: .init(code: answer.status)) : .text(answer.text, status: .init(code: answer.status))
    }

    static func text(_ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8")
        -> Response
    {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
