import Cryptography
import FoundationEssentials
package import HTTPCalling
package import HealingDomain
import Logging

/// Tokens of a GitHub App: a signed claim buys an installation's token, which is kept until a minute before it ends.
///
/// However many calls need a token at once, one request fetches it.
/// https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app
package actor InstallationTokens {
    private struct Kept {
        var token: String
        var expiry: Double
    }

    private let appID: String
    private let key: RS256Key
    private let addresses: GitHubAddresses
    private let caller: any HTTPCaller
    private let now: @Sendable () -> Double
    private var installations: [String: Int] = [:]
    private var kept: [String: Kept] = [:]
    private var fetches: [String: Task<String, any Error>] = [:]

    /// - Parameter privateKey: The PEM text that GitHub gave for the App.
    /// - Throws: A fault that says why the key cannot be used.
    package init(
        appID: String, privateKey: String, addresses: GitHubAddresses = .gitHubCom, caller: any HTTPCaller,
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) throws(Fault) {
        do {
            self.key = try RS256Key(pem: privateKey)
        } catch {
            throw Fault(
                doing: "reading the GitHub App's private key", detail: "\(error)",
                advice: "Set GITHUB_APP_PRIVATE_KEY to the whole PEM text that GitHub gave, with its line breaks.")
        }
        self.appID = appID
        self.addresses = addresses
        self.caller = caller
        self.now = now
    }

    /// These tokens as a source for `GitHubAPI`.
    package nonisolated var credentials: GitHubCredentials {
        GitHubCredentials(
            token: { repository throws(Fault) in try await self.token(for: repository) },
            refused: { token in await self.forget(token) })
    }

    /// The token of the installation that covers the repository's owner.
    package func token(for repository: RepositoryName?) async throws(Fault) -> String {
        guard let repository, GitHubPath.isValid(repository) else {
            throw Fault(doing: "asking GitHub for a token", detail: "an App's token needs a repository")
        }
        let owner = repository.owner.lowercased()
        if let kept = self.kept[owner], self.now() < kept.expiry - 60 { return kept.token }
        // A task of its own, so that one caller's cancellation does not fail the others that wait for the same token.
        let fetch = self.fetches[owner] ?? Task { try await self.fetch(owner: owner, repository: repository) }
        self.fetches[owner] = fetch
        return try await attempting("asking GitHub for a token for \(repository)") { try await fetch.value }
    }

    private func forget(_ token: String) {
        self.kept = self.kept.filter { $0.value.token != token }
    }

    private struct Installation: Decodable { var id: Int }

    private struct Answer: Decodable {
        var token: String
        var expiry: String

        enum CodingKeys: String, CodingKey {
            case token
            case expiry = "expires_at"
        }
    }

    private func fetch(owner: String, repository: RepositoryName) async throws(Fault) -> String {
        defer { self.fetches[owner] = nil }
        let installation = try await self.installation(of: owner, repository: repository)
        let answer = try await self.call(
            Answer.self, "POST", "/app/installations/\(installation)/access_tokens",
            doing: "asking GitHub for a token for \(repository)")
        // An unreadable time only means that the token is asked for again sooner.
        let expiry = (try? Date(answer.expiry, strategy: .iso8601))?.timeIntervalSince1970 ?? self.now() + 300
        self.kept[owner] = Kept(token: answer.token, expiry: expiry)
        return answer.token
    }

    private func installation(of owner: String, repository: RepositoryName) async throws(Fault) -> Int {
        if let known = self.installations[owner] { return known }
        let found = try await self.call(
            Installation.self, "GET", try GitHubPath.repository(repository, "installation"),
            doing: "looking for the App's installation on \(repository)")
        self.installations[owner] = found.id
        return found.id
    }

    private func call<Value: Decodable & Sendable>(
        _ type: Value.Type, _ method: String, _ path: String, doing: String
    ) async throws(Fault) -> Value {
        let claim = try self.claim()
        let api = GitHubAPI(
            addresses: self.addresses, caller: self.caller,
            credentials: GitHubCredentials(token: { _ in claim }), logger: .init(label: "codehealer.github.app"),
            now: self.now)
        do {
            return try await api.read(type, GitHubRequest(method, path, repository: nil, doing: doing))
        } catch {
            // The App may have been removed and installed again under another number.
            if (error.cause as? GitHubRefusal)?.status == 404 { self.installations = [:] }
            throw error
        }
    }

    /// Valid from a minute ago, for clocks that differ, for less than the ten minutes that GitHub allows.
    private func claim() throws(Fault) -> String {
        struct Claims: Encodable {
            var iat: Int
            var exp: Int
            var iss: String
        }
        let now = Int(self.now())
        do {
            let claims = try JSONEncoder().encode(Claims(iat: now - 60, exp: now + 540, iss: self.appID))
            return try self.key.jsonWebToken(claims: claims)
        } catch {
            throw Fault(doing: "signing as the GitHub App", detail: "\(error)")
        }
    }
}
