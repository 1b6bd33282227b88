import HTTPCalling
import HealingDomain
import HealingFlow
import SlackGateway

/// Tokens, scopes, the signing secret, the channel and the people of Slack.
struct SlackChecks: Sendable {
    let settings: ServerSettings
    let http: any HTTPCaller
    let chat: any TeamChat

    private static let pages = "https://api.slack.com/apps → your app → "
    private static let install =
        "\(pages)“Install App”: install it and set SLACK_BOT_TOKEN to the Bot User OAuth Token."

    private func api(_ token: String) -> SlackWebAPI {
        SlackWebAPI(
            caller: self.http, token: SlackToken(token), baseURL: self.settings.slack.apiURL,
            pace: SlackWebAPI.Pace(longestWaitSeconds: 5, attempts: 2))
    }

    func lines() async -> [DoctorLine] {
        var lines: [DoctorLine] = []
        if let token = self.settings.slack.botToken {
            lines += await self.token(self.api(token))
        } else {
            lines.append(.bad(.slack, "bot token", "SLACK_BOT_TOKEN is not set", mend: Self.install))
        }
        if let token = self.settings.slack.appToken { lines.append(await self.socket(token)) }
        lines.append(self.signingSecret())
        return lines
    }

    private func socket(_ token: String) async -> DoctorLine {
        let make =
            "\(Self.pages)“Basic Information” → App-Level Tokens: generate one with the scope connections:write, and set "
            + "SLACK_APP_TOKEN to it."
        do throws(Fault) {
            try await self.api(token).checkSocketToken()
            return .ok(.slack, "app token", "Slack gives it an address for Socket Mode")
        } catch {
            return .bad(
                .slack, "app token", error.detail,
                mend: "\(make) “Socket Mode” has to be on; without it, unset SLACK_APP_TOKEN.")
        }
    }

    private func token(_ api: SlackWebAPI) async -> [DoctorLine] {
        let access: SlackAccess
        do throws(Fault) {
            access = try await api.access()
        } catch {
            return [.bad(.slack, "bot token", error, mend: Self.install)]
        }
        var lines: [DoctorLine] = [
            .ok(
                .slack, "bot token",
                "of \(access.identity.user) in the team \(access.teamName) (\(access.identity.teamID))")
        ]
        lines += self.scopes(access)
        lines.append(await self.channel(api))
        lines += await self.people()
        return lines
    }

    private func scopes(_ access: SlackAccess) -> [DoctorLine] {
        guard access.scopes != nil else {
            return [.warning(.slack, "scopes", "Slack did not say which the token has")]
        }
        let grant = "\(Self.pages)“OAuth & Permissions” → Bot Token Scopes: add it, then “Reinstall to Workspace”."
        var lines: [DoctorLine] = access.missingScopes.map {
            .bad(.slack, "scope \($0.name)", "missing: it is needed to \($0.reason)", mend: grant)
        }
        lines += access.missingOptionalScopes.map {
            .warning(.slack, "scope \($0.name)", "not granted: \($0.loss)", mend: "If that is not wanted: \(grant)")
        }
        if !access.needlessScopes.isEmpty {
            lines.append(
                .warning(
                    .slack, "more scopes",
                    "granted, and needed by nothing: \(access.needlessScopes.joined(separator: ", "))",
                    mend: "Take them out of the app and install it anew, so that a stolen token can do less."))
        }
        if access.missingScopes.isEmpty {
            lines.insert(.ok(.slack, "scopes", "all \(SlackScope.required.count) that are needed"), at: 0)
        }
        return lines
    }

    private func signingSecret() -> DoctorLine {
        let subject = "signing secret"
        let place = "\(Self.pages)“Basic Information” → Signing Secret: copy it to SLACK_SIGNING_SECRET."
        guard let secret = self.settings.slack.signingSecrets.last else {
            if self.settings.slack.appToken != nil {
                return .ok(.slack, subject, "not needed: Slack's deliveries come over Socket Mode")
            }
            return .bad(
                .slack, subject, "SLACK_SIGNING_SECRET is not set: every request of Slack would be refused", mend: place
            )
        }
        if ["xoxb-", "xoxp-", "xapp-"].contains(where: secret.hasPrefix) {
            return .bad(.slack, subject, "SLACK_SIGNING_SECRET holds a token", mend: place)
        }
        let isUsual = secret.utf8.count == 32 && secret.allSatisfy { $0.isHexDigit && !$0.isUppercase }
        let both = self.settings.slack.signingSecrets.count == 2 ? ", two are live while you rotate" : ""
        return isUsual
            ? .ok(.slack, subject, "set\(both)")
            : .warning(
                .slack, subject, "set\(both), but Slack's are 32 hexadecimal digits",
                mend: "If buttons stay dead (codehealer doctor --button): \(place)")
    }

