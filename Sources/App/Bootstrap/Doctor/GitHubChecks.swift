import GitHubGateway
import HTTPCalling
import HealingDomain
import HealingFlow
import Logging

/// The token, the repositories and the webhook's secret.
struct GitHubChecks: Sendable {
    let settings: ServerSettings
    let http: any HTTPCaller
    let logger: Logger

    private static let token =
        "GitHub → Settings → Developer settings → Fine-grained tokens: the repositories, Contents and Pull requests: "
        + "read and write; set GITHUB_TOKEN."

    func lines() async -> [DoctorLine] {
        var lines = await self.repositories()
        lines.append(
            self.settings.github.webhookSecrets.isEmpty
                ? .bad(
                    .github, "webhook secret", "GITHUB_WEBHOOK_SECRET is not set: every webhook would be refused",
                    mend: "Make one up (openssl rand -hex 32), set it here and in the repository's webhook settings.")
                : .ok(.github, "webhook secret", "set"))
        return lines
    }

    private func repositories() async -> [DoctorLine] {
        guard let token = self.settings.github.token else {
            return [.bad(.github, "token", "GITHUB_TOKEN is not set", mend: Self.token)]
        }
        guard !self.settings.github.repositories.isEmpty else {
            return [
                .warning(
                    .github, "repositories", "CODEHEALER_REPOSITORIES is not set: links to merged code prove nothing",
                    mend: "Name them: owner/name, or owner/*.")
            ]
        }
        let api = GitHubAPI(
            addresses: GitHubAddresses(rest: self.settings.github.apiURL, web: self.settings.github.webURL),
            caller: self.http, credentials: .personal(token), logger: self.logger)
        let named = self.settings.github.repositories.filter { !$0.hasSuffix("*") }
        var lines: [DoctorLine] = []
        for name in named { lines += await self.repository(RepositoryName(name), api) }
        if named.isEmpty {
            lines.append(
                .warning(
                    .github, "repositories",
                    "\(self.settings.github.repositories.joined(separator: ", ")) names none alone",
                    mend: "Name one repository beside it to have the token's access checked: owner/*,owner/name."))
        }
        return lines
    }

    private func repository(_ name: RepositoryName, _ api: GitHubAPI) async -> [DoctorLine] {
        do throws(Fault) {
            let access = try await api.access(to: name)
            if access.isArchived {
                return [.bad(.github, "\(name)", "is archived", mend: "Unarchive it, or name another repository.")]
            }
            guard access.canPush else {
                return [.bad(.github, "\(name)", "the token may read it, but not push", mend: Self.token)]
            }
            return await [.ok(.github, "\(name)", "the token may read and push")] + self.branches(name, api)
        } catch {
            return [.bad(.github, "\(name)", error, mend: Self.token)]
        }
    }

    private func branches(_ name: RepositoryName, _ api: GitHubAPI) async -> [DoctorLine] {
        let host = GitHubCodeHost(api: api, isOurs: { _ in false })
        var lines: [DoctorLine] = []
        for branch in self.settings.healing.branches.sorted() {
            do throws(Fault) {
                let head = try await host.head(of: branch, in: name)
                lines.append(
                    head.map { .ok(.github, "branch \(branch)", "of \(name) is at \($0.short)") }
                        ?? .warning(
                            .github, "branch \(branch)", "\(name) has none: pushes to others are not healed",
                            mend: "Name the branches to heal in CODEHEALER_BRANCHES."))
            } catch {
                lines.append(.bad(.github, "branch \(branch)", error, mend: Self.token))
            }
        }
        return lines
    }
}
