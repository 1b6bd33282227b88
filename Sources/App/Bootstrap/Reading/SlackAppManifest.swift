import SlackGateway

/// The manifest of the team's own Slack app.
package enum SlackAppManifest {
    package static func text(url: String, name: String) -> String {
        SlackManifest(.http(baseURL: url), name: name).json.serializedText
    }
}
