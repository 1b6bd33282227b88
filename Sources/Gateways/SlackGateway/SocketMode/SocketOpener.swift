import HTTPCalling
import HealingDomain

/// Asks Slack for the address of a new connection: `apps.connections.open`, with the app-level token. An address works once.
struct SocketOpener: Sendable {
    /// Trying again changes nothing about these.
    private static let lasting: Set<String> = [
        "not_authed", "invalid_auth", "account_inactive", "not_allowed_token_type", "token_revoked", "token_expired",
        "no_permission", "missing_scope", "user_removed_from_team", "team_access_not_granted",
    ]

    let api: SlackWebAPI

    func open() async throws(SocketEnd) -> String {
        let answer: JSONValue
        do throws(SlackFailure) {
            answer = try await self.api.perform(.openConnection, [:], doing: "opening a Socket Mode connection")
        } catch {
            if let code = error.code, Self.lasting.contains(code) {
                throw .stopped("\(error.fault.detail). \(Self.advice(for: code))")
            }
            throw .refused(error.fault.description, retryAfterSeconds: error.fault.retryAfterSeconds)
        }
        guard let url = answer["url"].text, Self.isAcceptable(url) else {
            throw .refused("Slack gave no address to connect to", retryAfterSeconds: nil)
        }
        return url
    }

    /// Only a stand-in on this machine may do without TLS.
    private static func isAcceptable(_ url: String) -> Bool {
        url.hasPrefix("wss://") || url.hasPrefix("ws://127.0.0.1:") || url.hasPrefix("ws://localhost:")
    }

    private static func advice(for code: String) -> String {
        switch code {
        case "missing_scope", "no_permission":
            "Make an app-level token with the scope connections:write under “Basic Information” of the Slack app, set "
                + "SLACK_APP_TOKEN to it and start again."
        case "not_allowed_token_type":
            "SLACK_APP_TOKEN has to be the app-level token, which begins with xapp-."
        default:
            "Slack refuses the app-level token: make a new one under “Basic Information” of the Slack app, set "
                + "SLACK_APP_TOKEN to it and start again."
        }
    }
}

/// How a connection ended, or why there was none.
enum SocketEnd: Error, Sendable, Hashable {
    /// It was closed in good order, by either side.
    case closed
    case lost(String)
    case refused(String, retryAfterSeconds: Double?)
    /// The app has too many connections.
    case crowded
    /// There is no point in trying again; what to mend.
    case stopped(String)
    /// The bot is ending.
    case cancelled
}
