import Cryptography

/// What a playground needs to know; every secret is made up at start and known to the bot beside it only.
package struct PlaygroundConfiguration: Sendable {
    /// 0 takes any free one.
    package var port: Int
    /// Holds the repositories. What was in it from the last start is replaced.
    package var folder: String
    package var courier: Courier.Settings
    package var slackBotToken: String
    package var slackAppToken: String
    package var gitHubToken: String

    package init(
        port: Int, folder: String, botURL: String, eventRetrySeconds: [Double] = [0.2, 2, 8],
        slackSigningSecret: String = Hexadecimal.encode(RandomBytes.make(16)),
        gitHubWebhookSecret: String = RandomBytes.token(),
        slackBotToken: String = "xoxb-playground-" + RandomBytes.token(),
        slackAppToken: String = "xapp-1-playground-" + RandomBytes.token(),
        gitHubToken: String = "ghp_playground" + RandomNames.letters(24)
    ) {
        self.port = port
        self.folder = folder
        self.courier = Courier.Settings(
            botURL: botURL, slackSigningSecret: slackSigningSecret, gitHubWebhookSecret: gitHubWebhookSecret,
            eventRetrySeconds: eventRetrySeconds)
        self.slackBotToken = slackBotToken
        self.slackAppToken = slackAppToken
        self.gitHubToken = gitHubToken
    }

    static let tokenOwner = GitHubUser(
        login: "codehealer-app", name: "CodeHealer", email: "codehealer@acme.example", isBot: true)
}
