import ControlPlane
import Foundation
import HTTPCalling
import HealingDomain

/// The store, the scanner and the model.
struct MachineChecks: Sendable {
    let settings: ServerSettings
    let http: any HTTPCaller
    let scanner: ReopeningScanner

    func lines() async -> [DoctorLine] {
        [self.store()] + (await self.outbox()) + [await self.semgrep(), await self.model()]
    }

    private func store() -> DoctorLine {
        let folder = self.settings.dataFolder
        do throws(Fault) {
            _ = try Backend.embedded(folder: folder)
        } catch {
            return .bad(
                .machine, "data folder", error,
                mend: "Set \(Setting.data.name) to a folder on a local disk that this user may write.")
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o700
        guard mode & 0o077 == 0 else {
            return .warning(
                .machine, "data folder", "\(folder) can be read by others on this machine",
                mend: "chmod 700 \(folder): it holds what was said in private channels.")
        }
        return .ok(.machine, "data folder", folder)
    }

    /// What could not be said, where the store opens.
    private func outbox() async -> [DoctorLine] {
        guard let backend = try? Backend.embedded(folder: self.settings.dataFolder) else { return [] }
        return await OutboxHealth.of(backend.outbox).map { health in
            health.isHealthy
                ? .ok(.machine, health.name, health.detail)
                : .warning(
                    .machine, health.name, health.detail,
                    mend: "Mend what is named, then start codehealer anew or invite the bot to the channel again.")
        }
    }

    private func semgrep() async -> DoctorLine {
        if let problem = await self.scanner.problem() {
            return .bad(
                .machine, "semgrep", problem, mend: "scripts/setup installs it; or name one in CODEHEALER_SEMGREP.")
        }
        return .ok(.machine, "semgrep", "found, and its rules load")
    }

    private func model() async -> DoctorLine {
        guard let model = self.settings.model else {
            return .warning(
                .machine, "model", "MODEL_URL is not set: only threads and past fixes are asked",
                mend: "Any OpenAI-compatible address does, such as Ollama's http://127.0.0.1:11434/v1.")
        }
        let base = model.url.hasSuffix("/") ? String(model.url.dropLast()) : model.url
        let headers = model.key.map { [HTTPField("Authorization", "Bearer \($0)")] } ?? []
        do throws(HTTPFailure) {
            let answer = try await self.http.call(
                HTTPCall("GET", "\(base)/models", headers: headers, timeoutSeconds: 10, answerLimit: 4 << 20))
            return self.model(answer, model, base)
        } catch {
            return .bad(
                .machine, "model", "\(base) cannot be reached: \(error)",
                mend: "Start the model server, or mend MODEL_URL.")
        }
    }

    private struct Models: Decodable {
        struct Entry: Decodable { var id: String }
        var data: [Entry]
    }

    private func model(_ answer: HTTPAnswer, _ model: ServerSettings.Model, _ base: String) -> DoctorLine {
        if [401, 403].contains(answer.status) {
            return .bad(.machine, "model", "\(base) refuses the key", mend: "Set MODEL_API_KEY to a valid one.")
        }
        guard answer.isSuccess, let models = try? JSONDecoder().decode(Models.self, from: Data(answer.body)) else {
            return .warning(
                .machine, "model", "\(base) answers \(answer.status), and does not list its models",
                mend: "Check that MODEL_URL ends in the version, such as /v1.")
        }
        if models.data.contains(where: { $0.id == model.name }) {
            return .ok(.machine, "model", "\(model.name) at \(base)")
        }
        let known = models.data.prefix(5).map(\.id).joined(separator: ", ")
        return .bad(
            .machine, "model", "\(base) has no model \(model.name)", mend: "Set MODEL_NAME to one of: \(known).")
    }
}
