package import HealingDomain

/// Gives prepared answers, one a request; without an answer left it has no idea.
package actor ScriptedRepairModel: RepairModel {
    package nonisolated let name: String
    private var answers: [Result<RepairProposal?, Fault>]
    package private(set) var requests: [RepairRequest] = []

    package init(name: String = "scripted-model", answers: [Result<RepairProposal?, Fault>] = []) {
        self.name = name
        self.answers = answers
    }

    package func answer(next: Result<RepairProposal?, Fault>) { self.answers.append(next) }

    package func propose(_ request: RepairRequest) async throws(Fault) -> RepairProposal? {
        self.requests.append(request)
        return self.answers.isEmpty ? nil : try self.answers.removeFirst().get()
    }
}

/// Vectors of eight numbers from the letters of a text: equal texts are equal, that is all.
package struct LetterEmbedder: TextEmbedder {
    package let identity: String
    package let dimension = 8

    package init(identity: String = "letters-1") { self.identity = identity }

    package func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws(Fault) -> [[Float]] {
        texts.map { text in
            var sums = [Float](repeating: 0, count: self.dimension)
            for byte in text.utf8 { sums[Int(byte) % self.dimension] += 1 }
            let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return length > 0 ? sums.map { $0 / length } : sums
        }
    }
}
