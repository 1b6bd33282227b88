package import FoundationEssentials
package import HTTPCalling
import Hummingbird
package import Logging
import ServiceLifecycle

/// A stand-in Slack workspace and a stand-in GitHub on real git repositories, with a page that shows both. Everything
/// listens on 127.0.0.1 and lives in one folder that is new at every start.
package struct Playground: Sendable {
    package let configuration: PlaygroundConfiguration
    package let address: ServerAddress
    package let workspace: SlackWorkspace
    package let gitHub: GitHubHost
    package let courier: Courier
    package let story: StoryBook
    private let logger: Logger
    private let now: @Sendable () -> Date

    package init(
        _ configuration: PlaygroundConfiguration, http: any HTTPCaller,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger = Logger(label: "playground")
    ) throws {
        self.configuration = configuration
        self.logger = logger
        self.now = now
        self.story = try StoryBook()
        self.address = ServerAddress(port: configuration.port)
        self.courier = Courier(settings: configuration.courier, http: http, now: now, logger: logger)
        self.workspace = SlackWorkspace(address: self.address, courier: self.courier, now: now)
        self.gitHub = GitHubHost(
            address: self.address, courier: self.courier, tokenOwner: PlaygroundConfiguration.tokenOwner, now: now)
    }

    /// Serves until the task is cancelled or the process is told to end. `onReady` is called once everything is seeded
    /// and can be reached.
    package func run(onReady: @escaping @Sendable (Playground) async -> Void = { _ in }) async throws {
        let router = Router(context: BasicRequestContext.self)
        SlackRoutes(
            workspace: self.workspace, botToken: self.configuration.slackBotToken,
            appToken: self.configuration.slackAppToken
        ).add(to: router)
        GitHubRoutes(host: self.gitHub, token: self.configuration.gitHubToken).add(to: router)
        SmartHTTP(host: self.gitHub).add(to: router)
        try GitHubPages(host: self.gitHub).add(to: router)
        try PageRoutes(playground: self).add(to: router)
        let (started, isStarted) = AsyncStream<Int>.makeStream()
        var application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: self.configuration.port), serverName: nil),
            onServerRunning: { channel in
                isStarted.yield(channel.localAddress?.port ?? 0)
                isStarted.finish()
            }, logger: self.logger)
        application.addServices(self.courier)
        let server = application
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await port in started { self.address.port = port }
            try await self.seed()
            await onReady(self)
            try await group.waitForAll()
        }
    }

    private func seed() async throws {
        let folder = self.configuration.folder
        try? FileManager.default.removeItem(atPath: "\(folder)/repositories")
        await self.gitHub.seed(users: self.story.users)
        var seeder = RepositorySeeder(story: self.story, now: self.now())
        let name = self.story.repository.name
        let (repository, pulls) = try await seeder.make(at: "\(folder)/repositories/\(name).git")
        try await self.gitHub.add(repository, as: name)
        for pull in pulls { try await self.gitHub.addPast(pull, in: name) }
        try await self.workspace.seed(self.story)
    }

    /// Tells a bot that has just started what it would have been told on the way here: that it is in its channels, and
    /// that Dana's pull request was merged.
    package func introduceBot() async throws {
        await self.workspace.announceBotMembership()
        let name = self.story.repository.name
        let pull = try await self.gitHub.pull(2, in: name)
        let webhook = await self.gitHub.pullWebhook("closed", pull, in: name, by: pull.mergedBy ?? pull.author)
        await self.courier.deliver(webhook)
    }
}

extension StoryBook {
    var users: [GitHubUser] {
        self.people.compactMap { person in
            person.login.map {
                GitHubUser(login: $0, name: person.name, email: person.email, isBot: person.kind == .bot)
            }
        }
    }
}
