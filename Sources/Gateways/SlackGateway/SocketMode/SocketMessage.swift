/// What Slack writes on a Socket Mode connection (docs.slack.dev, "Using Socket Mode").
enum SocketMessage: Sendable, Hashable {
    /// The connection may be used.
    case hello
    case disconnect(SocketDisconnect)
    case envelope(SocketEnvelope)
    /// Not JSON, or of no known shape: the reason.
    case unreadable(String)

    init(_ text: String) {
        guard let message = try? JSONValue(parsing: text.utf8) else {
            self = .unreadable("a message that is not JSON")
            return
        }
        let type = message["type"].text ?? ""
        if let id = message["envelope_id"].text {
            self = .envelope(SocketEnvelope(id: id, type: type, payload: message["payload"]))
        } else if type == "hello" {
            self = .hello
        } else if type == "disconnect" {
            self = .disconnect(SocketDisconnect(message["reason"].text ?? ""))
        } else {
            self = .unreadable("a message of the type “\(type.prefix(40))” without an envelope")
        }
    }
}

/// Why Slack ends a connection, or will.
enum SocketDisconnect: Sendable, Hashable {
    /// About ten seconds ahead.
    case warning
    case refreshRequested
    /// Socket Mode was switched off for the app.
    case linkDisabled
    /// The app has more than ten.
    case tooManyWebSockets
    case other(String)

    init(_ reason: String) {
        switch reason {
        case "warning": self = .warning
        case "refresh_requested": self = .refreshRequested
        case "link_disabled": self = .linkDisabled
        case "too_many_websockets": self = .tooManyWebSockets
        default: self = .other(reason)
        }
    }
}

/// One delivery, as it is acknowledged.
struct SocketEnvelope: Sendable, Hashable {
    var id: String
    /// `events_api`, `slash_commands`, `interactive`; Slack may add some.
    var type: String
    var payload: JSONValue

    var acknowledgement: String { JSONValue.object(["envelope_id": .string(self.id)]).serializedText }
}
