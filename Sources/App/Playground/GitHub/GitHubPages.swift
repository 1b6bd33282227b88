import FoundationEssentials
import HTTPTypes
import Hummingbird
import Mustache

/// GitHub's pages, as far as the links of cards and threads lead: a repository, a pull request, a commit, a file.
struct GitHubPages: Sendable {
    let host: GitHubHost
    private let template: MustacheTemplate

    init(host: GitHubHost) throws {
        self.host = host
        let path = "\(StoryBook.resources("Page"))/github.mustache"
        self.template = try MustacheTemplate(string: String(contentsOfFile: path, encoding: .utf8))
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get("/github/:owner/:repository", use: self.show)
        router.get("/github/:owner/:repository/**", use: self.show)
    }

    @Sendable
    private func show(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let name = "\(context.parameters.get("owner") ?? "")/\(context.parameters.get("repository") ?? "")"
        let rest = request.uri.path.split(separator: "/").dropFirst(3).map { FormFields.decode($0) ?? "" }
        do {
            var view = try await self.view(rest, of: name)
            view["repository"] = name
            view["web"] = await self.host.webURL(name)
            return .bytes(
                Array(self.template.render(view).utf8), type: "text/html; charset=utf-8", headers: PageRoutes.headers)
        } catch is GitHubError {
            return .text("There is no such page.", status: .notFound)
        } catch is GitFailure {
            return .text("There is no such page.", status: .notFound)
        }
    }

    private func view(_ path: [String], of name: String) async throws -> [String: Any] {
        let repository = try await self.host.repository(name)
        switch (path.first, path.count) {
        case ("pull", 2...): return try await self.pull(path[1], of: name, repository)
        case ("commit", 2...): return try await self.commit(path[1], repository)
        case ("blob", 3...): return try await self.file(path, repository)
        case ("pulls", _): return ["title": "Pull requests", "pulls": await self.pulls(of: name)]
        case (nil, _), ("tree", _): return try await self.overview(path, of: name, repository)
        default: throw GitHubError.notFound
        }
    }

    private func pulls(of name: String) async -> [[String: Any]] {
        await (self.host.pulls[name] ?? []).reversed().map { pull in
            ["number": pull.number, "name": pull.title, "state": Self.state(pull), "author": pull.author]
        }
    }

    private static func state(_ pull: PullRequest) -> String {
        pull.isMerged ? "merged" : !pull.isOpen ? "closed" : pull.isDraft ? "draft" : "open"
    }

    private func overview(_ path: [String], of name: String, _ repository: GitRepository) async throws -> [String: Any]
    {
        let branches = try await repository.branches()
        let wanted = path.count > 1 ? path[1...].joined(separator: "/") : "develop"
        guard let head = branches[wanted] else { throw GitHubError.notFound }
        let files = try await repository.tree(head, recursive: true).filter { $0.type == "blob" }
        return [
            "title": name, "branch": wanted, "pulls": await self.pulls(of: name),
            "branches": branches.keys.sorted().map { ["name": $0] },
            "files": files.map { ["path": $0.path, "ref": head] },
            "commits": try await repository.history(head, limit: 15).map(Self.row),
        ]
    }

    private static func row(_ commit: GitCommit) -> [String: Any] {
        [
            "sha": commit.id, "short": String(commit.id.prefix(7)), "name": commit.title, "author": commit.author.name,
            "date": String(commit.author.date.prefix(10)),
        ]
    }

    private func pull(_ number: String, of name: String, _ repository: GitRepository) async throws -> [String: Any] {
        guard let number = Int(number) else { throw GitHubError.notFound }
        let pull = try await self.host.pull(number, in: name)
        let comparison = try await repository.compare(pull.baseSHA, pull.headSHA)
        return [
            "title": "\(pull.title) #\(number)", "isPull": true, "state": Self.state(pull), "author": pull.author,
            "head": pull.headBranch, "base": pull.baseBranch, "body": pull.body, "mergedBy": pull.mergedBy ?? "",
            "comments": pull.comments.map { ["author": $0.author, "body": $0.body] }, "fork": pull.fork ?? "",
            "reviews": pull.reviews.map(Self.review),
            "commits": (comparison?.commits ?? []).map(Self.row),
            "diffs": (comparison?.files ?? []).map(Self.diff),
        ]
    }

    private static func review(_ review: PullRequest.Review) -> [String: Any] {
        let comments = review.comments.map { comment in
            let lines = comment.lines
            let place =
                lines.count > 1 ? "lines \(lines.lowerBound) to \(lines.upperBound)" : "line \(lines.lowerBound)"
            return ["path": comment.path, "lines": place, "body": comment.body]
        }
        // GitHub shows no HTML comments.
        let body = review.body.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("<!--") }
        return ["author": review.author, "body": body.joined(separator: "\n"), "comments": comments]
    }

    private func commit(_ id: String, _ repository: GitRepository) async throws -> [String: Any] {
        guard let id = try await repository.commit(id),
            let commit = try await repository.history(id, limit: 1).first
        else { throw GitHubError.notFound }
        let parent = commit.parents.first ?? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
        let files = FileDiff.parse(try await repository.diff(parent, id))
        return ["title": commit.title, "commits": [Self.row(commit)], "diffs": files.map(Self.diff)]
    }

    private func file(_ path: [String], _ repository: GitRepository) async throws -> [String: Any] {
        let name = path[2...].joined(separator: "/")
        guard let commit = try await repository.commit(path[1]), let bytes = try await repository.file(name, at: commit)
        else { throw GitHubError.notFound }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return [
            "title": name,
            "lines": lines.enumerated().map { ["number": $0.offset + 1, "text": String($0.element)] as [String: Any] },
        ]
    }

    private static func diff(_ file: FileDiff) -> [String: Any] {
        let lines = (file.patch ?? "").split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let kind =
                line.hasPrefix("+") ? "added" : line.hasPrefix("-") ? "removed" : line.hasPrefix("@@") ? "hunk" : ""
            return ["kind": kind, "text": String(line)]
        }
        return ["path": file.path, "added": file.additions, "removed": file.deletions, "rows": lines]
    }
}
