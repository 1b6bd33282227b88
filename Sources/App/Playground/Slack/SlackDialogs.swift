import FoundationEssentials
import HTTPCalling

extension SlackWorkspace {
    /// What came of submitting a dialog.
    package struct Submission: Sendable {
        /// Block id → what is wrong with its input.
        package var errors: [String: String] = [:]
        /// Why nothing came of it.
        package var trouble: String?
    }

    /// A person submits a dialog; `values` are by block id.
    package func submit(_ viewID: String, values: [String: String], as person: String) async throws -> Submission {
        guard let index = self.views[person]?.firstIndex(where: { $0.id == viewID }),
            let view = self.views[person]?[index]
        else { throw SlackError("view_not_found") }
        let (state, missing) = Self.state(of: self.json(view), values: values)
        guard missing.isEmpty else { return Submission(errors: missing) }
        let submitted = self.json(view).merging(["state": ["values": state]])
        let payload = try self.framed(
            [
                "type": "view_submission", "trigger_id": .string(self.makeTrigger(for: person)), "view": submitted,
                "response_urls": [],
            ], person)
        let answer: HTTPAnswer
        do {
            answer = try await self.courier.post(form: [("payload", payload.text)], to: "/slack/interactivity")
        } catch {
            return Submission(trouble: "We had some trouble connecting. Try again?")
        }
        guard answer.status == 200 else { return Submission(trouble: "We had some trouble connecting. Try again?") }
        return self.follow(JSON(parsing: answer.body), view: view, person: person)
    }

    private func follow(_ answer: JSON?, view: SlackView, person: String) -> Submission {
        switch answer?["response_action"]?.string {
        case "errors":
            return Submission(errors: (answer?["errors"]?.object ?? [:]).compactMapValues(\.string))
        case "update":
            if let body = answer?["view"], let index = self.views[person]?.firstIndex(where: { $0.id == view.id }) {
                self.replaceView(index, of: person, with: body)
            }
        case "push":
            if let body = answer?["view"] { self.pushView(body, for: person) }
        case "clear":
            self.closeView(view.id, of: person, all: true)
        default:
            self.closeView(view.id, of: person, all: false)
        }
        return Submission()
    }

    /// `view.state.values` as Slack builds it, and complaints about inputs left empty.
    private static func state(of view: JSON, values: [String: String]) -> (JSON, [String: String]) {
        var state: JSON = [:]
        var missing: [String: String] = [:]
        for block in view["blocks"]?.array ?? [] where block["type"]?.string == "input" {
            guard let id = block["block_id"]?.string, let element = block["element"] else { continue }
            let value = values[id].flatMap { $0.isEmpty ? nil : $0 }
            if value == nil && block["optional"]?.bool != true {
                missing[id] = "Please complete this required field."
            }
            let action = element["action_id"]?.string ?? "a0"
            state[id] = [action: Self.stateValue(of: element, value)]
        }
        return (state, missing)
    }

    private static func stateValue(of element: JSON, _ value: String?) -> JSON {
        let type = element["type"]?.string ?? "plain_text_input"
        guard type == "static_select" || type == "radio_buttons" else {
            return ["type": .string(type), "value": JSON(value)]
        }
        let chosen = element["options"]?.array?.first { $0["value"]?.string == value }
        return ["type": .string(type), "selected_option": value == nil ? nil : chosen ?? nil]
    }
}
