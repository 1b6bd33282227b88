package import FoundationEssentials

/// The stand-in code host: real bare repositories on disk, and what git does not keep: pull requests and accounts.
package actor GitHubHost {
    let address: ServerAddress
    let courier: Courier
    let now: @Sendable () -> Date
    let turnstile = Turnstile()
    var users: [String: GitHubUser] = [:]
    /// Who calls the API: the token's owner.
    let tokenOwner: GitHubUser
    var repositories: [String: GitRepository] = [:]
    /// Repository → ref → commit, as last told to the bot.
    var known: [String: [String: String]] = [:]
    var pulls: [String: [PullRequest]] = [:]
    private var forks: Set<String> = []
    private(set) var version = 1
    private var lastID = 4_820_000

    static let defaultBranch = "main"

    package init(
        address: ServerAddress, courier: Courier, tokenOwner: GitHubUser,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.address = address
        self.courier = courier
        self.tokenOwner = tokenOwner
        self.now = now
    }

    package func seed(users: [GitHubUser]) {
        for user in users + [self.tokenOwner] { self.users[user.login] = user }
    }

    /// Takes a repository in; what it holds now counts as known.
    package func add(_ repository: GitRepository, as name: String) async throws {
        self.repositories[name] = repository
        self.known[name] = try await repository.refs("refs/heads/")
        self.changed()
    }

    func isFork(_ name: String) -> Bool { self.forks.contains(name) }

    /// A pull request of the story. The repository of a fork is made beside the others, with the branch in it.
    package func addPast(_ pull: PullRequest, in repository: String) async throws {
        if let fork = pull.fork, let home = self.repositories[repository] {
            let path = "\(home.path.dropLast("\(repository).git".count))\(fork).git"
            let copy = try await GitRepository.create(at: path, defaultBranch: Self.defaultBranch)
            try await copy.git.run([
                "fetch", "--quiet", home.path, "refs/pull/\(pull.number)/head:refs/heads/\(pull.headBranch)",
            ])
            self.forks.insert(fork)
            try await self.add(copy, as: fork)
        }
        self.pulls[repository, default: []].append(pull)
        self.changed()
    }

    func changed() { self.version += 1 }

    func makeID() -> Int {
        self.lastID += 1
        return self.lastID
    }

    func timestamp() -> String { GitHubTime.text(self.now()) }

    package func repository(_ name: String) throws -> GitRepository {
        guard let repository = self.repositories[name] else { throw GitHubError.notFound }
        return repository
    }

    func user(_ login: String) -> GitHubUser {
        self.users[login] ?? GitHubUser(login: login, name: login, email: "\(login)@users.noreply.github.com")
    }

    /// The account behind a commit's address; pushes over loopback carry no other identity.
    func user(email: String) -> GitHubUser? { self.users.values.first { $0.email == email } }

    package func pull(_ number: Int, in repository: String) throws -> PullRequest {
        guard let pull = self.pulls[repository]?.first(where: { $0.number == number }) else {
            throw GitHubError.notFound
        }
        return pull
    }

    func updatePull(_ number: Int, in repository: String, _ change: (inout PullRequest) -> Void) throws -> PullRequest {
        guard let index = self.pulls[repository]?.firstIndex(where: { $0.number == number }),
            var pull = self.pulls[repository]?[index]
        else { throw GitHubError.notFound }
        change(&pull)
        pull.updatedAt = self.timestamp()
        self.pulls[repository]?[index] = pull
        self.changed()
        return pull
    }
}

/// Times as GitHub writes them.
enum GitHubTime {
    static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
