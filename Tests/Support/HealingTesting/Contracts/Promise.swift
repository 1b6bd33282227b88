import Testing

/// One thing that every implementation of a port has to do, in words and as a check. A contract is a list of them:
///
///     @Test(arguments: AuditTrailContract.promises)
///     func `the promise is kept`(_ promise: Promise<any AuditTrail>) async throws {
///         try await promise.check(InMemoryAuditTrail())
///     }
package struct Promise<Subject: Sendable>: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    private let body: @Sendable (Subject) async throws -> Void

    init(_ words: String, _ body: @escaping @Sendable (Subject) async throws -> Void) {
        self.testDescription = words
        self.body = body
    }

    /// Runs the check on a subject that is empty and used for nothing else.
    package func check(_ subject: Subject) async throws { try await self.body(subject) }
}
