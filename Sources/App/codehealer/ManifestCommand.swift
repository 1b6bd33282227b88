import ArgumentParser
import Bootstrap

struct ManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest", abstract: "Prints the manifest from which your Slack app is created.",
        discussion: """
            Open api.slack.com/apps, choose “Create New App”, “From a manifest”, and paste it.
            Over HTTP, Slack calls you:    codehealer manifest --url https://codehealer.example.com
            Over a socket, you call Slack: codehealer manifest --socket
            docs/install-slack.md leads through the rest.
            """)

    @Option(help: "Where Slack reaches the bot: https://host, without a path.")
    var url: String?
    @Flag(help: "For Socket Mode: no address is needed, and nothing has to be reachable from outside.")
    var socket = false
    @Option(help: "The app's name in Slack.")
    var name: String = "CodeHealer"
    @Flag(help: "Say what each permission and event is for, instead of printing the manifest.")
    var explain = false

    func validate() throws {
        if self.explain { return }
        if self.url == nil && !self.socket {
            throw ValidationError(
                "say how Slack and the bot reach each other: --url https://your.host, or --socket where Slack cannot reach it"
            )
        }
        if self.url != nil && self.socket {
            throw ValidationError("--url and --socket exclude each other: over a socket the bot calls Slack")
        }
        if let url = self.url {
            do {
                _ = try SlackAppManifest.http(url: url, name: self.name)
            } catch {
                throw ValidationError("--url: \(error)")
            }
        }
    }

    func run() throws {
        if self.explain { return say(SlackAppManifest.explanation) }
        if let url = self.url { return say(try SlackAppManifest.http(url: url, name: self.name)) }
        say(SlackAppManifest.socket(name: self.name))
    }
}
