package import FoundationEssentials

/// Findings that a team does not want to hear of: still recorded, never announced. One a target and repository.
package struct Mute: Sendable, Hashable, Codable {
    package enum Target: Sendable, Hashable, Codable {
        /// One rule, or with a `*` at its end all that begin so.
        case rule(RuleID)
        case path(PathPattern)
    }

    package var target: Target
    /// `nil` is every repository.
    package var repository: RepositoryName?
    package var by: PersonID
    package var at: Date
    package var reason: String?

    package init(
        target: Target, repository: RepositoryName? = nil, by: PersonID, at: Date, reason: String? = nil
    ) {
        self.target = target
        self.repository = repository
        self.by = by
        self.at = at
        self.reason = reason
    }

    package func covers(_ finding: Finding) -> Bool {
        if let repository = self.repository,
            repository.rawValue.lowercased() != finding.repository.rawValue.lowercased()
        {
            return false
        }
        switch self.target {
        case .rule(let rule) where rule.rawValue.hasSuffix("*"):
            return finding.rule.rawValue.hasPrefix(rule.rawValue.dropLast())
        case .rule(let rule): return finding.rule == rule
        case .path(let pattern): return pattern.matches(finding.path)
        }
    }
}

extension Mute.Target {
    /// As a person typed it.
    package var text: String {
        switch self {
        case .rule(let rule): rule.rawValue
        case .path(let pattern): pattern.rawValue
        }
    }
}
