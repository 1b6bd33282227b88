import ControlPlane
import FoundationEssentials
import HealingDomain
import HealingTesting
import Testing

/// Every click is answered: by the card, by the dialog, or by words to the clicker alone.
struct ApprovalAnswerTests {
    private static let oldCard = MessageReference(channel: "C1", timestamp: "1.000001")

    @Test(arguments: [TurnedAway.Reason.outsider, .otherWorkspace])
    func `somebody from elsewhere is told, by the click's own way or in the channel`(
        _ reason: TurnedAway.Reason
    ) async throws {
        let bench = try await Workbench.ready()
        for url in ["https://hooks.slack.test/9", nil] {
            let stranger = TurnedAway(person: "UOUT1", reason: reason, channel: "C1", responseURL: url)
            try await bench.controlPlane().handle(.turnedAway(stranger))
        }
        let told = await bench.told()
        #expect(told.count == 2 && told.allSatisfy { $0.contains("Only people of the team that installed me") })
        #expect(await bench.chat.whispers.map(\.person) == ["UOUT1"])
    }

    @Test func `a button of nobody's is answered`() async throws {
        let bench = try await Workbench.ready()
        let click = CardAction(
            actionID: "from-an-older-version", value: "x", person: "U1", message: Self.oldCard,
            responseURL: "https://hooks.slack.test/1")
        try await bench.controlPlane().handle(.action(click))
        #expect(await bench.told().first?.contains("I do not know this question any more") == true)
    }

    @Test func `the dialog opens before anything is looked up`() async throws {
        let bench = try await Workbench.ready()
        for call in [ScriptedCodeHost.Call.pullRequest, .merge] {
            await bench.host.fail(call, with: Fault(doing: "calling GitHub", detail: "502", isRetryable: true))
        }
        try await bench.controlPlane().handle(.action(.click(.reject, by: "UGUEST1", value: "nobody-knows")))
        let modal = try #require(await bench.chat.modals.first)
        #expect(modal.triggerID == "trigger")
        #expect(MessageText.of(modal.modal).contains("I do not know this question any more"))
    }

    @Test func `whoever may not reject reads why in the dialog`() async throws {
        let bench = try await Workbench.ready()
        try await bench.controlPlane().handle(.action(.click(.reject, by: "UGUEST1")))
        let modal = try #require(await bench.chat.modals.first).modal
        #expect(modal.inputs.isEmpty && modal.submit == nil)
        #expect(MessageText.of(modal).contains("Guests cannot do this"))
        #expect(await bench.told().isEmpty)
        #expect(await bench.steps() == ["approval.refused"])
    }

    @Test func `whoever closed the dialog at once reads it in the channel`() async throws {
        let bench = try await Workbench.ready()
        await bench.chat.closeModals()
        try await bench.controlPlane().handle(.action(.click(.reject, by: "UGUEST1")))
        #expect(await bench.told().first?.contains("Guests cannot do this") == true)
        try await bench.controlPlane().handle(.action(.click(.reject, by: "U1")))
        #expect(await bench.told().count == 1)
    }

    @Test func `a trigger that is too old is answered with what to do`() async throws {
        let bench = try await Workbench.ready()
        await bench.chat.expireTriggers()
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.reject)))
        #expect(await bench.told().last?.contains("Please press the button again") == true)
        try await plane.handle(.action(.click(.approve)))
        try await plane.handle(.action(.click(.reject, by: "U2")))
        #expect(await bench.told().last?.contains("already approved by <@U1>") == true)
    }

    @Test func `a rejection from the dialog is answered also where its finding has no card`() async throws {
        let bench = try await Workbench.ready()
        var record = try #require(try await bench.record())
        record.card = nil
        try await bench.records.save(record)
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.approve)))
        var submission = ModalSubmission.rejection(by: "U2")
        submission.privateMetadata = "approval-1 C1"
        try await plane.handle(.modalSubmitted(submission))
        #expect(await bench.chat.whispers.map(\.channel) == ["C1"])
    }

    @Test func `a card that was left behind loses its buttons when it is clicked`() async throws {
        let bench = try await Workbench.ready()
        let old = try await bench.chat.post(ChannelMessage("old card with buttons"), to: "C1", thread: nil)
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.approve)))
        var late = CardAction.click(.approve, by: "U2")
        late.message = old
        try await plane.handle(.action(late))
        let mended = try #require(await bench.chat.posts.first { $0.reference == old })
        #expect(MessageText.of(mended.message).contains("Merged. Approved by <@U1>"))
        #expect(!MessageText.of(mended.message).contains("[Approve"))
    }

    @Test func `what the dialog says`() async throws {
        let bench = try await Workbench.ready()
        let plane = bench.controlPlane()
        try await plane.handle(.action(.click(.reject)))
        try await plane.handle(.action(.click(.reject, by: "UOUT1")))
        try await plane.handle(.action(.click(.approve)))
        try await plane.handle(.action(.click(.reject, by: "U2")))
        let modals = await bench.chat.modals.map { MessageText.of($0.modal) }
        try expectGolden(modals.joined(separator: "\n=====\n"), "dialog-reject")
    }

    @Test func `what each refusal says`() async throws {
        var said: [String] = []
        let policies: [(PersonID, ApprovalPolicy, Severity, PersonID?)] = [
            ("UGUEST1", ApprovalPolicy(), .high, nil), ("UBOT1", ApprovalPolicy(), .high, nil),
            ("UGONE1", ApprovalPolicy(), .high, nil), ("UOTHER1", ApprovalPolicy(), .high, nil),
            ("UNKNOWN1", ApprovalPolicy(), .high, nil), ("U1", ApprovalPolicy(approvers: ["U2"]), .high, nil),
            ("U1", ApprovalPolicy(groups: ["S404"]), .high, nil), ("U3", ApprovalPolicy(), .critical, nil),
            ("U3", ApprovalPolicy(authorMayDecide: false), .low, nil),
            ("U1", ApprovalPolicy(requesterMayDecide: false), .high, "U1"),
            ("U1", ApprovalPolicy(knownLogin: .always), .low, nil),
        ]
        for (person, policy, severity, requester) in policies {
            let bench = try await Workbench.ready(
                approval: .sample(severity: severity, requester: requester),
                settings: ControlPlaneSettings(channel: "C1", policy: policy), logins: ["U3": "mallory"])
            try await bench.controlPlane().handle(.action(.click(.approve, by: person)))
            said.append("\(person): \(await bench.told().joined())")
        }
        try expectGolden(said.joined(), "refusals")
    }
}
