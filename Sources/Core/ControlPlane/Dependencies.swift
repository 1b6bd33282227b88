package import FoundationEssentials
package import HealingDomain
package import Logging

extension ControlPlane {
    /// All that the control plane needs from the parts below it.
    package struct Dependencies: Sendable {
        package var chat: any TeamChat
        package var codeHost: any CodeHost
        package var records: any HealingRecordStore
        package var approvals: any ApprovalStore
        package var audit: any AuditTrail
        package var memory: any SolutionMemory
        package var teamSettings: any TeamSettingsStore
        /// `nil` where channels are not read.
        package var miner: (any ChannelMiner)?
        /// `nil` where GitHub is not connected.
        package var gists: (any GistReader)?
        package var learner: any Learner
        package var healer: any PullRequestHealer
        package var announcer: any Announcer
        package var settings: ControlPlaneSettings
        /// How each connection is, asked when a person looks.
        package var health: @Sendable () async -> [ConnectionHealth]
        /// The GitHub login that a Slack person is known to own; `nil` where nobody said so.
        package var gitHubLogin: @Sendable (PersonID) async -> String?
        package var now: @Sendable () -> Date
        /// An id that nobody can guess, for an approval.
        package var newID: @Sendable () -> String
        /// SHA-256 of a text, hexadecimal: what an approval binds to.
        package var digest: @Sendable (String) -> String
        package var logger: Logger

        package init(
            chat: any TeamChat, codeHost: any CodeHost, records: any HealingRecordStore,
            approvals: any ApprovalStore, audit: any AuditTrail, memory: any SolutionMemory,
            teamSettings: any TeamSettingsStore, miner: (any ChannelMiner)?, gists: (any GistReader)?,
            learner: any Learner,
            healer: any PullRequestHealer, announcer: any Announcer, settings: ControlPlaneSettings,
            health: @escaping @Sendable () async -> [ConnectionHealth],
            gitHubLogin: @escaping @Sendable (PersonID) async -> String?, now: @escaping @Sendable () -> Date,
            newID: @escaping @Sendable () -> String, digest: @escaping @Sendable (String) -> String, logger: Logger
        ) {
            self.chat = chat
            self.codeHost = codeHost
            self.records = records
            self.approvals = approvals
            self.audit = audit
            self.memory = memory
            self.teamSettings = teamSettings
            self.miner = miner
            self.gists = gists
            self.learner = learner
            self.healer = healer
            self.announcer = announcer
            self.settings = settings
            self.health = health
            self.gitHubLogin = gitHubLogin
            self.now = now
            self.newID = newID
            self.digest = digest
            self.logger = logger
        }
    }
}

/// How one connection is: GitHub, Slack, the model, the scanner.
package struct ConnectionHealth: Sendable, Hashable {
    package var name: String
    package var isHealthy: Bool
    /// What is wrong and how to mend it, or what it is connected to.
    package var detail: String

    package init(name: String, isHealthy: Bool, detail: String) {
        self.name = name
        self.isHealthy = isHealthy
        self.detail = detail
    }
}
