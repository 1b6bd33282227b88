package import FoundationEssentials

/// What intake looks at in a request to one of the Slack endpoints.
package struct SlackRequest: Sendable, Hashable {
    /// The endpoint: the last part of `/slack/events`, `/slack/commands` and `/slack/interactivity`.
    package enum Door: String, Sendable, CaseIterable { case events, commands, interactivity }

    package var door: Door
    package var contentType: String?
    package var timestamp: String?
    package var signature: String?
    /// The bytes as they arrived: they are what is signed.
    package var body: Data

    package init(door: Door, contentType: String?, timestamp: String?, signature: String?, body: Data) {
        self.door = door
        self.contentType = contentType
        self.timestamp = timestamp
        self.signature = signature
        self.body = body
    }

    /// `header` finds a header's value by its lower-case name.
    package init(door: Door, body: Data, header: (String) -> String?) {
        self.init(
            door: door, contentType: header("content-type"), timestamp: header("x-slack-request-timestamp"),
            signature: header("x-slack-signature"), body: body)
    }

    var isForm: Bool { self.hasMediaType("application/x-www-form-urlencoded") }
    var isJSON: Bool { self.hasMediaType("application/json") }

    private func hasMediaType(_ mediaType: String) -> Bool {
        if self.contentType == mediaType { return true }
        guard let first = self.contentType?.split(separator: ";").first else { return false }
        return first.lowercased().filter { !$0.isWhitespace } == mediaType
    }
}
