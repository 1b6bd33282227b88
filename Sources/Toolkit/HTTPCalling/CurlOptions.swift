/// How `CurlCaller` makes its connections.
package struct CurlOptions: Sendable, Hashable {
    /// A PEM file of trusted authorities; `nil` uses the system's.
    package var authoritiesFile: String?
    /// `http://host:port`; `nil` leaves it to the usual environment variables. Never used for this machine itself.
    package var proxy: String?
    /// Part of each call's own time.
    package var connectTimeoutSeconds: Double
    /// Calls beyond it wait for a connection, on their own time.
    package var connectionsPerHost: Int
    /// How many connections stay open between calls.
    package var keptConnections: Int
    /// Sent where a call names no `User-Agent`.
    package var userAgent: String

    package init(
        authoritiesFile: String? = nil, proxy: String? = nil, connectTimeoutSeconds: Double = 10,
        connectionsPerHost: Int = 32, keptConnections: Int = 64, userAgent: String = "codehealer"
    ) {
        self.authoritiesFile = authoritiesFile
        self.proxy = proxy
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.connectionsPerHost = connectionsPerHost
        self.keptConnections = keptConnections
        self.userAgent = userAgent
    }
}
