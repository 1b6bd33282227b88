package import HealingDomain

/// How a channel looks to the bot.
package struct ChannelStanding: Sendable, Hashable {
    package var name: String
    package var isMember: Bool
    package var isPrivate: Bool
    package var isArchived: Bool
    /// Shared with other organisations.
    package var isShared: Bool
}

/// What `codehealer doctor` asks Slack.
extension SlackWebAPI {
    package func standing(in channel: ChannelID) async throws(Fault) -> ChannelStanding {
        let answer = try await self.call(
            .channelInfo, ["channel": .string(channel.rawValue)], doing: "looking up the channel \(channel)")
        let found = answer["channel"]
        return ChannelStanding(
            name: found["name"].text ?? channel.rawValue, isMember: found["is_member"].bool == true,
            isPrivate: found["is_private"].bool == true, isArchived: found["is_archived"].bool == true,
            isShared: found["is_ext_shared"].bool == true)
    }

    /// Whether Slack gives this app the short pages of apps that are sold outside its Marketplace: 15 messages where 200
    /// were asked for, though there are more.
    package func isHistorySlow(in channel: ChannelID) async throws(Fault) -> Bool {
        let page = try await self.call(
            .history, ["channel": .string(channel.rawValue), "limit": 200],
            doing: "reading a page of \(channel)'s history")
        return page["has_more"].bool == true && page["messages"].elements.count <= HistoryAllowance.reducedPage
    }

    /// Asks for the address of a socket, for which an app-level token is needed. The address is not used.
    package func checkSocketToken() async throws(Fault) {
        _ = try await self.call(.openConnection, [:], doing: "asking Slack for a socket")
    }
}
