/// How much of the bot a channel wants, and when. A channel that chose nothing has the defaults.
package struct ChannelPreferences: Sendable, Hashable, Codable {
    package var channel: ChannelID
    /// At most so many new cards an hour; the rest waits for the digest. `nil` is no limit of the channel's own.
    package var cardsPerHour: Int?
    package var quietHours: QuietHours?
    /// The hour of the day, 0 to 23, of the daily digest; `nil` is none.
    package var digestHour: Int?
    /// An IANA name, such as `Europe/Berlin`, for all hours above.
    package var timeZone: String

    package init(
        channel: ChannelID, cardsPerHour: Int? = nil, quietHours: QuietHours? = nil, digestHour: Int? = nil,
        timeZone: String = "UTC"
    ) {
        self.channel = channel
        self.cardsPerHour = cardsPerHour
        self.quietHours = quietHours
        self.digestHour = digestHour
        self.timeZone = timeZone
    }
}

/// Hours of a day in which nothing is posted unasked. From 22 to 7 passes midnight; from and to the same is never.
package struct QuietHours: Sendable, Hashable, Codable {
    /// 0 to 23, the first quiet hour.
    package var from: Int
    /// 0 to 23, the first hour that is not quiet.
    package var to: Int

    package init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    package func contains(hour: Int) -> Bool {
        self.from <= self.to ? (self.from..<self.to).contains(hour) : hour >= self.from || hour < self.to
    }
}
