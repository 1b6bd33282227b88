import Cryptography
import FoundationEssentials

/// What makes a delivery recognisable when it comes again, over HTTP or a socket alike.
enum DeliveryIdentity {
    /// Of an event: Slack's own id; notices without one are known by their bytes.
    static func event(id: String?, body: Data) -> String {
        if let id, !id.isEmpty { return id }
        return Hexadecimal.encode(SHA256.digest(body))
    }

    /// Of a command or a click. Slack gives each of them a trigger id once; what has none is known by its bytes.
    static func interaction(trigger: String?, body: Data) -> String {
        guard let trigger, !trigger.isEmpty else { return Hexadecimal.encode(SHA256.digest(body)) }
        return Hexadecimal.encode(SHA256.digest("trigger \(trigger)"))
    }
}
