import Cryptography
import HTTPTypes
import Hummingbird

/// Slack's side of the wire: the Web API and `response_url`.
struct SlackRoutes: Sendable {
    let workspace: SlackWorkspace
    let botToken: String
    let appToken: String

    func add(to router: Router<BasicRequestContext>) {
        router.get("/slack/api/:method", use: self.call)
        router.post("/slack/api/:method", use: self.call)
        router.post("/slack/response/:team/:id", use: self.respond)
    }

    @Sendable
    private func call(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let method = context.parameters.get("method") ?? ""
        let body = try await request.bytes()
        let kind = request.headers[.contentType]?.lowercased() ?? ""
        let isJSON = kind.hasPrefix("application/json")
        let fields: JSON
        do throws(SlackError) {
            fields = try Self.fields(of: body, kind)
        } catch {
            return .json(error.answer)
        }
        let arguments = JSON.object(request.query.mapValues(JSON.string)).merging(fields)
        // A JSON body may not carry the token.
        let token = request.bearer ?? (isJSON ? nil : arguments["token"]?.string)
        if let refusal = self.refusal(of: token, for: method) { return .json(refusal.answer) }
        let reply = await self.workspace.answer(method, arguments, isJSON: isJSON && !body.isEmpty)
        var headers: HTTPFields = [:]
        if let scopes = reply.scopes { headers[.oauthScopes] = scopes }
        if let seconds = reply.retryAfter { headers[.retryAfter] = "\(seconds)" }
        let status = HTTPResponse.Status(code: reply.status)
        guard let answer = reply.body else { return .text("upstream connect error", status: status) }
        return .json(answer, status: status, headers: headers)
    }

    private static func fields(of body: [UInt8], _ kind: String) throws(SlackError) -> JSON {
        if body.isEmpty { return [:] }
        if kind.hasPrefix("application/json") {
            guard let fields = JSON(parsing: body) else { throw SlackError("invalid_json") }
            guard fields.object != nil else { throw SlackError("json_not_object") }
            return fields
        }
        guard kind.hasPrefix("application/x-www-form-urlencoded") else {
            throw SlackError(kind.isEmpty ? "missing_post_type" : "invalid_post_type")
        }
        return .object(FormFields.parse(String(decoding: body, as: UTF8.self)).mapValues(JSON.string))
    }

    /// Which token opens which method: one of an app-level token opens sockets and nothing else.
    private func refusal(of token: String?, for method: String) -> SlackError? {
        if method == "api.test" { return nil }
        guard let token else { return SlackError("not_authed") }
        let isBot = constantTimeEquals(token, self.botToken)
        let isApp = constantTimeEquals(token, self.appToken)
        guard isBot || isApp else { return SlackError("invalid_auth") }
        return isApp == (method == "apps.connections.open") ? nil : SlackError("not_allowed_token_type")
    }

    @Sendable
    private func respond(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let body = JSON(parsing: try await request.bytes()) else {
            return .text("invalid_payload", status: .badRequest)
        }
        let answer = await self.workspace.respond(context.parameters.get("id") ?? "", body)
        return .text(answer.text, status: HTTPResponse.Status(code: answer.status))
    }
}

extension HTTPField.Name {
    // A constant of letters and hyphens only, which is always a name.
    static let oauthScopes = HTTPField.Name("x-oauth-scopes") ?? .server
    static let retryAfter = HTTPField.Name("Retry-After") ?? .server
}
