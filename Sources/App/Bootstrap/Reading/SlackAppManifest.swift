import SlackGateway

/// The manifest of the team's own Slack app.
package enum SlackAppManifest {
    /// For an app that Slack calls at `url`; a problem says what to type instead.
    package static func http(url: String, name: String) throws -> String {
        SlackManifest(.http(try PublicAddress(url)), name: name).json.indentedText
    }

    /// For an app that calls Slack.
    package static func socket(name: String) -> String {
        SlackManifest(.socket, name: name).json.indentedText
    }

    /// What each permission and event is for.
    package static var explanation: String { SlackManifest.explanation }
}
