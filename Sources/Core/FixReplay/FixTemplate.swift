/// One readable, replayable edit.
package struct FixTemplate: Sendable, Hashable, Codable {
    package var id: String
}
