/// What went wrong at a boundary: it says what was being done, keeps its cause, and knows its consequences.
package struct Fault: Error, Sendable, CustomStringConvertible {
    /// "opening a pull request in acme/shop": lower case, the action, never "failed to".
    package var doing: String
    package var cause: (any Error)?
    /// More about it, for logs and `why`.
    package var detail: String
    /// Whether the same call may succeed later.
    package var isRetryable: Bool
    /// At the earliest after this many seconds, where the other side said so.
    package var retryAfterSeconds: Double?
    /// What the person in the channel is told: what to do next.
    package var advice: String?
    /// What it means for whoever asked, where that matters.
    package var kind: Kind

    package enum Kind: Sendable {
        case other
        /// The call may have had its effect although no good answer came.
        case outcomeUnknown
        /// The message it was about is gone, or can no longer be edited.
        case messageGone
        /// The channel cannot be spoken in: it is gone or archived, or the bot is not in it.
        case channelClosed
    }

    package init(
        doing: String, detail: String, cause: (any Error)? = nil, isRetryable: Bool = false,
        retryAfterSeconds: Double? = nil, advice: String? = nil, kind: Kind = .other
    ) {
        self.doing = doing
        self.detail = detail
        self.cause = cause
        self.isRetryable = isRetryable
        self.retryAfterSeconds = retryAfterSeconds
        self.advice = advice
        self.kind = kind
    }

    package var description: String {
        var text = "\(self.doing): \(self.detail)"
        if let cause = self.cause { text += " (\(cause))" }
        return text
    }
}

/// Runs `body` and turns whatever it throws into a `Fault` that says what was being done; a `Fault` passes unchanged.
package func attempting<Value>(
    _ doing: @autoclosure () -> String, isRetryable: Bool = false, _ body: () async throws -> Value
) async throws(Fault) -> Value {
    do {
        return try await body()
    } catch let fault as Fault {
        throw fault
    } catch {
        throw Fault(doing: doing(), detail: String(describing: error), cause: nil, isRetryable: isRetryable)
    }
}
