import Cryptography
import HTTPTypes
import Hummingbird
import Logging

/// GitHub's REST API, in the shape that an Enterprise server gives it, and the part of GraphQL that has no REST twin.
struct GitHubRoutes: Sendable {
    let host: GitHubHost
    let token: String

    func add(to router: Router<BasicRequestContext>) {
        for method: HTTPRequest.Method in [.get, .post, .patch, .put, .delete] {
            router.on("/github/api/v3/**", method: method, use: self.answer)
        }
        router.post("/github/api/graphql", use: self.answer)
    }

    @Sendable
    private func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        do {
            guard let given = request.bearer, constantTimeEquals(given, self.token) else {
                throw GitHubError(401, "Bad credentials")
            }
            return try await self.route(request)
        } catch let error as GitHubError {
            return .json(error.body, status: HTTPResponse.Status(code: error.status))
        } catch let error as GitFailure {
            context.logger.warning("git refused", metadata: ["why": "\(error)"])
            return .json(GitHubError(422, "Validation Failed").body, status: .unprocessableContent)
        }
    }

    private func route(_ request: Request) async throws -> Response {
        let path = request.uri.path.split(separator: "/").map { Self.decoded($0) }
        guard path.count > 2, path[1] == "api" else { throw GitHubError.notFound }
        let bytes = try await request.bytes(upTo: 64 << 20)
        guard let body = bytes.isEmpty ? [:] : JSON(parsing: bytes) else {
            throw GitHubError(400, "Problems parsing JSON")
        }
        if path[2] == "graphql" { return try await self.graphQL(body) }
        let rest = Array(path.dropFirst(3))
        guard rest.first == "repos", rest.count >= 3 else { return try await self.account(rest) }
        let name = "\(rest[1])/\(rest[2])"
        // The token is the team's: forks can be read like any public repository, and no more.
        if request.method != .get, await self.host.isFork(name) {
            throw GitHubError(403, "Resource not accessible by personal access token")
        }
        let call = GitHubCall(
            host: self.host, name: name, repository: try await self.host.repository(name),
            method: request.method.rawValue, path: Array(rest.dropFirst(4)), query: request.query,
            accept: request.headers[.accept] ?? "", body: body, caller: self.host.tokenOwner.login)
        return try await self.area(rest.count > 3 ? rest[3] : "", call)
    }

    private func area(_ area: String, _ call: GitHubCall) async throws -> Response {
        switch area {
        case "" where call.method == "GET": .json(await self.host.json(repository: call.name))
        case "branches": try await call.branches()
        case "commits": try await call.commits()
        case "compare": try await call.compare()
        case "contents": try await call.contents()
        case "git": try await call.gitData()
        case "pulls": try await call.pulls()
        case "issues": try await call.issues()
        case "statuses": try await call.createStatus()
        case "tarball", "zipball": try await call.archive(area)
        case "labels" where call.method == "GET": call.page([], url: "")
        case "collaborators": try await call.collaborators()
        default: throw GitHubError.notFound
        }
    }

    private func account(_ path: [String]) async throws -> Response {
        switch path.first {
        case "user": return .json(await self.host.json(self.host.tokenOwner))
        case "users" where path.count == 2: return .json(await self.host.json(self.host.user(path[1])))
        case "meta": return .json(["installed_version": "3.15.0"])
        case "rate_limit":
            let limit: JSON = ["limit": 5000, "remaining": 4999, "used": 1, "reset": 4_102_444_800]
            return .json(["resources": ["core": limit, "graphql": limit], "rate": limit])
        default: throw GitHubError.notFound
        }
    }

    /// Only what REST cannot do: whether a pull request is a draft.
    private func graphQL(_ body: JSON) async throws -> Response {
        let query = body["query"]?.string ?? ""
        let isReady = query.contains("markPullRequestReadyForReview")
        guard isReady || query.contains("convertPullRequestToDraft") else {
            return .json(["errors": [["type": "undefinedField", "message": "Field doesn't exist on type 'Mutation'"]]])
        }
        let words = query.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        let ids = (body["variables"] ?? [:]).strings + words
        guard let id = ids.first(where: { $0.hasPrefix("PR_") }),
            let (pull, name) = try? await self.host.setDraft(!isReady, nodeID: id, by: self.host.tokenOwner.login)
        else {
            return .json([
                "data": nil,
                "errors": [["type": "NOT_FOUND", "message": "Could not resolve to a node with that global id"]],
            ])
        }
        let field = isReady ? "markPullRequestReadyForReview" : "convertPullRequestToDraft"
        return .json([
            "data": [
                field: [
                    "clientMutationId": nil,
                    "pullRequest": [
                        "id": .string(pull.nodeID), "number": .int(pull.number), "isDraft": .bool(pull.isDraft),
                        "url": .string("\(await self.host.webURL(name))/pull/\(pull.number)"),
                    ],
                ]
            ]
        ])
    }

    /// A path element; a `+` in a path is a plus.
    private static func decoded(_ element: Substring) -> String {
        FormFields.decode(element.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%2B"))
            ?? String(element)
    }
}
