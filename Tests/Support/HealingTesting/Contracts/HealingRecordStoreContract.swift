import FoundationEssentials
package import HealingDomain
import Testing

package enum HealingRecordStoreContract {
    package static let promises: [Promise<any HealingRecordStore>] = [
        Promise("a record comes back whole, and a newer one of its fingerprint replaces it") { store async throws in
            var record = HealingRecord.sample(card: .sample)
            try await store.save(record)
            #expect(try await store.record(of: .sample) == record)
            record.state = .merged
            record.decidedBy = "U1"
            record.card = MessageReference(channel: "C2", timestamp: "2.000001")
            try await store.save(record)
            #expect(try await store.record(of: .sample) == record)
            #expect(try await store.record(card: .sample) == nil)
            #expect(try await store.recent(channel: nil, limit: 10) == [record])
            #expect(try await store.record(of: .numbered(2)) == nil)
        },
        Promise("the first digits of a fingerprint find its record when they mean only one") { store async throws in
            let first = Fingerprint("ab1" + String(repeating: "0", count: 61))
            let second = Fingerprint("ab2" + String(repeating: "0", count: 61))
            try await store.save(.sample(finding: .sample(fingerprint: first)))
            try await store.save(.sample(finding: .sample(fingerprint: second)))
            #expect(try await store.record(fingerprintPrefix: "ab1")?.finding.fingerprint == first)
            for prefix in ["ab", "", "ab3", "ab%", "ab_", "AB1"] {
                #expect(try await store.record(fingerprintPrefix: prefix) == nil, "\(prefix)")
            }
        },
        Promise("a pull request finds all its records, the oldest first, and none of another repository's") {
            store async throws in
            let later = Date.sample.addingTimeInterval(5)
            let second = HealingRecord.sample(finding: .sample(fingerprint: .numbered(2)), createdAt: later)
            let first = HealingRecord.sample()
            try await store.save(second)
            try await store.save(first)
            try await store.save(
                .sample(finding: .sample(fingerprint: .numbered(3)), pullRequest: .sample(repository: "acme/api")))
            try await store.save(.sample(finding: .sample(fingerprint: .numbered(4)), pullRequest: nil))
            #expect(try await store.records(repository: .sample, pullRequest: 7) == [first, second])
            #expect(try await store.records(repository: .sample, pullRequest: 8).isEmpty)
        },
        Promise("a card finds its record") { store async throws in
            let record = HealingRecord.sample(card: .sample)
            try await store.save(record)
            #expect(try await store.record(card: .sample) == record)
            #expect(
                try await store.record(card: MessageReference(channel: "C2", timestamp: "1768900000.000100")) == nil)
        },
        Promise("what was rejected of a rule in a repository is found, the newest first") { store async throws in
            for (number, state) in [HealingRecord.State.rejected, .merged, .rejected].enumerated() {
                try await store.save(
                    .sample(
                        finding: .sample(fingerprint: .numbered(number + 1)), state: state,
                        updatedAt: .sample.addingTimeInterval(Double(number))))
            }
            let finding = Finding.sample()
            let found = try await store.rejected(rule: finding.rule, in: finding.repository)
            #expect(found.map(\.finding.fingerprint) == [.numbered(3), .numbered(1)])
            #expect(try await store.rejected(rule: "another.rule", in: finding.repository).isEmpty)
            #expect(try await store.rejected(rule: finding.rule, in: "acme/other").isEmpty)
        },
        Promise("the recent ones come newest first, and a channel keeps its own") { store async throws in
            for (number, channel) in ["C1", "C2", "C1"].enumerated() {
                try await store.save(
                    .sample(
                        finding: .sample(fingerprint: .numbered(number + 1)),
                        card: MessageReference(
                            channel: ChannelID(channel), timestamp: MessageTimestamp("\(number).000001")),
                        updatedAt: .sample.addingTimeInterval(Double(number))))
            }
            let all = try await store.recent(channel: nil, limit: 10).map(\.finding.fingerprint)
            #expect(all == [.numbered(3), .numbered(2), .numbered(1)])
            let inFirst = try await store.recent(channel: "C1", limit: 1).map(\.finding.fingerprint)
            #expect(inFirst == [.numbered(3)])
            #expect(try await store.recent(channel: "C3", limit: 10).isEmpty)
        },
    ]
}
