package import HealingDomain

/// What a deployment chose for the flow. Per-repository settings override these where a repository has its own.
package struct HealingSettings: Sendable, Hashable {
    /// Pushes to other branches are ignored.
    package var branches: Set<String>
    package var thresholds: Thresholds
    /// Where cards go; `nil` keeps findings in the store and the audit only.
    package var channel: ChannelID?
    /// Findings below are not reported.
    package var minimumSeverity: Severity
    /// Larger files are reported as not scanned.
    package var fileSizeLimit: Int
    /// A push that changes more files is scanned up to here, and the rest is reported as not scanned.
    package var fileCountLimit: Int
    package var changedLineLimit: Int
    /// A thread that scores lower is not about this finding.
    package var minimumThreadScore: Double

    package init(
        branches: Set<String> = ["develop"], thresholds: Thresholds = Thresholds(), channel: ChannelID? = nil,
        minimumSeverity: Severity = .low, fileSizeLimit: Int = 1 << 20,
        fileCountLimit: Int = 2_000, changedLineLimit: Int = 20, minimumThreadScore: Double = 0.35
    ) {
        self.branches = branches
        self.thresholds = thresholds
        self.channel = channel
        self.minimumSeverity = minimumSeverity
        self.fileSizeLimit = fileSizeLimit
        self.fileCountLimit = fileCountLimit
        self.changedLineLimit = changedLineLimit
        self.minimumThreadScore = minimumThreadScore
    }
}
