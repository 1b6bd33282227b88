import Cryptography
import HTTPTypes
import Hummingbird

/// Slack's side of the wire: the Web API and `response_url`.
struct SlackRoutes: Sendable {
    let workspace: SlackWorkspace
    let botToken: String

    func add(to router: Router<BasicRequestContext>) {
        router.get("/slack/api/:method", use: self.call)
        router.post("/slack/api/:method", use: self.call)
        router.post("/slack/response/:team/:id", use: self.respond)
    }

    @Sendable
    private func call(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let method = context.parameters.get("method") ?? ""
        let body = try await request.bytes()
        let isJSON = request.headers[.contentType]?.lowercased().hasPrefix("application/json") ?? false
        var arguments = JSON.object(request.query.mapValues(JSON.string))
        if isJSON && !SlackWorkspace.formOnlyMethods.contains(method) {
            guard let fields = body.isEmpty ? [:] : JSON(parsing: body), fields.object != nil else {
                return .json(SlackError("invalid_json").answer)
            }
            arguments = arguments.merging(fields)
        } else if !isJSON {
            let form = FormFields.parse(String(decoding: body, as: UTF8.self))
            arguments = arguments.merging(.object(form.mapValues(JSON.string)))
        }
        let token = request.bearer ?? (isJSON ? nil : arguments["token"]?.string)
        if method != "api.test" {
            guard let token else { return .json(SlackError("not_authed").answer) }
            guard constantTimeEquals(token, self.botToken) else { return .json(SlackError("invalid_auth").answer) }
        }
        let answer = await self.workspace.call(method, arguments)
        return .json(answer, headers: [.oauthScopes: Self.scopes])
    }

    @Sendable
    private func respond(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let body = JSON(parsing: try await request.bytes()) else {
            return .text("invalid_payload", status: .badRequest)
        }
        let answer = await self.workspace.respond(context.parameters.get("id") ?? "", body)
        return .text(answer.text, status: HTTPResponse.Status(code: answer.status))
    }

    private static let scopes =
        "app_mentions:read,channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,"
        + "reactions:read,reactions:write,users:read,users:read.email,team:read"
}

extension HTTPField.Name {
    // A constant of letters and hyphens only, which is always a name.
    static let oauthScopes = HTTPField.Name("x-oauth-scopes") ?? .server
}
