import Foundation
import HealingDomain
import HealingFlow
import Logging

extension ServerSettings {
    /// Reads and checks everything, and reports all problems at once.
    ///
    /// - Parameter requiresSecrets: `serve` needs the two signing secrets; reading commands do without.
    package init(_ raw: RawSettings, requiresSecrets: Bool = true) throws(SettingsError) {
        var reader = SettingsReader(raw: raw)
        self.host = reader.text(.host)
        self.port = reader.number(.port, in: 0...65_535)
        self.dataFolder = reader.text(.data)
        self.logLevel = reader.choice(.logLevel, Logger.Level.init(rawValue:)) ?? .info
        self.slack = reader.slack(requiresSecrets: requiresSecrets)
        self.github = reader.github(requiresSecrets: requiresSecrets)
        self.model = reader.model()
        self.senior = raw.text(.senior).map { PersonID($0) }
        self.policy = reader.policy()
        self.approvalLifetimeSeconds = Double(reader.number(.approvalHours, in: 1...8_760)) * 3_600
        self.reminderSeconds = Double(reader.number(.reminderHours, in: 0...8_760)) * 3_600
        self.identities = reader.identities()
        self.healing = reader.healing()
        self.mining = reader.mining()
        self.channelDefaults = reader.channelDefaults()
        self.criticalIgnoresQuietHours =
            reader.choice(.criticalIsQuiet) { ["yes": true, "no": false][$0.lowercased()] } ?? true
        self.semgrepPath = raw.text(.semgrep)
        self.rulesFolder = raw.text(.rules)
        if !reader.problems.isEmpty { throw SettingsError(problems: reader.problems) }
    }
}

/// Turns text into values and collects what is wrong.
struct SettingsReader {
    let raw: RawSettings
    private(set) var problems: [SettingsProblem] = []

    init(raw: RawSettings) { self.raw = raw }

    mutating func reject(_ setting: Setting, _ reason: String) {
        self.problems.append(SettingsProblem(setting: setting.name, reason: reason))
    }

    func text(_ setting: Setting) -> String { self.raw.text(setting) ?? "" }

