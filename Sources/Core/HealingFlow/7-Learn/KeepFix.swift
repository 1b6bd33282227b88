import FixReplay
import FoundationEssentials
import HealingDomain

/// Stores a fix, and the templates that can be learned from it.
struct KeepFix: Sendable {
    let memory: any SolutionMemory
    let templates: any FixTemplateStore

    /// - Parameter line: where in `before` the finding was.
    /// - Returns: how many templates were learned; none where the change cannot be replayed safely.
    @discardableResult
    func callAsFunction(_ fix: PastFix, at line: Int) async throws(Fault) -> Int {
        try await self.memory.remember(fix)
        let example = FixExample(language: fix.language, before: fix.before, after: fix.after, focusLine: line)
        guard case .learned(let ladder) = FixLearner().learn(example) else { return 0 }
        for template in ladder {
            let body = try await attempting("storing a template") { try JSONEncoder().encode(template) }
            try await self.templates.save(
                StoredTemplate(
                    id: template.id, rule: fix.rule, language: fix.language, level: template.level.rawValue,
                    body: String(decoding: body, as: UTF8.self), fixID: fix.id,
                    record: try await self.templates.record(template: template.id), createdAt: fix.timestamp))
        }
        return ladder.count
    }
}