    private func channel(_ api: SlackWebAPI) async -> DoctorLine {
        let find = "In Slack: the channel's name → About → Channel ID at the very end; set CODEHEALER_CHANNEL to it."
        guard let channel = self.settings.healing.channel else {
            return .warning(
                .slack, "channel", "CODEHEALER_CHANNEL is not set: findings are kept, but no card is posted", mend: find
            )
        }
        guard let first = channel.rawValue.first, "CG".contains(first),
            channel.rawValue.allSatisfy({ $0.isUppercase || $0.isNumber })
        else {
            return .bad(
                .slack, "channel", "CODEHEALER_CHANNEL is “\(channel)”, which is no channel id (C…)", mend: find)
        }
        do throws(Fault) {
            let standing = try await api.standing(in: channel)
            return try await self.channel(channel, standing, api)
        } catch {
            let invite = "If it is private, the bot does not see it until somebody types /invite @codehealer there."
            return .bad(.slack, "channel", error, mend: "\(find) \(invite)")
        }
    }

    private func channel(
        _ id: ChannelID, _ standing: ChannelStanding, _ api: SlackWebAPI
    ) async throws(Fault) -> DoctorLine {
        let name = "#\(standing.name)"
        if standing.isArchived {
            return .bad(.slack, "channel", "\(name) is archived", mend: "Unarchive it, or choose another channel.")
        }
        guard standing.isMember else {
            return .bad(
                .slack, "channel", "the bot is not in \(name)", mend: "Type in \(name): /invite @codehealer")
        }
        if try await api.isHistorySlow(in: id) {
            return .warning(
                .slack, "channel",
                "the bot is in \(name), but Slack gives this app 15 messages a minute of history (the slow profile)",
                mend:
                    "Switch off “Manage Distribution” → public distribution: apps of your own are exempt from that limit."
            )
        }
        if standing.isShared {
            return .warning(
                .slack, "channel", "the bot is in \(name), which other organisations share",
                mend: "They read the cards. Outsiders cannot decide; choose an internal channel if they should not see."
            )
        }
        return .ok(.slack, "channel", "the bot is in \(name)\(standing.isPrivate ? ", a private channel" : "")")
    }

    private func people() async -> [DoctorLine] {
        var lines: [DoctorLine] = []
        let named =
            [self.settings.senior].compactMap { $0 }.map { (Setting.senior.name, $0) }
            + self.settings.policy.approvers.map { (Setting.approvers.name, $0) }
        for (setting, id) in named where id.rawValue.hasPrefix("U") || id.rawValue.hasPrefix("W") {
            lines.append(await self.person(id, setting))
        }
        if self.settings.senior == nil {
            lines.append(
                .warning(
                    .slack, "senior", "CODEHEALER_SENIOR is not set: nobody is named where no fix was found",
                    mend: "In Slack: the person's profile → ⋮ → Copy member ID."))
        }
        return lines
    }

    private func person(_ id: PersonID, _ setting: String) async -> DoctorLine {
        let subject = setting == Setting.senior.name ? "senior" : "approver"
        do throws(Fault) {
            let person = try await self.chat.person(id)
            let flaws = [
                (person.isDeleted, "deactivated"), (person.isBot, "a bot"), (person.isRestricted, "a guest"),
                (person.isStranger, "of another organisation"),
            ].filter(\.0).map(\.1)
            if flaws.isEmpty { return .ok(.slack, subject, "\(person.name) (\(id))") }
            return .bad(
                .slack, subject, "\(person.name) (\(id)) is \(flaws.joined(separator: ", ")) and may not decide",
                mend: "Name another person in \(setting).")
        } catch {
            return .bad(
                .slack, subject, "\(id): \(error.detail)",
                mend: "Name a person of this workspace in \(setting): profile → ⋮ → Copy member ID.")
        }
    }
}
