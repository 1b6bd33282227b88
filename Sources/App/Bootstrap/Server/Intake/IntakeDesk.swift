import FoundationEssentials
import GitHubGateway
import HTTPTypes
import HealingDomain
import Logging
import SlackGateway

/// What a door of the intake says to its caller.
struct IntakeAnswer: Sendable {
    var status: Int
    var text = ""

    static let ok = IntakeAnswer(status: 200)
}

/// Checks the raw bytes, makes the delivery durable, answers. Nothing else happens before the ack.
struct IntakeDesk: Sendable {
    let slack: SlackIntake
    let github: GitHubIntake
    let inbox: any DeliveryInbox
    let now: @Sendable () -> Date
    let logger: Logger
    private let tally = IntakeTally()

    init(
        slack: SlackIntake, github: GitHubIntake, inbox: any DeliveryInbox, now: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        self.slack = slack
        self.github = github
        self.inbox = inbox
        self.now = now
        self.logger = logger
    }

    /// Answers at once, or on another thread once the delivery is on disk.
    func receive(_ request: SlackRequest, answer: @escaping @Sendable (IntakeAnswer) -> Void) {
        switch self.slack.receive(request, now: self.now()) {
        case .challenge(let text): answer(IntakeAnswer(status: 200, text: text))
        case .sslCheck: answer(.ok)
        case .refuse(let status, let reason): answer(self.refuse(status, reason, "slack"))
        case .deliver(let delivery):
            self.inbox.accept(delivery) { answer(self.answer(to: $0, from: delivery.source)) }
        }
    }

    func receiveWebhook(header: (String) -> String?, body: Data) async -> IntakeAnswer {
        switch self.github.receive(header: header, body: body, now: self.now()) {
        case .refuse(let status, let reason): return self.refuse(status, reason, "github")
        case .deliver(let delivery):
            do throws(Fault) {
                return self.answer(to: .success(try await self.inbox.accept(delivery)), from: .github)
            } catch {
                return self.answer(to: .failure(error), from: .github)
            }
        }
    }

    func tooLarge(_ source: String) -> IntakeAnswer {
        self.refuse(413, "the body is too large, or broke off", source)
    }

    private func answer(to result: Result<Acceptance, Fault>, from source: Delivery.Source) -> IntakeAnswer {
        switch result {
        case .success(let acceptance):
            self.tally.count(source.rawValue, acceptance == .accepted ? "accepted" : "duplicate")
            return .ok
        case .failure(let fault):
            self.tally.count(source.rawValue, "not_durable")
            self.logger.error("delivery not durable", metadata: ["error": "\(fault)"])
            return IntakeAnswer(status: 503, text: "the delivery could not be stored; please try again")
        }
    }

    private func refuse(_ status: Int, _ reason: String, _ source: String) -> IntakeAnswer {
        self.tally.count(source, "refused_\(status)")
        self.logger.notice(
            "request refused", metadata: ["source": "\(source)", "status": "\(status)", "reason": "\(reason)"])
        return IntakeAnswer(status: status, text: reason)
    }
}
