import HealingDomain

/// Where a payload comes from: whose workspace it is for, and who the bot is there. Until Slack was asked, the payload's
/// own `authorizations` say it.
struct SlackOrigin {
    var botUser: String?
    var botID: String?
    /// The workspace the app is installed in.
    var team: String?
    private var isForAnotherTeam = false

    /// Of an Events API envelope.
    init(envelope: JSONValue, identity: BotIdentity?) {
        let authorizations = envelope["authorizations"].elements
        let bot = authorizations.first { $0["is_bot"].bool == true }
        self.botUser = identity?.user.rawValue ?? bot?["user_id"].text
        self.botID = identity?.botID
        self.team = identity?.teamID ?? authorizations.first?["team_id"].text ?? envelope["team_id"].text
        let named =
            authorizations.compactMap { $0["team_id"].text }
            + ["team_id", "context_team_id"].compactMap { envelope[$0].text }
        self.isForAnotherTeam = self.isKnownElsewhere(identity, named)
    }

    /// Of an interaction's payload, or of a slash command's fields. In a shared channel the view's installing team counts
    /// before the clicker's.
    init(interaction payload: JSONValue, identity: BotIdentity?) {
        self.botUser = identity?.user.rawValue
        self.botID = identity?.botID
        let named = [
            payload["view"]["app_installed_team_id"].text, payload["team"]["id"].text, payload["team_id"].text,
        ]
        .compactMap { $0 }
        self.team = identity?.teamID ?? named.first
        self.isForAnotherTeam = self.isKnownElsewhere(identity, named)
    }

    var refusal: String? { self.isForAnotherTeam ? "it is for a workspace that the app is not installed in" : nil }

    /// Whether a team's id is known and another than ours. `E…` names an organisation, which ours may belong to.
    func isOutside(_ team: String?) -> Bool {
        guard let team, let ours = self.team, !team.hasPrefix("E"), !ours.hasPrefix("E") else { return false }
        return team != ours
    }

    /// Whether a message is the bot's own.
    func isOwn(_ message: JSONValue) -> Bool {
        if let botUser = self.botUser, message["user"].text == botUser { return true }
        if let botID = self.botID, message["bot_id"].text == botID { return true }
        return false
    }

    private func isKnownElsewhere(_ identity: BotIdentity?, _ named: [String]) -> Bool {
        guard let ours = identity?.teamID, !ours.isEmpty, !named.isEmpty else { return false }
        return !named.contains(ours)
    }
}
