/// The steps of the flow, in order: the log key, the metric label and the audit's `step` are these names.
package enum HealingStep: String, Sendable, Codable, CaseIterable {
    case detect, find, gate, decide, act, announce, learn
}
