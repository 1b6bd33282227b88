import FoundationEssentials
import HTTPCalling
import HealingTesting
import Playground
import SlackGateway
import Testing

/// Our signing and our verifying, each against slack_sdk's other side.
struct SlackSignatureTests {
    private func verdict(
        _ case: JSON, body: String
    ) throws -> SlackRequestVerifier.Verdict {
        let moment = try #require(`case`["time"]?.int)
        return SlackRequestVerifier(secrets: [try #require(`case`["secret"]?.string)]).verify(
            timestamp: "\(moment)", signature: `case`["signature"]?.string, body: Data(body.utf8),
            now: Date(timeIntervalSince1970: Double(moment)))
    }

    @Test func `what slack_sdk signs is genuine, and one changed byte is not`() async throws {
        let signed = try await PythonJudge("slack_signatures.py").run(["sign", "7", "200"])
        #expect(signed.status == 0, "\(signed.output)")
        let cases = signed.lines.compactMap { JSON(parsing: $0) }
        #expect(cases.count == 200)
        for sample in cases {
            #expect(try self.verdict(sample, body: try #require(sample["body"]?.string)) == .genuine)
            #expect(try self.verdict(sample, body: try #require(sample["changed"]?.string)) == .refused(.mismatch))
        }
    }

    @Test func `what we sign is genuine to slack_sdk, and one changed byte is not`() async throws {
        var lines: [String] = []
        for number in 0..<100 {
            let time = 1_700_000_000 + number
            let signer = SlackSigner(secret: "secret-\(number)")
            let body = String(repeating: "{\"ü\":\"✓ \(number)\"}", count: number)
            let headers = signer.headers(for: Array(body.utf8), at: Date(timeIntervalSince1970: Double(time)))
            func header(_ name: String) -> JSON { JSON(headers.first { $0.name == name }?.value) }
            let genuine: JSON = [
                "secret": .string("secret-\(number)"), "time": .int(time), "body": .string(body),
                "stamp": header("X-Slack-Request-Timestamp"), "signature": header("X-Slack-Signature"),
            ]
            lines.append(genuine.text)
            lines.append(genuine.merging(["body": .string(body + "x")]).text)
            lines.append(genuine.merging(["time": .int(time + 301)]).text)
        }
        let verdict = try await PythonJudge("slack_signatures.py").run(["verify"], lines: lines)
        #expect(
            verdict.lines == (0..<100).flatMap { _ in ["true", "false", "false"] }, "\(verdict.output.prefix(400))")
    }
}
