import Compression
import HTTPTypes
import Hummingbird
import NIOCore

/// Git's smart HTTP protocol over the repositories, so that anybody can clone and push with an ordinary git.
struct SmartHTTP: Sendable {
    let host: GitHubHost

    func add(to router: Router<BasicRequestContext>) {
        router.get("/git/:owner/:repository/info/refs", use: self.advertise)
        router.post("/git/:owner/:repository/git-upload-pack", use: self.fetch)
        router.post("/git/:owner/:repository/git-receive-pack", use: self.push)
    }

    private func name(_ context: BasicRequestContext) -> String {
        let repository = context.parameters.get("repository") ?? ""
        let name = repository.hasSuffix(".git") ? String(repository.dropLast(4)) : repository
        return "\(context.parameters.get("owner") ?? "")/\(name)"
    }

    @Sendable
    private func advertise(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let service = request.query["service"], ["git-upload-pack", "git-receive-pack"].contains(service) else {
            return .text("Please upgrade your git client.", status: .forbidden)
        }
        guard let repository = try? await self.host.repository(self.name(context)) else {
            return .text("Repository not found.", status: .notFound)
        }
        let command = String(service.dropFirst(4))
        let refs = try await repository.git.run(
            [command, "--stateless-rpc", "--advertise-refs", "."], environment: Self.protocolVersion(request))
        let line = "# service=\(service)\n"
        let length = String(line.utf8.count + 4, radix: 16)
        let head = String(repeating: "0", count: 4 - length.count) + length + line + "0000"
        return .bytes(
            Array(head.utf8) + refs.bytes, type: "application/x-\(service)-advertisement", headers: Self.uncached)
    }

    @Sendable
    private func fetch(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        guard let repository = try? await self.host.repository(self.name(context)) else {
            return .text("Repository not found.", status: .notFound)
        }
        let answer = try await repository.git.run(
            ["upload-pack", "--stateless-rpc", "."], input: try await self.body(request),
            environment: Self.protocolVersion(request), expecting: [0, 128])
        return .bytes(answer.bytes, type: "application/x-git-upload-pack-result", headers: Self.uncached)
    }

    @Sendable
    private func push(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let name = self.name(context)
        guard let repository = try? await self.host.repository(name) else {
            return .text("Repository not found.", status: .notFound)
        }
        let input = try await self.body(request)
        let version = Self.protocolVersion(request)
        let answer = try await self.host.afterPush(to: name, by: nil) {
            try await repository.git.run(
                ["receive-pack", "--stateless-rpc", "."], input: input, environment: version, expecting: [0, 1, 128])
        }
        return .bytes(answer.bytes, type: "application/x-git-receive-pack-result", headers: Self.uncached)
    }

    /// The body; git compresses long requests.
    private func body(_ request: Request) async throws -> [UInt8] {
        let bytes = try await request.bytes(upTo: 256 << 20)
        guard request.headers[.contentEncoding]?.lowercased() == "gzip" else { return bytes }
        do {
            return try Deflate.unpack(bytes, as: .gzip, limit: 256 << 20)
        } catch {
            throw HTTPError(.badRequest, message: "The body is not gzip.")
        }
    }

    private static func protocolVersion(_ request: Request) -> [String: String] {
        guard let version = request.headers[.gitProtocol] else { return [:] }
        let isPlain = version.allSatisfy { $0.isLetter || $0.isNumber || "=:.".contains($0) }
        return isPlain ? ["GIT_PROTOCOL": version] : [:]
    }

    private static let uncached: HTTPFields = [.cacheControl: "no-cache"]
}

extension HTTPField.Name {
    // A constant of letters and a hyphen only, which is always a name.
    static let gitProtocol = HTTPField.Name("Git-Protocol") ?? .server
}
