import FoundationEssentials
package import HTTPCalling
import HealingDomain

/// An answer of GitHub that is no success, as its body explains it.
package struct GitHubRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    package var status: Int
    package var message: String
    /// `Label.color invalid`, or the sentence that GitHub gives.
    package var problems: [String]
    package var documentation: String?

    private struct Body: Decodable {
        var message: String?
        var documentation: String?
        var errors: [Problem]?

        enum CodingKeys: String, CodingKey {
            case message
            case documentation = "documentation_url"
            case errors
        }
    }

    /// GitHub sends sentences or objects here.
    private enum Problem: Decodable {
        case sentence(String)
        case field(resource: String?, field: String?, code: String?, message: String?)

        private enum CodingKeys: String, CodingKey { case resource, field, code, message }

        init(from decoder: any Decoder) throws {
            if let sentence = try? decoder.singleValueContainer().decode(String.self) {
                self = .sentence(sentence)
                return
            }
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            self = .field(
                resource: try? fields.decode(String.self, forKey: .resource),
                field: try? fields.decode(String.self, forKey: .field),
                code: try? fields.decode(String.self, forKey: .code),
                message: try? fields.decode(String.self, forKey: .message))
        }

        var text: String {
            switch self {
            case .sentence(let sentence): return sentence
            case .field(let resource, let field, let code, let message):
                if let message { return message }
                return "\([resource, field].compactMap { $0 }.joined(separator: ".")) \(code ?? "")".trimmed
            }
        }
    }

    package init(_ answer: HTTPAnswer) {
        let body = try? JSONDecoder().decode(Body.self, from: Data(answer.body.prefix(1 << 20)))
        self.status = answer.status
        self.message = body?.message ?? String(answer.text.prefix(200)).trimmed
        self.problems = (body?.errors ?? []).map(\.text)
        self.documentation = body?.documentation
    }

    package var description: String {
        var text = "GitHub answered \(self.status)"
        if !self.message.isEmpty { text += " \(self.message)" }
        if !self.problems.isEmpty { text += ": " + self.problems.joined(separator: "; ") }
        if let documentation = self.documentation { text += " (\(documentation))" }
        return text
    }

    /// Whether GitHub's words, in any field, contain these.
    func says(_ words: String) -> Bool {
        ([self.message] + self.problems).contains { $0.lowercased().contains(words.lowercased()) }
    }

    /// The fault of a call that met this answer.
    func fault(doing: String, retryAfter: Double? = nil) -> Fault {
        Fault(
            doing: doing, detail: self.description, cause: self,
            isRetryable: retryAfter != nil || self.status >= 500 || self.status == 408, retryAfterSeconds: retryAfter,
            advice: self.advice(isLimit: retryAfter != nil))
    }

    private func advice(isLimit: Bool) -> String? {
        if isLimit { return "GitHub's rate limit is used up; it is tried again by itself." }
        switch self.status {
        case 401:
            return "GitHub does not accept the token: set a valid GITHUB_TOKEN, or check the App's id and private key."
        case 403: return "The token may not do this: give it read and write on contents, pull requests and issues."
        case 404:
            return
                "It does not exist, or the token has no access: give the token the repository, or install the App there."
        case 409: return "It changed meanwhile: look at the pull request and try again."
        case 422: return "GitHub found the request invalid; its message says which part."
        case 500...: return "GitHub has trouble: see https://www.githubstatus.com. It is tried again by itself."
        default: return nil
        }
    }
}

/// Says what is wrong with JSON without quoting it: bodies may hold secrets.
enum JSONProblem {
    static func describe(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context): "\(self.path(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context): "\(self.path(context.codingPath)) has another type than expected"
        case .valueNotFound(_, let context): "\(self.path(context.codingPath)) is null"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "the body is not JSON" : "\(self.path(context.codingPath)) cannot be read"
        default: "the body cannot be read"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
}
