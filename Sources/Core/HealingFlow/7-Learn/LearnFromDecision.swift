import FixReplay
package import FoundationEssentials
package import HealingDomain

/// What a decision teaches: an approved change becomes a past fix with its templates, a rejected template is never
/// offered at that place again, and every outcome counts in the record that confidence is made of.
package struct LearnFromDecision: Learner {
    let memory: any SolutionMemory
    let templates: any FixTemplateStore
    let record: RecordStep
    let now: @Sendable () -> Date

    package init(
        memory: any SolutionMemory, templates: any FixTemplateStore, record: RecordStep,
        now: @escaping @Sendable () -> Date
    ) {
        self.memory = memory
        self.templates = templates
        self.record = record
        self.now = now
    }

    package func learn(_ lesson: Lesson) async throws(Fault) {
        // A finding that is none, or that a person wants to keep, says nothing about the fix.
        let isAboutFix = lesson.rejection?.blamesFix ?? true
        if let template = lesson.record.candidate?.template, isAboutFix {
            try await self.templates.count(lesson.outcome, template: template.id)
        }
        switch lesson.outcome {
        case .approved, .editedBeforeMerge: try await self.keep(lesson)
        case .rejected where isAboutFix: try await self.exclude(lesson)
        case .rejected: break
        case .reverted, .checksFailed: break
        }
        try await self.record(
            .learn, of: lesson.record, milliseconds: 0, fixApplied: lesson.outcome == .approved, by: lesson.by,
            detail: lesson.outcome.rawValue + (lesson.reason.map { ": \($0)" } ?? ""))
    }

    /// The merged text is what was approved: a person's correction of the proposal corrects the template.
    private func keep(_ lesson: Lesson) async throws(Fault) {
        guard let candidate = lesson.record.candidate, let change = candidate.change else { return }
        let after = lesson.mergedContent ?? change.updated
        guard after != change.original else { return }
        let finding = lesson.record.finding
        let fix = PastFix(
            id: lesson.record.fixID, rule: finding.rule, issueType: finding.issueType, severity: finding.severity,
            repository: finding.repository, path: finding.path, language: finding.language, before: change.original,
            after: after, pullRequestURL: lesson.record.pullRequest?.url, approvedBy: lesson.by,
            source: candidate.source, confidence: lesson.record.confidence?.value, timestamp: self.now())
        try await KeepFix(memory: self.memory, templates: self.templates)(fix, at: finding.range.startLine)
    }

    private func exclude(_ lesson: Lesson) async throws(Fault) {
        guard let template = lesson.record.candidate?.template else { return }
        try await self.templates.exclude(template: template.id, finding: lesson.record.finding.fingerprint)
    }
}
