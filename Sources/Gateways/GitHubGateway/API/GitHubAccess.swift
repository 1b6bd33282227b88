package import HealingDomain

/// What the token may do in a repository.
package struct GitHubAccess: Sendable, Hashable, Decodable {
    package var defaultBranch: String
    package var isArchived: Bool
    package var canPush: Bool

    private enum CodingKeys: String, CodingKey {
        case defaultBranch = "default_branch"
        case archived, permissions
    }

    private struct Permissions: Decodable {
        var push: Bool?
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.defaultBranch = try fields.decode(String.self, forKey: .defaultBranch)
        self.isArchived = try fields.decodeIfPresent(Bool.self, forKey: .archived) ?? false
        // GitHub names no permissions to an App; what an App may do shows when it does it.
        self.canPush = try fields.decodeIfPresent(Permissions.self, forKey: .permissions)?.push ?? true
    }
}

extension GitHubAPI {
    package func access(to repository: RepositoryName) async throws(Fault) -> GitHubAccess {
        try await self.read(
            GitHubAccess.self,
            GitHubRequest(
                try GitHubPath.repository(repository), repository: repository, doing: "reading about \(repository)"))
    }
}
