package import HealingDomain

/// What a team chooses about its control plane.
package struct ControlPlaneSettings: Sendable, Hashable {
    /// Where cards are posted; without one nothing is announced.
    package var channel: ChannelID?
    /// Who is asked where confidence is too low for an open pull request.
    package var senior: PersonID?
    /// Who may decide; everybody of the team where it is empty.
    package var approvers: [PersonID]
    /// The Slack team the bot belongs to; `nil` asks Slack who the bot is.
    package var installedTeam: String?
    /// Whether a CRITICAL fix needs an approver whose GitHub login is known. Without it, an approver without a known
    /// login passes the check that they are not the author.
    package var criticalNeedsKnownLogin: Bool
    /// Where repositories are browsed, without a slash at the end.
    package var webAddress: String
    /// The slash command, as people type it.
    package var command: String

    package init(
        channel: ChannelID? = nil, senior: PersonID? = nil, approvers: [PersonID] = [], installedTeam: String? = nil,
        criticalNeedsKnownLogin: Bool = false, webAddress: String = "https://github.com",
        command: String = "/codehealer"
    ) {
        self.channel = channel
        self.senior = senior
        self.approvers = approvers
        self.installedTeam = installedTeam
        self.criticalNeedsKnownLogin = criticalNeedsKnownLogin
        self.webAddress = webAddress
        self.command = command
    }
}
