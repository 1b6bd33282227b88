import FoundationEssentials
package import HealingDomain
import Testing

package enum FixTemplateStoreContract {
    package static let promises: [Promise<any FixTemplateStore>] = [
        Promise("a template comes back whole") { store async throws in
            let template = StoredTemplate.sample(
                body: "{\"holes\":[\"é\"]}", record: TrackRecord(approved: 2, reverted: 1))
            try await store.save(template)
            #expect(try await store.template(id: "template-1") == template)
            #expect(try await store.record(template: "template-1") == template.record)
            #expect(try await store.template(id: "none") == nil)
            #expect(try await store.record(template: "none") == TrackRecord())
        },
        Promise("learning a template again keeps the record it has earned") { store async throws in
            try await store.save(.sample())
            try await store.count(.approved, template: "template-1")
            try await store.save(.sample(fixID: "fix-2"))
            let template = try #require(try await store.template(id: "template-1"))
            #expect(template.record == TrackRecord(approved: 1))
            #expect(template.fixID == "fix-2")
        },
        Promise("a template earns its record before it is stored") { store async throws in
            try await store.count(.rejected, template: "template-1")
            #expect(try await store.template(id: "template-1") == nil)
            #expect(try await store.record(template: "template-1") == TrackRecord(rejected: 1))
            try await store.save(.sample())
            #expect(try await store.record(template: "template-1") == TrackRecord(rejected: 1))
        },
        Promise("a rule's templates come in its language, the most approved first") { store async throws in
            try await store.save(.sample(id: "new", record: TrackRecord(approved: 3), createdAt: .sample))
            try await store.save(.sample(id: "best", record: TrackRecord(approved: 9)))
            try await store.save(
                .sample(id: "old", record: TrackRecord(approved: 3), createdAt: .sample.addingTimeInterval(-5)))
            try await store.save(.sample(id: "javascript", language: .javascript))
            try await store.save(.sample(id: "other-rule", rule: "python.weak-hash"))
            let ids = try await store.templates(rule: "python.unsafe-yaml-load", language: .python).map(\.id)
            #expect(ids == ["best", "old", "new"])
        },
        Promise("outcomes that are counted at once are all counted") { store async throws in
            try await store.save(.sample())
            let outcomes: [LessonOutcome] = [.approved, .editedBeforeMerge, .rejected, .reverted, .checksFailed]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask { try await store.count(outcomes[number % 5], template: "template-1") }
                }
                try await group.waitForAll()
            }
            try await store.count(.approved, template: "none")
            let expected = TrackRecord(approved: 10, edited: 10, rejected: 10, reverted: 10, failedChecks: 10)
            #expect(try await store.record(template: "template-1") == expected)
        },
        Promise("an excluded template is excluded for its finding alone, however often that is said") {
            store async throws in
            try await store.exclude(template: "template-1", finding: .numbered(1))
            try await store.exclude(template: "template-1", finding: .numbered(1))
            #expect(try await store.isExcluded(template: "template-1", finding: .numbered(1)))
            #expect(try await !store.isExcluded(template: "template-1", finding: .numbered(2)))
            #expect(try await !store.isExcluded(template: "template-2", finding: .numbered(1)))
            try await store.exclude(template: "template-1", finding: .numbered(2))
            try await store.readmit(finding: .numbered(1))
            #expect(try await !store.isExcluded(template: "template-1", finding: .numbered(1)))
            #expect(try await store.isExcluded(template: "template-1", finding: .numbered(2)))
        },
    ]
}
