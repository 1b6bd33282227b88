/// Why a WebSocket cannot go on.
package struct WebSocketFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// No connection, or one that broke off.
        case connection
        /// The server answered the handshake with something else than a WebSocket.
        case refused
        /// The other side sent what RFC 6455 forbids.
        case violation
        /// A message is longer than allowed.
        case tooLarge
        /// It was closed before, by either side.
        case closed
        /// The task was cancelled, or the connection ended from here.
        case cancelled
    }

    package var kind: Kind
    package var detail: String
    /// What the other side is told (RFC 6455, section 7.4.1).
    package var closeCode: UInt16

    package init(_ kind: Kind, _ detail: String, closeCode: UInt16 = 1002) {
        self.kind = kind
        self.detail = detail
        self.closeCode = closeCode
    }

    init(_ failure: HTTPFailure) {
        self.init(failure.kind == .cancelled ? .cancelled : .connection, failure.description)
    }

    package var description: String { "\(self.kind.rawValue): \(self.detail)" }
}
