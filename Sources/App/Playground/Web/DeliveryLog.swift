/// One webhook as GitHub sends it.
package struct Webhook: Sendable, Hashable {
    /// `X-GitHub-Delivery`.
    package var id: String
    package var event: String
    package var body: [UInt8]
    /// What it is about, for the page: `develop 1a2b3c4`.
    package var summary: String

    package init(id: String, event: String, body: [UInt8], summary: String = "") {
        self.id = id
        self.event = event
        self.body = body
        self.summary = summary
    }
}

/// What was sent to the bot and what it answered, as GitHub's "Recent deliveries" shows it.
package actor DeliveryLog {
    package struct Entry: Sendable {
        package var webhook: Webhook
        /// A status, or why none came.
        package var outcome: String
    }

    private var entries: [Entry] = []
    private var events: [String: [String]] = [:]

    package init() {}

    /// Newest first.
    package var webhooks: [Entry] { self.entries.reversed() }

    /// Outcomes of every attempt to deliver an event, in order.
    package func attempts(event id: String) -> [String] { self.events[id] ?? [] }

    package func webhook(_ id: String) -> Webhook? { self.entries.last { $0.webhook.id == id }?.webhook }

    func record(_ webhook: Webhook, outcome: String) {
        self.entries.append(Entry(webhook: webhook, outcome: outcome))
        if self.entries.count > 300 { self.entries.removeFirst(100) }
    }

    func recordEvent(_ id: String, outcome: String) {
        self.events[id, default: []].append(outcome)
    }
}
