import FoundationEssentials
import HealingDomain

/// One thing that was looked at.
package struct DoctorLine: Sendable, Hashable, Encodable {
    package enum Verdict: String, Sendable, Encodable { case ok, warning, bad }

    package enum Area: String, Sendable, Encodable, CaseIterable {
        case slack = "Slack"
        case github = "GitHub"
        case bot = "The running bot"
        case machine = "This machine"
    }

    package var area: Area
    package var subject: String
    package var verdict: Verdict
    package var detail: String
    /// What exactly to do about it; always there where the verdict is bad.
    package var mend: String?

    static func ok(_ area: Area, _ subject: String, _ detail: String) -> Self {
        Self(area: area, subject: subject, verdict: .ok, detail: detail)
    }

    static func warning(_ area: Area, _ subject: String, _ detail: String, mend: String? = nil) -> Self {
        Self(area: area, subject: subject, verdict: .warning, detail: detail, mend: mend)
    }

    static func bad(_ area: Area, _ subject: String, _ detail: String, mend: String) -> Self {
        Self(area: area, subject: subject, verdict: .bad, detail: detail, mend: mend)
    }

    /// A call that failed; the fault's own advice is the mend where it has one.
    static func bad(_ area: Area, _ subject: String, _ fault: Fault, mend: String) -> Self {
        .bad(area, subject, fault.detail, mend: fault.advice ?? mend)
    }
}

/// All that was looked at.
package struct DoctorReport: Sendable, Encodable {
    package var lines: [DoctorLine]

    package var isHealthy: Bool { !self.lines.contains { $0.verdict == .bad } }

    /// For people: by area, each mend below what it mends, and a sum at the end.
    package var text: String {
        let width = (self.lines.map(\.subject.count).max() ?? 0) + 2
        let areas = DoctorLine.Area.allCases.compactMap { area -> String? in
            let lines = self.lines.filter { $0.area == area }
            guard !lines.isEmpty else { return nil }
            return "\(area.rawValue)\n" + lines.map { Self.text($0, width) }.joined(separator: "\n")
        }
        return areas.joined(separator: "\n\n") + "\n\n\(self.sum)"
    }

    private static func text(_ line: DoctorLine, _ width: Int) -> String {
        let marks: [DoctorLine.Verdict: String] = [.ok: "  ok   ", .warning: "  warn ", .bad: "  BAD  "]
        let subject = line.subject + String(repeating: " ", count: max(1, width - line.subject.count))
        let mend = line.mend.map { "\n" + String(repeating: " ", count: 7) + "→ \($0)" } ?? ""
        return "\(marks[line.verdict] ?? "")\(subject)\(line.detail)\(mend)"
    }

    private var sum: String {
        func count(_ verdict: DoctorLine.Verdict) -> Int { self.lines.filter { $0.verdict == verdict }.count }
        let (bad, warnings) = (count(.bad), count(.warning))
        let counts = "\(count(.ok)) ok, \(warnings) warning\(warnings == 1 ? "" : "s"), \(bad) bad."
        return bad == 0
            ? "\(counts) Nothing keeps the bot from working." : "\(counts) Mend what is BAD, then ask again."
    }

    /// For programs: `{"healthy": …, "checks": [{"area", "subject", "verdict", "detail", "mend"}]}`.
    package var json: String {
        struct Document: Encodable {
            var healthy: Bool
            var checks: [DoctorLine]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let document = try? encoder.encode(Document(healthy: self.isHealthy, checks: self.lines))
        return String(decoding: document ?? Data(), as: UTF8.self)
    }
}
