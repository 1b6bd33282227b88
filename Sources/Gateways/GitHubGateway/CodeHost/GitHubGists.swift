package import HealingDomain

/// Gists through the REST API (docs.github.com, "Get a gist"): `owner` is the account, and only it can write there.
package struct GitHubGists: GistReader {
    private let api: GitHubAPI

    package init(api: GitHubAPI) { self.api = api }

    package func gist(link: String) async throws(Fault) -> Gist? {
        guard let id = Self.id(in: link) else { return nil }
        let record = try await self.api.find(
            GistRecord.self, GitHubRequest("/gists/\(id)", repository: nil, doing: "reading the gist \(id)"))
        guard let record, let owner = record.owner?.login else { return nil }
        return Gist(owner: owner, texts: record.files.values.compactMap(\.content))
    }

    /// The hexadecimal id that ends the link's path, whatever its host: the API is asked, not the link.
    static func id(in link: String) -> String? {
        let path = link.prefix { $0 != "#" && $0 != "?" }
        guard let last = path.split(separator: "/").last(where: { !$0.isEmpty }) else { return nil }
        let id = last.hasSuffix(".git") ? last.dropLast(4) : last
        let isID = (8...64).contains(id.utf8.count) && id.utf8.allSatisfy(GitHubPath.isHexadecimal)
        return isID ? String(id).lowercased() : nil
    }

    private struct GistRecord: Decodable {
        var owner: Owner?
        var files: [String: File]

        struct Owner: Decodable { var login: String }
        struct File: Decodable { var content: String? }
    }
}
