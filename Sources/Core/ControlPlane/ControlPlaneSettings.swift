package import HealingDomain

/// What a team chooses about its control plane.
package struct ControlPlaneSettings: Sendable, Hashable {
    /// Where cards are posted; without one nothing is announced.
    package var channel: ChannelID?
    /// Who is asked where confidence is too low for an open pull request.
    package var senior: PersonID?
    /// Who may decide about fixes.
    package var policy: ApprovalPolicy
    /// The Slack team the bot belongs to; `nil` asks Slack who the bot is.
    package var installedTeam: String?
    /// How long a question stays open.
    package var approvalLifetimeSeconds: Double
    /// So long before its end a question is reminded of, in seconds; never where it is 0.
    package var reminderSeconds: Double
    /// Where repositories are browsed, without a slash at the end.
    package var webAddress: String
    /// The slash command, as people type it.
    package var command: String

    /// What a channel that chose nothing hears.
    package var channelDefaults: ChannelPreferences
    package var criticalIgnoresQuietHours: Bool

    package init(
        channel: ChannelID? = nil, senior: PersonID? = nil, policy: ApprovalPolicy = ApprovalPolicy(),
        installedTeam: String? = nil, approvalLifetimeSeconds: Double = 7 * 86_400,
        reminderSeconds: Double = 86_400, webAddress: String = "https://github.com",
        command: String = "/codehealer",
        channelDefaults: ChannelPreferences = ChannelPreferences(channel: "", cardsPerHour: 20, digestHour: 9),
        criticalIgnoresQuietHours: Bool = true
    ) {
        self.channel = channel
        self.senior = senior
        self.policy = policy
        self.installedTeam = installedTeam
        self.approvalLifetimeSeconds = approvalLifetimeSeconds
        self.reminderSeconds = reminderSeconds
        self.webAddress = webAddress
        self.command = command
        self.channelDefaults = channelDefaults
        self.criticalIgnoresQuietHours = criticalIgnoresQuietHours
    }

    /// What holds for a repository's fixes.
    package func policy(of repository: RepositoryName) -> ApprovalPolicy { self.policy }
}
