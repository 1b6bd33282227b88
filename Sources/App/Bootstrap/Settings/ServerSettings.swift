package import HealingDomain
package import HealingFlow
package import Logging

/// Settings that cannot be wrong.
package struct ServerSettings: Sendable {
    package var host: String
    package var port: Int
    package var dataFolder: String
    package var logLevel: Logger.Level
    package var slack: Slack
    package var github: GitHub
    package var model: Model?
    package var senior: PersonID?
    package var policy: ApprovalPolicy
    package var approvalLifetimeSeconds: Double
    package var reminderSeconds: Double
    /// Slack person → GitHub login.
    package var identities: [PersonID: String]
    package var healing: HealingSettings
    package var mining: MiningPolicy
    /// What a channel that chose nothing hears.
    package var channelDefaults: ChannelPreferences
    package var criticalIgnoresQuietHours: Bool
    package var semgrepPath: String?
    package var rulesFolder: String?

    package struct Slack: Sendable {
        package var signingSecrets: [String]
        package var botToken: String?
        /// Where it is set Slack's deliveries come over Socket Mode.
        package var appToken: String?
        package var apiURL: String
        package var responseHosts: [String]
    }

    package struct GitHub: Sendable {
        package var webhookSecrets: [String]
        package var token: String?
        package var apiURL: String
        package var webURL: String
        /// `owner/name` or `owner/*`.
        package var repositories: [String]

        /// Whether a repository is the team's own: code merged elsewhere proves nothing.
        package func isOurs(_ repository: RepositoryName) -> Bool {
            self.repositories.contains { pattern in
                pattern.lowercased() == repository.rawValue.lowercased()
                    || pattern.lowercased() == "\(repository.owner.lowercased())/*"
            }
        }
    }

    package struct Model: Sendable {
        package var url: String
        package var name: String
        package var key: String?
    }

    /// The same, for one-shot commands: a changed thread is read without waiting for it to settle.
    var readingAtOnce: ServerSettings {
        var settings = self
        settings.mining.settleSeconds = 0
        return settings
    }

    /// What is still needed before deliveries can be worked on; they are verified and queued meanwhile.
    package var missing: [SettingsProblem] {
        var missing: [SettingsProblem] = []
        func need(_ value: String?, _ setting: Setting) {
            if value == nil {
                missing.append(SettingsProblem(setting: setting.name, reason: "not set: \(setting.purpose)"))
            }
        }
        need(self.slack.botToken, .slackBotToken)
        need(self.github.token, .githubToken)
        return missing
    }
}
