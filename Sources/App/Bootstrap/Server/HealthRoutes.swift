import ControlPlane
import FoundationEssentials
import HealingDomain
import Hummingbird
import Observability

/// Whether the process lives, whether it can work and if not why, and its metrics.
struct HealthRoutes: Sendable {
    let readiness: Readiness
    let metrics: @Sendable () -> String

    func add(to router: Router<BasicRequestContext>) {
        router.get("healthz") { _, _ in Response.text("ok\n") }
        router.get("readyz") { _, _ in await self.ready() }
        router.get("metrics") { _, _ in Response.text(self.metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private struct Report: Encodable {
        var ready: Bool
        var missing: [String]
    }

    private func ready() async -> Response {
        let missing = await self.readiness.missing()
        let report = try? JSONEncoder().encode(Report(ready: missing.isEmpty, missing: missing))
        return .text(
            String(decoding: report ?? Data(), as: UTF8.self) + "\n",
            status: missing.isEmpty ? .ok : .serviceUnavailable,
            type: "application/json")
    }
}

/// What keeps deliveries from being worked on: settings that are not there, tools that are not there, connections that do
/// not answer. Intake goes on meanwhile.
package actor Readiness {
    private var problems: [String: String] = [:]
    private var hasGap = false

    package init(_ problems: [SettingsProblem] = []) {
        for problem in problems { self.problems[problem.setting] = problem.reason }
    }

    package func report(_ subject: String, problem: String?) { self.problems[subject] = problem }

    /// Events may have been lost.
    func noteGap() { self.hasGap = true }

    /// Whether events may have been lost since this was last asked, and nothing is in the way of reading them up.
    func takeGap() -> Bool {
        guard self.hasGap, self.problems.isEmpty else { return false }
        self.hasGap = false
        return true
    }

    /// The same, as App Home and `/codehealer status` show it.
    func health() -> [ConnectionHealth] {
        let known = ["slack": "connected", "semgrep": "warm"]
        let broken = self.problems.map { ConnectionHealth(name: $0.key, isHealthy: false, detail: $0.value) }
        let sound = known.filter { self.problems[$0.key] == nil }
            .map { ConnectionHealth(name: $0.key, isHealthy: true, detail: $0.value) }
        return (broken + sound).sorted { $0.name < $1.name }
    }

    package func missing() -> [String] { self.problems.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" } }
}
