import Synchronization

/// Where the stand-ins listen; the port is known once the server runs.
package final class ServerAddress: Sendable {
    private let state: Mutex<Int>

    package init(port: Int = 0) { self.state = Mutex(port) }

    package var port: Int {
        get { self.state.withLock { $0 } }
        set { self.state.withLock { $0 = newValue } }
    }

    package var host: String { "127.0.0.1:\(self.port)" }
    package var url: String { "http://\(self.host)" }
    package var slackAPI: String { "\(self.url)/slack/api/" }
    package var gitHubAPI: String { "\(self.url)/github/api/v3" }
    package var gitHubWeb: String { "\(self.url)/github" }
    package func cloneURL(_ repository: String) -> String { "\(self.url)/git/\(repository).git" }
}
