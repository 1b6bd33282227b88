/// What each gate said about one proposed change.
package struct GateReport: Sendable, Hashable, Codable {
    package var results: [GateResult]

    package init(results: [GateResult] = []) { self.results = results }

    /// Nothing that failed a gate is ever a pull request. A report without a single passed gate proves nothing.
    package var passed: Bool {
        self.results.contains { $0.verdict == .passed } && !self.results.contains { $0.verdict == .failed }
    }

    package var failures: [GateResult] { self.results.filter { $0.verdict == .failed } }
}

package struct GateResult: Sendable, Hashable, Codable {
    package var gate: Gate
    package var verdict: Verdict
    /// Why, in words for a person.
    package var detail: String

    package enum Gate: String, Sendable, Codable, CaseIterable {
        case applies, parses, rescan, scope, idempotent, agreement
    }

    package enum Verdict: String, Sendable, Codable {
        case passed, failed
        /// It could not be asked here, for the reason in `detail`.
        case skipped
    }

    package init(gate: Gate, verdict: Verdict, detail: String) {
        self.gate = gate
        self.verdict = verdict
        self.detail = detail
    }
}
