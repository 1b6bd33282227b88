import HTTPTypes
import Hummingbird

/// One request to a repository's part of the REST API, taken apart.
struct GitHubCall: Sendable {
    var host: GitHubHost
    /// `acme/shop`.
    var name: String
    var repository: GitRepository
    var method: String
    /// The path below the repository, decoded, without its first element.
    var path: [String]
    var query: [String: String]
    var accept: String
    var body: JSON
    /// The login behind the token.
    var caller: String

    /// The rest of the path as one name, such as a file or a ref.
    var rest: String { self.path.joined(separator: "/") }

    func number(_ index: Int = 0) throws(GitHubError) -> Int {
        guard self.path.indices.contains(index), let number = Int(self.path[index]) else { throw .notFound }
        return number
    }

    func text(_ field: String, of resource: String) throws(GitHubError) -> String {
        guard let text = self.body[field]?.string else { throw .invalid(resource, field, "missing_field") }
        return text
    }

    func isAccepting(_ kind: String) -> Bool { self.accept.contains(kind) }

    /// The commit that a revision means; 404 where there is none.
    func commit(_ revision: String) async throws -> String {
        guard let commit = try await self.repository.commit(revision) else { throw GitHubError.notFound }
        return commit
    }

    /// One page of a list with GitHub's `Link` header.
    func page(_ items: [JSON], url: String) -> Response {
        let size = min(max(self.query["per_page"].flatMap { Int($0) } ?? 30, 1), 100)
        let page = min(max(self.query["page"].flatMap { Int($0) } ?? 1, 1), 1_000_000)
        let start = min((page - 1) * size, items.count)
        let end = min(start + size, items.count)
        var headers: HTTPFields = [:]
        if end < items.count {
            let last = (items.count + size - 1) / size
            headers[.link] =
                "<\(url)?page=\(page + 1)&per_page=\(size)>; rel=\"next\", "
                + "<\(url)?page=\(last)&per_page=\(size)>; rel=\"last\""
        }
        return .json(.array(Array(items[start..<end])), headers: headers)
    }
}

extension HTTPField.Name {
    // A constant of letters only, which is always a name.
    static let link = HTTPField.Name("Link") ?? .server
}
