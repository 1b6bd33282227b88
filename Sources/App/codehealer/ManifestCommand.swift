import ArgumentParser
import Bootstrap

struct ManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest", abstract: "Prints the manifest from which your Slack app is created.",
        discussion: """
            Open api.slack.com/apps, choose “Create New App”, “From a manifest”, and paste it.
            Example: codehealer manifest --url https://codehealer.example.com
            """)

    @Option(help: "Where Slack reaches the bot, https://host.")
    var url: String
    @Option(help: "The app's name in Slack.")
    var name: String = "CodeHealer"

    func validate() throws {
        guard self.url.hasPrefix("https://"), self.url.count > 8 else {
            throw ValidationError("--url has to begin with https:// : Slack calls nothing else.")
        }
    }

    func run() throws { say(SlackAppManifest.text(url: self.url, name: self.name)) }
}
