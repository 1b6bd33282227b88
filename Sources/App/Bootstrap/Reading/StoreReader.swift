import ControlPlane
import EmbeddedBackend
package import HealingDomain
import HealingFlow

/// Looks into the store from a second process, beside a running server.
package struct StoreReader: Sendable {
    package let backend: Backend
    let settings: ControlPlaneSettings

    /// Opens the store for reading; a fault says what to do where there is none.
    package init(settings: ServerSettings) throws(Fault) {
        self.backend = Backend(embedded: try EmbeddedBackend.open(folder: settings.dataFolder, access: .readOnly))
        self.settings = ControlPlaneSettings(
            channel: settings.healing.channel, senior: settings.senior, webAddress: settings.github.webURL)
    }

    /// Explains what `subject` names, as `/codehealer why` does; without one, the latest finding.
    package func why(_ subject: String?) async throws(Fault) -> [ChannelMessage] {
        var answers: [ChannelMessage] = []
        for record in try await self.records(subject) {
            var approval: Approval?
            if let id = record.approvalID { approval = try await self.backend.approvals.approval(id: id) }
            let entries = try await self.backend.audit.entries(AuditFilter(fixID: record.fixID))
            // Whoever can read the store's file can read every thread in it.
            let audience = Audience(channel: Self.channel(of: record) ?? self.settings.channel ?? "-")
            answers.append(
                WhyAnswer(
                    record: record, entries: entries, approval: approval, settings: self.settings, audience: audience
                ).message)
        }
        return answers
    }

    private static func channel(of record: HealingRecord) -> ChannelID? {
        guard case .thread(let reference, _, _, _, _, _)? = record.candidate?.evidence else { return nil }
        return reference.channel
    }

    private func records(_ text: String?) async throws(Fault) -> [HealingRecord] {
        let recent = try await self.backend.records.recent(channel: nil, limit: 10_000)
        guard let text else { return Array(recent.prefix(1)) }
        guard case .why(let subject?) = try? CommandParser().parse("why \(text)") else { return [] }
        switch subject {
        case .pullRequest(let repository, let number):
            return recent.filter {
                $0.pullRequest?.number == number && (repository == nil || $0.finding.repository == repository)
            }
        case .finding(let prefix): return recent.filter { $0.finding.fingerprint.rawValue.hasPrefix(prefix) }
        case .fix(let id): return recent.filter { $0.fixID == id }
        case .place(let path, let line):
            return recent.filter {
                $0.finding.path.hasSuffix(path) && (line.map($0.finding.range.lines.contains) ?? true)
            }
        case .message(let reference): return recent.filter { $0.card == reference }
        case .link(let link): return recent.filter { $0.pullRequest?.url == link }
        case .words(let words):
            return recent.filter {
                "\($0.finding.rule) \($0.finding.message)".lowercased().contains(words.lowercased())
            }
        }
    }
}
