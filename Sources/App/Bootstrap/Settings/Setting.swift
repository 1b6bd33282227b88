/// One setting: its name is the same in the environment, in `.env` and in `codehealer.yaml`.
package struct Setting: Sendable, Hashable {
    package let name: String
    /// What it is for, in one line; `--help` and `doctor` print it.
    package let purpose: String
    package let defaultValue: String?
    package let isSecret: Bool

    init(_ name: String, _ purpose: String, default defaultValue: String? = nil, isSecret: Bool = false) {
        self.name = name
        self.purpose = purpose
        self.defaultValue = defaultValue
        self.isSecret = isSecret
    }
}

extension Setting {
    static let host = Setting("CODEHEALER_HOST", "address to listen on", default: "127.0.0.1")
    static let port = Setting("CODEHEALER_PORT", "port to listen on; 0 takes a free one", default: "8080")
    static let data = Setting("CODEHEALER_DATA", "folder of the embedded store", default: ".codehealer")
    static let branches = Setting("CODEHEALER_BRANCHES", "branches to heal, comma-separated", default: "develop")
    static let channel = Setting("CODEHEALER_CHANNEL", "Slack channel id for cards (C…)")
    static let senior = Setting("CODEHEALER_SENIOR", "Slack person id to ask when nothing was found (U…)")
    static let approvers = Setting(
        "CODEHEALER_APPROVERS", "Slack person ids who may approve, comma-separated; everybody in the team if empty")
    static let approverGroups = Setting(
        "CODEHEALER_APPROVER_GROUPS",
        "Slack user groups (S…) whose members may approve too, comma-separated; needs usergroups:read and a paid plan")
    static let approvals = Setting(
        "CODEHEALER_APPROVALS", "how many people have to approve a fix, 1 to 20", default: "1")
    static let authorApproves = Setting(
        "CODEHEALER_AUTHOR_APPROVES",
        "yes or no: whether the author of the flagged commit may decide about its fix; of a CRITICAL one never",
        default: "yes")
    static let requesterApproves = Setting(
        "CODEHEALER_REQUESTER_APPROVES", "yes or no: whether whoever asked for a fix may decide about it",
        default: "yes")
    static let linkedApprovers = Setting(
        "CODEHEALER_LINKED_APPROVERS",
        "never, critical, merge or always: when an approver's GitHub login has to be known", default: "never")
    static let confirm = Setting(
        "CODEHEALER_CONFIRM",
        "never, critical, merge (and critical) or always: when Approve asks once more", default: "merge")
    static let approvalHours = Setting(
        "CODEHEALER_APPROVAL_HOURS", "hours until an unanswered question ends, 1 to 8760", default: "168")
    static let reminderHours = Setting(
        "CODEHEALER_REMINDER_HOURS", "hours before that end at which its thread is reminded; 0 never", default: "24")
    static let identities = Setting(
        "CODEHEALER_IDENTITIES", "Slack person ↔ GitHub login, as U123=octocat, comma-separated")
    static let minimumSeverity = Setting(
        "CODEHEALER_MIN_SEVERITY", "findings below are not reported (LOW, MEDIUM, HIGH, CRITICAL)", default: "LOW")
    static let openThreshold = Setting(
        "CODEHEALER_OPEN_THRESHOLD", "confidence for an open pull request, 0 to 1", default: "0.85")
    static let draftThreshold = Setting(
        "CODEHEALER_DRAFT_THRESHOLD", "confidence for a draft pull request, 0 to 1", default: "0.60")
    static let cardsPerHour = Setting(
        "CODEHEALER_CARDS_PER_HOUR",
        "new cards a channel gets in an hour; the rest, but none that is CRITICAL, waits "
            + "for the digest", default: "20")
    static let quietHours = Setting(
        "CODEHEALER_QUIET_HOURS", "hours in which no card is posted, as 22-7; findings wait for the digest")
    static let digestHour = Setting(
        "CODEHEALER_DIGEST_HOUR", "hour of the daily digest, 0 to 23, or none", default: "9")
    static let timeZone = Setting("CODEHEALER_TIME_ZONE", "time zone of these hours, as Europe/Berlin", default: "UTC")
    static let criticalIsQuiet = Setting(
        "CODEHEALER_CRITICAL_IN_QUIET_HOURS", "whether CRITICAL findings are posted in quiet hours (yes, no)",
        default: "yes")
    static let semgrep = Setting("CODEHEALER_SEMGREP", "path of the semgrep program; found by itself if empty")
    static let rules = Setting("CODEHEALER_RULES", "folder of Semgrep rules; the bundled ones if empty")
    static let retentionDays = Setting(
        "CODEHEALER_RETENTION_DAYS", "days for which a thread is kept after it was opened; 0 keeps all", default: "0")
    static let readSharedChannels = Setting(
        "CODEHEALER_READ_SHARED_CHANNELS", "whether channels shared with other organisations are read too (yes, no)",
        default: "no")
    static let logLevel = Setting("LOG_LEVEL", "trace, debug, info, notice, warning, error", default: "info")

    static let slackSigningSecret = Setting(
        "SLACK_SIGNING_SECRET", "signing secret of the Slack app; two, comma-separated, while rotating", isSecret: true)
    static let slackBotToken = Setting("SLACK_BOT_TOKEN", "bot token of the Slack app (xoxb-…)", isSecret: true)
    static let slackAppToken = Setting(
        "SLACK_APP_TOKEN",
        "app-level token (xapp-…) for Socket Mode, where Slack cannot reach this machine; no signing secret is needed then",
        isSecret: true)
    static let slackAPI = Setting("SLACK_API_URL", "base of the Web API", default: "https://slack.com/api/")
    static let slackResponseHosts = Setting(
        "SLACK_RESPONSE_HOSTS", "further hosts that response_url may name, comma-separated")

    static let githubWebhookSecret = Setting(
        "GITHUB_WEBHOOK_SECRET", "secret of the GitHub webhook; two, comma-separated, while rotating", isSecret: true)
    static let githubToken = Setting("GITHUB_TOKEN", "token for the GitHub API", isSecret: true)
    static let githubAPI = Setting("GITHUB_API_URL", "base of the REST API", default: "https://api.github.com")
    static let githubWeb = Setting("GITHUB_WEB_URL", "base of GitHub's pages", default: "https://github.com")

    static let repositories = Setting(
        "CODEHEALER_REPOSITORIES",
        "the team's repositories, as owner/name or owner/*: only code merged there counts as proof")

    static let modelURL = Setting(
        "MODEL_URL", "base of an OpenAI-compatible API, such as http://127.0.0.1:11434/v1; no model if empty")
    static let modelName = Setting("MODEL_NAME", "model to ask for", default: "default")
    static let modelKey = Setting("MODEL_API_KEY", "key of that API", isSecret: true)

    /// In the order people are shown them.
    package static let all: [Setting] = [
        host, port, data, branches, channel, senior, approvers, approverGroups, approvals,
        authorApproves, requesterApproves, linkedApprovers, confirm, approvalHours, reminderHours, identities,
        minimumSeverity, openThreshold, draftThreshold, cardsPerHour, quietHours, digestHour, timeZone, criticalIsQuiet,
        semgrep, rules, retentionDays, readSharedChannels, logLevel, slackSigningSecret, slackBotToken,
        slackAppToken, slackAPI, slackResponseHosts,
        githubWebhookSecret, githubToken, githubAPI, githubWeb, repositories, modelURL, modelName, modelKey,
    ]
}
