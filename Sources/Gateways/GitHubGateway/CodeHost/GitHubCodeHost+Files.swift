import FoundationEssentials
import HTTPCalling
package import HealingDomain

extension GitHubCodeHost {
    /// GitHub's contents API carries text up to 1 MB in its JSON; longer files are read raw.
    package func file(
        _ path: String, in repository: RepositoryName, at commit: CommitSHA, limit: Int
    ) async throws(Fault) -> SourceFile? {
        let doing = "reading \(path) of \(repository) at \(commit.short)"
        var request = GitHubRequest(
            try GitHubPath.repository(repository, "contents", path), query: [("ref", commit.rawValue)],
            repository: repository, doing: doing)
        let answer = try await self.api.send(request, tolerating: [403, 404])
        if answer.status == 404 { return nil }
        if answer.status == 403 {
            // Over 100 MB the contents API refuses whatever the permissions are.
            let refusal = GitHubRefusal(answer)
            if refusal.says("too_large") || refusal.says("too large") { return nil }
            throw refusal.fault(doing: doing)
        }
        // A folder answers with a list.
        guard let record = try? self.api.decode(ContentRecord.self, answer, doing: doing), record.type == "file",
            record.size <= limit
        else { return nil }
        if record.encoding == "base64", let content = record.content {
            return Data(base64Encoded: content, options: .ignoreUnknownCharacters)
                .flatMap { Self.text($0) }.map { SourceFile(path: path, content: $0) }
        }
        request.accept = GitHubRequest.raw
        request.answerLimit = limit
        return Self.text(try await self.api.send(request).body).map { SourceFile(path: path, content: $0) }
    }

    /// `nil` for what is not UTF-8 text: a NUL stands in no source file.
    static func text(_ bytes: some Collection<UInt8>) -> String? {
        bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }
}
