import Foundation
import HealingDomain
import HealingFlow
package import Logging
import Scanning

/// `codehealer doctor`: every credential, URL and tool, each with its exact mend.
package struct Doctor: Sendable {
    package struct Line: Sendable, Hashable {
        package enum Verdict: String, Sendable { case ok = "ok  ", warning = "warn", bad = "BAD " }

        package var verdict: Verdict
        package var subject: String
        package var detail: String
    }

    let settings: ServerSettings
    let logger: Logger

    package init(settings: ServerSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    package func examine() async -> [Line] {
        let connections = Connections(self.settings, logger: self.logger)
        var lines = self.secrets() + self.choices()
        lines.append(self.store())
        lines.append(await self.scanner(connections))
        lines.append(await self.slack(connections))
        lines.append(await self.channel(connections))
        lines.append(await self.github(connections))
        await connections.shutDown()
        return lines
    }

    private func secrets() -> [Line] {
        [
            (
                Setting.slackSigningSecret, !self.settings.slack.signingSecrets.isEmpty,
                "copy it from “Basic Information” of the Slack app"
            ),
            (
                .slackBotToken, self.settings.slack.botToken != nil,
                "install the Slack app and copy the Bot User OAuth Token"
            ),
            (
                .githubWebhookSecret, !self.settings.github.webhookSecrets.isEmpty,
                "choose one and enter it in the webhook's settings too"
            ),
            (
                .githubToken, self.settings.github.token != nil,
                "make a fine-grained token with Contents and Pull requests: read and write"
            ),
        ].map { setting, isSet, mend in
            Line(verdict: isSet ? .ok : .bad, subject: setting.name, detail: isSet ? "set" : "not set: \(mend)")
        }
    }

    private func choices() -> [Line] {
        func line(_ setting: Setting, _ isSet: Bool, _ otherwise: String) -> Line {
            Line(verdict: isSet ? .ok : .warning, subject: setting.name, detail: isSet ? "set" : otherwise)
        }
        return [
            line(.channel, self.settings.healing.channel != nil, "not set: findings are kept, but no card is posted"),
            line(.senior, self.settings.senior != nil, "not set: nobody is named where no fix was found"),
            line(
                .repositories, !self.settings.github.repositories.isEmpty,
                "not set: links to merged pull requests prove nothing; name owner/*"),
            line(.modelURL, self.settings.model != nil, "not set: only threads and past fixes are asked"),
        ]
    }

    private func store() -> Line {
        do throws(Fault) {
            _ = try Backend.embedded(folder: self.settings.dataFolder)
            return Line(verdict: .ok, subject: "store", detail: self.settings.dataFolder)
        } catch {
            return Line(verdict: .bad, subject: "store", detail: "\(error.detail). \(error.advice ?? "")")
        }
    }

    private func scanner(_ connections: Connections) async -> Line {
        if let problem = await connections.scanner.problem() {
            return Line(verdict: .bad, subject: "semgrep", detail: problem)
        }
        return Line(verdict: .ok, subject: "semgrep", detail: "found, and its rules load")
    }

    private func slack(_ connections: Connections) async -> Line {
        guard self.settings.slack.botToken != nil else {
            return Line(verdict: .bad, subject: "slack", detail: "no bot token")
        }
        do throws(Fault) {
            let identity = try await connections.chat.identity()
            return Line(
                verdict: .ok, subject: "slack", detail: "connected to team \(identity.teamID) as \(identity.user)")
        } catch {
            return Line(verdict: .bad, subject: "slack", detail: "\(error.detail). \(error.advice ?? "")")
        }
    }

    private func channel(_ connections: Connections) async -> Line {
        guard let channel = self.settings.healing.channel, self.settings.slack.botToken != nil else {
            return Line(verdict: .warning, subject: "channel", detail: "not checked")
        }
        do throws(Fault) {
            let mine = try await connections.history.channels()
            if let found = mine.first(where: { $0.id == channel }) {
                return Line(verdict: .ok, subject: "channel", detail: "the bot is in #\(found.name)")
            }
            return Line(
                verdict: .bad, subject: "channel", detail: "the bot is not in \(channel): invite it there with /invite")
        } catch {
            return Line(verdict: .bad, subject: "channel", detail: "\(error.detail). \(error.advice ?? "")")
        }
    }

    private func github(_ connections: Connections) async -> Line {
        guard self.settings.github.token != nil else {
            return Line(verdict: .bad, subject: "github", detail: "no token")
        }
        guard let repository = self.settings.github.repositories.first(where: { !$0.hasSuffix("*") }) else {
            return Line(
                verdict: .warning, subject: "github",
                detail: "name one repository in \(Setting.repositories.name) to have access checked")
        }
        let branch = self.settings.healing.branches.sorted().first ?? "develop"
        do throws(Fault) {
            let head = try await connections.codeHost.head(of: branch, in: RepositoryName(repository))
            return head.map {
                Line(verdict: .ok, subject: "github", detail: "\(repository) \(branch) is at \($0.short)")
            }
                ?? Line(verdict: .warning, subject: "github", detail: "\(repository) has no branch \(branch)")
        } catch {
            return Line(verdict: .bad, subject: "github", detail: "\(error.detail). \(error.advice ?? "")")
        }
    }
}
