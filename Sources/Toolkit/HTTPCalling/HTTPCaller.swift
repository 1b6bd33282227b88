/// Makes outbound HTTP calls. A port of its own, so that tests can script the other side.
package protocol HTTPCaller: Sendable {
    /// Performs one call and reads the whole answer. An answer with any status is an answer; only what kept an answer
    /// from arriving throws. Cancelling the task ends the transfer.
    func call(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer
    /// Performs one call and writes a successful answer's body to the file at `path`, at most `limit` bytes. The answer
    /// returned then has an empty body. An answer that is no success leaves no file and keeps its body, as does a
    /// failure.
    func download(_ call: HTTPCall, to path: String, limit: Int) async throws(HTTPFailure) -> HTTPAnswer
}

extension HTTPCaller {
    /// Reads the answer into memory first: enough for scripted callers.
    package func download(_ call: HTTPCall, to path: String, limit: Int) async throws(HTTPFailure) -> HTTPAnswer {
        var limited = call
        limited.answerLimit = limit
        var answer = try await self.call(limited)
        guard answer.isSuccess else { return answer }
        let file = try DownloadFile(path: path, limit: limit)
        let problem = answer.body.withUnsafeBytes { file.append($0) }
        try file.finish(keeping: problem == nil)
        if let problem { throw problem }
        answer.body = []
        return answer
    }
}

/// One request.
package struct HTTPCall: Sendable, Hashable {
    package var method: String
    package var url: String
    package var headers: [HTTPField]
    package var body: [UInt8]?
    /// For the whole call.
    package var timeoutSeconds: Double
    /// A longer answer is a failure, so that nobody can fill the memory.
    package var answerLimit: Int

    package init(
        _ method: String = "GET", _ url: String, headers: [HTTPField] = [], body: [UInt8]? = nil,
        timeoutSeconds: Double = 30, answerLimit: Int = 32 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutSeconds = timeoutSeconds
        self.answerLimit = answerLimit
    }
}

/// One header line.
package struct HTTPField: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What came back.
package struct HTTPAnswer: Sendable, Hashable {
    package var status: Int
    package var headers: [HTTPField]
    package var body: [UInt8]

    package init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, whatever its case.
    package func header(_ name: String) -> String? {
        let lowered = name.lowercased()
        return self.headers.first { $0.name.lowercased() == lowered }?.value
    }

    /// Whether the status is one of 200 to 299.
    package var isSuccess: Bool { (200..<300).contains(self.status) }

    /// The body as text, with what is not UTF-8 replaced.
    package var text: String { String(decoding: self.body, as: UTF8.self) }
}

/// Why no answer arrived.
package struct HTTPFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// `badURL` covers everything about the call that cannot be sent: its URL, its method, a header.
        case badURL, couldNotConnect, timedOut, cancelled, answerTooLarge, tls, broken
    }

    package var kind: Kind
    package var detail: String

    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    /// Whether the same call may succeed later, without regard to whether repeating it is safe.
    package var isRetryable: Bool {
        switch self.kind {
        case .couldNotConnect, .timedOut, .broken: true
        case .badURL, .cancelled, .answerTooLarge, .tls: false
        }
    }

    package var description: String { "\(self.kind.rawValue): \(self.detail)" }
}
