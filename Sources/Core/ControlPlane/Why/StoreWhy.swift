package import HealingDomain

/// Answers `why` on the machine that holds the store: what Slack is answered, with nothing left out.
package struct StoreWhy: Sendable {
    private let why: WhyCommand
    private let settings: ControlPlaneSettings

    package init(
        records: any HealingRecordStore, approvals: any ApprovalStore, audit: any AuditTrail,
        team: any TeamSettingsStore, settings: ControlPlaneSettings
    ) {
        self.settings = settings
        self.why = WhyCommand(
            lookup: RecordLookup(records: records, audit: audit, settings: settings), approvals: approvals,
            audit: audit, team: team, settings: settings)
    }

    /// Without words, the latest finding.
    package func answer(_ words: String) async throws(Fault) -> ChannelMessage {
        let command = Command(
            door: .slashCommand, text: "why \(words)", person: "", channel: self.settings.channel ?? "")
        let asker = Asker(
            command: command, person: Person(id: "", name: ""), audience: .storeOwner, hasAuthority: true)
        do {
            guard case .why(let subject) = try CommandParser().parse(command.text) else { return ChannelMessage("") }
            return try await self.why.answer(subject, to: asker)
        } catch let mistake as CommandMistake {
            return ChannelMessage("\(mistake.problem) Try \(.code(mistake.nearest)).")
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(doing: "explaining a finding", detail: "\(error)")
        }
    }
}
