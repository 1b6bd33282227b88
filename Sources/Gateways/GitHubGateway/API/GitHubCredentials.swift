package import HealingDomain

/// Where a call's token comes from. Asked on every call, so that a token can be exchanged without a restart.
package struct GitHubCredentials: Sendable {
    /// The token that opens the repository.
    package var token: @Sendable (RepositoryName?) async throws(Fault) -> String
    /// GitHub refused this token: a cached one has to go.
    package var refused: @Sendable (String) async -> Void

    package init(
        token: @escaping @Sendable (RepositoryName?) async throws(Fault) -> String,
        refused: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.token = token
        self.refused = refused
    }

    /// One personal access token, fine-grained or classic, for everything.
    package static func personal(_ token: String) -> GitHubCredentials {
        GitHubCredentials(token: { _ in token })
    }
}
