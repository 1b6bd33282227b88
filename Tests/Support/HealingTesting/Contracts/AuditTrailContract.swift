import FoundationEssentials
package import HealingDomain
import Testing

package enum AuditTrailContract {
    package static let promises: [Promise<any AuditTrail>] = [
        Promise("an entry comes back with every field, and with none where there is none") { trail async throws in
            let full = AuditEntry.sample(pullRequestURL: "https://github.test/acme/shop/pull/7", fixApplied: true)
            let bare = AuditEntry(fixID: "fix-2", timestamp: .sample.addingTimeInterval(1), step: "scan", detail: "")
            try await trail.append(full)
            try await trail.append(bare)
            #expect(try await trail.entries(AuditFilter()) == [bare, full])
        },
        Promise("the newest come first, of one moment the one appended last") { trail async throws in
            for (number, seconds) in [0.0, 20, 10, 20].enumerated() {
                try await trail.append(.sample(timestamp: .sample.addingTimeInterval(seconds), detail: "\(number)"))
            }
            #expect(try await trail.entries(AuditFilter()).map(\.detail) == ["3", "1", "2", "0"])
            #expect(try await trail.entries(AuditFilter(limit: 2)).map(\.detail) == ["3", "1"])
            #expect(try await trail.entries(AuditFilter(limit: 0)).isEmpty)
            #expect(try await trail.entries(AuditFilter(limit: -1)).isEmpty)
        },
        Promise("a period holds its first moment and not its last") { trail async throws in
            for seconds in [0.0, 10, 20] {
                try await trail.append(
                    .sample(timestamp: .sample.addingTimeInterval(seconds), detail: "\(Int(seconds))"))
            }
            let period = AuditFilter(since: .sample, until: .sample.addingTimeInterval(20))
            #expect(try await trail.entries(period).map(\.detail) == ["10", "0"])
        },
        Promise("every filter narrows, and together they narrow further") { trail async throws in
            let other = AuditEntry.sample(
                fixID: "fix-2", step: "decide", repository: "acme/api", issueType: "XSS",
                pullRequestURL: "https://github.test/acme/api/pull/1", finding: .numbered(2))
            try await trail.append(.sample())
            try await trail.append(other)
            let filters = [
                AuditFilter(repository: "acme/api"), AuditFilter(issueType: "XSS"), AuditFilter(finding: .numbered(2)),
                AuditFilter(fixID: "fix-2"), AuditFilter(step: "decide"),
                AuditFilter(pullRequestURL: "https://github.test/acme/api/pull/1"),
            ]
            for filter in filters { #expect(try await trail.entries(filter) == [other]) }
            #expect(try await trail.entries(AuditFilter(repository: "acme/shop", step: "decide")).isEmpty)
        },
    ]
}
