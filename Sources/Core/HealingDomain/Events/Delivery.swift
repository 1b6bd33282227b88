package import FoundationEssentials

/// A request from outside whose signature was found right. Only gateways make one, and only a `Delivery` can be queued.
package struct Delivery: Sendable, Hashable, Codable {
    package enum Source: String, Sendable, Codable {
        case github, slackEvents, slackCommand, slackInteractivity
        /// Work the bot gave itself: a backfill, a sweep.
        case internalJob
    }

    package var source: Source
    /// What makes a retry recognisable: `X-GitHub-Delivery`, Slack's `event_id`, or a digest of the body.
    package var id: String
    /// The event's name where a header carries it (`push`); else empty.
    package var event: String
    package var body: Data
    package var receivedAt: Date

    package init(source: Source, id: String, event: String, body: Data, receivedAt: Date) {
        self.source = source
        self.id = id
        self.event = event
        self.body = body
        self.receivedAt = receivedAt
    }
}

/// What the inbox did with a delivery.
package enum Acceptance: Sendable, Hashable {
    case accepted
    /// The same delivery was accepted before; nothing was queued.
    case duplicate
}

/// A delivery that a worker holds for a while.
package struct LeasedDelivery: Sendable, Hashable {
    package var delivery: Delivery
    /// Proof of the lease: another worker's lease on the same delivery has another receipt.
    package var receipt: String
    /// 1 on the first try.
    package var attempt: Int

    package init(delivery: Delivery, receipt: String, attempt: Int) {
        self.delivery = delivery
        self.receipt = receipt
        self.attempt = attempt
    }
}
