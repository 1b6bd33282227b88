import FoundationEssentials
package import HealingDomain

extension Subscription {
    /// `at` counts seconds after the sample moment.
    package static func sample(
        repository: RepositoryName = "acme/shop", branch: String? = nil, minimumSeverity: Severity = .low,
        channel: ChannelID = "C1", at seconds: Double = 0
    ) -> Self {
        Self(
            repository: repository, branch: branch, minimumSeverity: minimumSeverity, channel: channel, by: "U1",
            at: .sample.addingTimeInterval(seconds))
    }
}

extension Mute {
    package static func sample(
        _ target: Target = .rule("python.yaml"), repository: RepositoryName? = nil, at seconds: Double = 0,
        reason: String? = nil
    ) -> Self {
        Self(
            target: target, repository: repository, by: "U1", at: .sample.addingTimeInterval(seconds), reason: reason)
    }
}

extension IdentityLink {
    package static func sample(person: PersonID = "U1", login: String = "ada") -> Self {
        Self(person: person, login: login, proof: .gist(url: "https://gist.github.com/\(login)/1"), at: .sample)
    }
}

extension LinkRequest {
    package static func sample(person: PersonID = "U1", login: String = "ada", token: String = "token") -> Self {
        Self(person: person, login: login, token: token, expiresAt: .sample.addingTimeInterval(3600))
    }
}
