import ControlPlane
import GitHubGateway
import HTTPCalling
import HealingDomain
import HealingFlow
import Logging
import ModelGateway
import Scanning
import SlackGateway

/// The outside world, each part behind its port.
struct Connections: Sendable {
    let http: CurlCaller
    let installation: SlackInstallation
    let chat: any TeamChat
    /// The same, for what the outbox says: it waits where a person's answer does not.
    let outgoing: any TeamChat
    let history: any ChannelHistory
    /// Whether Slack serves history in full.
    let historyAllowance: HistoryAllowance
    let codeHost: any CodeHost
    let gists: any GistReader
    let scanner: ReopeningScanner
    let syntax: any SyntaxChecker
    let model: (any RepairModel)?

    /// Nothing is called yet. A token that is not set makes its calls fail with the other side's own words.
    init(_ settings: ServerSettings, logger: Logger) {
        let http = CurlCaller()
        self.http = http
        self.installation = SlackInstallation()
        let slack = SlackWebAPI(
            caller: http, token: SlackToken(settings.slack.botToken ?? ""), baseURL: settings.slack.apiURL)
        let responses = ResponseURLPolicy(standIns: settings.slack.responseHosts)
        self.chat = SlackTeamChat(api: slack, caller: http, installation: self.installation, responses: responses)
        self.outgoing = SlackTeamChat(
            api: slack.prioritized(.outbox), caller: http, installation: self.installation, responses: responses)
        // Reading the past never holds a person up.
        self.history = SlackChannelHistory(api: slack.prioritized(.backfill), installation: self.installation)
        self.historyAllowance = slack.allowance
        let addresses = GitHubAddresses(rest: settings.github.apiURL, web: settings.github.webURL)
        let github = GitHubAPI(
            addresses: addresses, caller: http, credentials: .personal(settings.github.token ?? ""), logger: logger)
        self.codeHost = GitHubCodeHost(
            api: github, trunks: settings.healing.branches, isOurs: { settings.github.isOurs($0) })
        self.gists = GitHubGists(api: github)
        self.scanner = ReopeningScanner(
            semgrepPath: settings.semgrepPath, rulesFolder: settings.rulesFolder, logger: logger)
        self.syntax = NativeSyntaxChecker()
        self.model = settings.model.map { model in
            OpenAICompatibleRepairModel(caller: http, baseURL: model.url, model: model.name, apiKey: model.key)
        }
    }

    /// What App Home and `status` show besides what keeps the bot from working.
    var notices: [ConnectionHealth] {
        self.historyAllowance.notice.map { [ConnectionHealth(name: "slack history", isHealthy: false, detail: $0)] }
            ?? []
    }

    /// Ends what runs beside the process.
    func shutDown() async {
        await self.scanner.shutDown()
        await self.http.shutdown()
    }
}
