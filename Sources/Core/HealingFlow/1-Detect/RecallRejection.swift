package import HealingDomain

/// Finds out whether a finding was rejected under another name: fingerprints hold the path, so that a renamed file's
/// findings look new.
package struct RecallRejection: Sendable {
    let records: any HealingRecordStore
    let codeHost: any CodeHost

    package init(records: any HealingRecordStore, codeHost: any CodeHost) {
        self.records = records
        self.codeHost = codeHost
    }

    /// The rejected finding of the same rule and the same code, in a file that is no longer there.
    func callAsFunction(_ finding: Finding) async throws(Fault) -> HealingRecord? {
        let code = finding.snippet.withoutWhitespace
        for rejected in try await self.records.rejected(rule: finding.rule, in: finding.repository)
        where rejected.finding.path != finding.path && rejected.finding.snippet.withoutWhitespace == code {
            let old = try await self.codeHost.file(
                rejected.finding.path, in: finding.repository, at: finding.commit, limit: .max)
            if old == nil { return rejected }
        }
        return nil
    }
}

extension String {
    fileprivate var withoutWhitespace: String { self.filter { !$0.isWhitespace } }
}