    func list(_ setting: Setting) -> [String] {
        self.text(setting).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    mutating func number(_ setting: Setting, in range: ClosedRange<Int>) -> Int {
        if let value = Int(self.text(setting)), range.contains(value) { return value }
        self.reject(setting, "has to be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return range.lowerBound
    }

    mutating func share(_ setting: Setting) -> Double {
        if let value = Double(self.text(setting)), (0...1).contains(value) { return value }
        self.reject(setting, "has to be a number from 0 to 1")
        return 1
    }

    mutating func choice<Value>(_ setting: Setting, _ read: (String) -> Value?) -> Value? {
        if let value = read(self.text(setting)) { return value }
        self.reject(setting, "has to be one of: \(setting.purpose)")
        return nil
    }

    mutating func flag(_ setting: Setting) -> Bool {
        switch self.text(setting).lowercased() {
        case "yes", "true", "on", "1": return true
        case "no", "false", "off", "0": return false
        default:
            self.reject(setting, "has to be yes or no")
            return false
        }
    }

    mutating func url(_ setting: Setting) -> String {
        let value = self.text(setting)
        let rest =
            value.hasPrefix("https://") ? value.dropFirst(8) : value.hasPrefix("http://") ? value.dropFirst(7) : ""
        if rest.isEmpty || value.contains(where: \.isWhitespace) {
            self.reject(setting, "has to begin with https:// or http:// and name a host")
        }
        return value
    }

    mutating func secrets(_ setting: Setting, required: Bool) -> [String] {
        let secrets = self.list(setting)
        if secrets.isEmpty, required { self.reject(setting, "is needed: \(setting.purpose)") }
        if secrets.count > 2 { self.reject(setting, "holds \(secrets.count) secrets; at most two can be live") }
        return secrets
    }
}

extension SettingsReader {
    mutating func slack(requiresSecrets: Bool) -> ServerSettings.Slack {
        let token = self.raw.text(.slackBotToken)
        let appToken = self.raw.text(.slackAppToken)
        if let token, !token.hasPrefix("xoxb-") {
            self.problems.append(
                SettingsProblem(
                    setting: Setting.slackBotToken.name,
                    reason: "has to begin with xoxb-: take the Bot User OAuth Token of “OAuth & Permissions”"))
        }
        if let appToken, !appToken.hasPrefix("xapp-") {
            self.problems.append(
                SettingsProblem(
                    setting: Setting.slackAppToken.name,
                    reason: "has to begin with xapp-: make an app-level token with the scope connections:write under "
                        + "“Basic Information”"))
        }
        return ServerSettings.Slack(
            signingSecrets: self.secrets(.slackSigningSecret, required: requiresSecrets && appToken == nil),
            botToken: token, appToken: appToken,
            apiURL: self.url(.slackAPI), responseHosts: self.list(.slackResponseHosts))
    }

    mutating func github(requiresSecrets: Bool) -> ServerSettings.GitHub {
        ServerSettings.GitHub(
            webhookSecrets: self.secrets(.githubWebhookSecret, required: requiresSecrets),
            token: self.raw.text(.githubToken), apiURL: self.url(.githubAPI), webURL: self.url(.githubWeb),
            repositories: self.list(.repositories))
    }

    mutating func policy() -> ApprovalPolicy {
        let groups = self.list(.approverGroups)
        for group in groups where !group.hasPrefix("S") {
            self.problems.append(
                SettingsProblem(
                    setting: Setting.approverGroups.name,
                    reason: "“\(group)” is no id of a user group: they begin with S (the group's menu, Copy group ID)"))
        }
        return ApprovalPolicy(
            approvals: self.number(.approvals, in: 1...20), approvers: self.list(.approvers).map { PersonID($0) },
            groups: groups.map { UserGroupID($0) }, authorMayDecide: self.flag(.authorApproves),
            requesterMayDecide: self.flag(.requesterApproves),
            knownLogin: self.choice(.linkedApprovers, ApprovalPolicy.Occasion.init(rawValue:)) ?? .always,
            confirmation: self.choice(.confirm, ApprovalPolicy.Occasion.init(rawValue:)) ?? .always)
    }

    mutating func model() -> ServerSettings.Model? {
        guard self.raw.text(.modelURL) != nil else { return nil }
        return ServerSettings.Model(
            url: self.url(.modelURL), name: self.text(.modelName), key: self.raw.text(.modelKey))
    }

    mutating func identities() -> [PersonID: String] {
        var identities: [PersonID: String] = [:]
        for pair in self.list(.identities) {
            let sides = pair.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
                self.problems.append(
                    SettingsProblem(setting: Setting.identities.name, reason: "“\(pair)” has to look like U123=octocat")
                )
                continue
            }
            identities[PersonID(String(sides[0]))] = String(sides[1])
        }
        return identities
    }

    mutating func mining() -> MiningPolicy {
        let days = self.number(.retentionDays, in: 0...36_500)
        let shared = self.choice(.readSharedChannels) { ["yes": true, "no": false][$0.lowercased()] } ?? false
        return MiningPolicy(retentionDays: days == 0 ? nil : days, readsSharedChannels: shared)
    }

    mutating func healing() -> HealingSettings {
        let thresholds = Thresholds(
            openPullRequest: self.share(.openThreshold), draftPullRequest: self.share(.draftThreshold))
        if thresholds.draftPullRequest > thresholds.openPullRequest {
            self.problems.append(
                SettingsProblem(
                    setting: Setting.draftThreshold.name,
                    reason: "is above \(Setting.openThreshold.name): a draft would never be opened"))
        }
        return HealingSettings(
            branches: Set(self.list(.branches)), thresholds: thresholds,
            channel: self.raw.text(.channel).map { ChannelID($0) },
            minimumSeverity: self.choice(.minimumSeverity) { Severity(rawValue: $0.uppercased()) } ?? .low)
    }
}
