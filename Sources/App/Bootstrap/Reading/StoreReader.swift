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
            channel: settings.healing.channel, senior: settings.senior, webAddress: settings.github.webURL,
            command: "codehealer")
    }

    /// Explains what `subject` names, as `/codehealer why` does; without one, the latest finding.
    package func why(_ subject: String) async throws(Fault) -> ChannelMessage {
        try await StoreWhy(
            records: self.backend.records, approvals: self.backend.approvals, audit: self.backend.audit,
            team: self.backend.teamSettings, settings: self.settings
        ).answer(subject)
    }
}
