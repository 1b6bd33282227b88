"""Judges messages and views: by slack_sdk's models, and by Slack's documented limits that those do not look at.

usage: slack_messages.py FILE
FILE holds a JSON object a line: {"name": …, "kind": "message" | "view", "value": …}. Prints every problem; exits 1 where
there is one. Before that it judges broken samples of its own, so that a judge who sees nothing cannot pass anything.
"""

import json
import sys

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View


def length(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Limits:
    """The limits of docs.slack.dev/reference/block-kit, counted in UTF-16 units, which is never less than characters."""

    def __init__(self):
        self.problems = []

    def fail(self, place, why):
        self.problems.append(f"{place}: {why}")

    def text(self, value, place, most, plain=False):
        if not isinstance(value, dict) or value.get("type") not in (["plain_text"] if plain else ["plain_text", "mrkdwn"]):
            return self.fail(place, "no text object")
        self.size(value.get("text"), place, most)
        if not (value.get("text") or "x").strip():
            self.fail(place, "blank")
        if value["type"] == "mrkdwn" and value.get("text", "").count("```") % 2:
            self.fail(place, "a code fence is open")
        if value["type"] == "mrkdwn" and "emoji" in value:
            self.fail(place, "emoji belongs to plain_text only")

    def size(self, value, place, most, least=1):
        if not isinstance(value, str):
            return self.fail(place, "no text")
        if not least <= length(value) <= most:
            self.fail(place, f"{length(value)} characters, {least} to {most} are allowed")

    def count(self, values, place, most):
        if not 1 <= len(values) <= most:
            self.fail(place, f"{len(values)} elements, 1 to {most} are allowed")

    def distinct(self, values, place):
        present = [value for value in values if value is not None]
        if len(set(present)) != len(present):
            self.fail(place, "the same id twice")
        for value in present:
            self.size(value, place, 255)

    def message(self, message):
        self.size(message.get("text"), "text", 4000)
        self.blocks(message.get("blocks", []), 50)
        if len(message.get("metadata", {}).get("event_payload", {})) > 50:
            self.fail("metadata", "too much")

    def view(self, view):
        if view.get("type") not in ("modal", "home"):
            self.fail("type", "neither modal nor home")
        if not view.get("blocks"):
            self.fail("blocks", "none")
        self.blocks(view.get("blocks", []), 100)
        self.size(view.get("private_metadata", ""), "private_metadata", 3000, 0)
        self.size(view.get("callback_id", ""), "callback_id", 255, 0)
        if len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")) > 250_000:
            self.fail("view", "more than 250 kB")
        if view.get("type") == "modal":
            self.text(view.get("title"), "title", 24, plain=True)
            for key in ("submit", "close"):
                if key in view:
                    self.text(view[key], key, 24, plain=True)
            if any(block.get("type") == "input" for block in view.get("blocks", [])) and "submit" not in view:
                self.fail("submit", "a modal with inputs needs it")

    def blocks(self, blocks, most):
        if len(blocks) > most:
            self.fail("blocks", f"{len(blocks)}, {most} are allowed")
        self.distinct([block.get("block_id") for block in blocks], "block_id")
        for index, block in enumerate(blocks):
            self.block(block, f"blocks/{index}")

    def block(self, block, place):
        kind = block.get("type")
        if kind == "header":
            self.text(block.get("text"), place, 150, plain=True)
        elif kind == "section":
            if not block.get("text") and not block.get("fields"):
                self.fail(place, "neither text nor fields")
            if "text" in block:
                self.text(block["text"], place, 3000)
            if "fields" in block:
                self.count(block["fields"], f"{place}/fields", 10)
                for field in block["fields"]:
                    self.text(field, f"{place}/fields", 2000)
            if "accessory" in block:
                self.element(block["accessory"], f"{place}/accessory")
        elif kind == "context":
            self.count(block.get("elements", []), place, 10)
            for element in block.get("elements", []):
                if element.get("type") != "image":
                    self.text(element, f"{place}/elements", 3000)
        elif kind == "actions":
            self.count(block.get("elements", []), place, 25)
            self.distinct([element.get("action_id") for element in block.get("elements", [])], f"{place}/action_id")
            for element in block.get("elements", []):
                self.element(element, f"{place}/elements")
        elif kind == "input":
            self.text(block.get("label"), f"{place}/label", 2000, plain=True)
            if "hint" in block:
                self.text(block["hint"], f"{place}/hint", 2000, plain=True)
            self.element(block.get("element", {}), f"{place}/element")
        elif kind == "image":
            self.size(block.get("image_url"), f"{place}/image_url", 3000)
            self.size(block.get("alt_text"), f"{place}/alt_text", 2000)
        elif kind == "markdown":
            self.size(block.get("text"), place, 12_000)
        elif kind not in ("divider", "rich_text"):
            self.fail(place, f"a block of the type {kind}")

    def element(self, element, place):
        kind = element.get("type")
        if "action_id" in element:
            self.size(element["action_id"], f"{place}/action_id", 255)
        if "placeholder" in element:
            self.text(element["placeholder"], f"{place}/placeholder", 150, plain=True)
        for key, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            if "confirm" in element:
                self.text(element["confirm"].get(key), f"{place}/confirm/{key}", most, plain=key != "text")
        if kind == "button":
            self.text(element.get("text"), f"{place}/text", 75, plain=True)
            for key, most in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
                if key in element:
                    self.size(element[key], f"{place}/{key}", most)
            if element.get("style") not in (None, "primary", "danger"):
                self.fail(f"{place}/style", "unknown")
        elif kind == "plain_text_input":
            if not 1 <= element.get("max_length", 1) <= 3000:
                self.fail(f"{place}/max_length", "1 to 3000")
        elif kind in ("static_select", "multi_static_select", "overflow", "radio_buttons", "checkboxes"):
            most = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(kind, 100)
            self.count(element.get("options", []), f"{place}/options", most)
            for option in element.get("options", []):
                self.text(option.get("text"), f"{place}/options/text", 75, plain=kind not in ("radio_buttons", "checkboxes"))
                self.size(option.get("value"), f"{place}/options/value", 75)
        elif kind not in ("users_select", "conversations_select", "channels_select", "image", "datepicker"):
            self.fail(f"{place}/type", f"an element of the type {kind}")


def same(ours, theirs, place=""):
    """Where slack_sdk's reading of a structure differs from ours: what it drops, Slack does not know."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        # It leaves out empty texts, which say nothing.
        return [found for key in ours if ours[key] != "" for found in
                (same(ours[key], theirs[key], f"{place}/{key}") if key in theirs else [f"{place}/{key}: slack_sdk drops it"])]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [found for index, pair in enumerate(zip(ours, theirs)) for found in same(*pair, f"{place}/{index}")]
    return [] if ours == theirs else [f"{place}: slack_sdk reads {json.dumps(theirs)[:80]}"]


def by_sdk(kind, value):
    try:
        if kind == "view":
            return same(value, View(**json.loads(json.dumps(value))).to_dict())
        blocks = [block.to_dict() for block in Block.parse_all(json.loads(json.dumps(value.get("blocks", []))))]
        return same(value.get("blocks", []), blocks)
    except (SlackObjectFormationError, TypeError, AttributeError, KeyError) as error:
        return [f"slack_sdk: {error!r}"[:300]]


def judge(kind, value):
    limits = Limits()
    limits.view(value) if kind == "view" else limits.message(value)
    return limits.problems + by_sdk(kind, value)


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def plain(text):
    return {"type": "plain_text", "text": text}


def broken():
    """One sample for each limit: none may pass."""
    button = {"type": "button", "action_id": "a", "text": plain("x")}
    field = {"type": "input", "label": plain("x"), "element": {"type": "plain_text_input", "action_id": "a"}}
    for block in (
        {"type": "section", "text": mrkdwn("")}, {"type": "section", "text": mrkdwn("x" * 3001)},
        {"type": "section", "fields": [mrkdwn("x" * 2001)]}, {"type": "section", "fields": [mrkdwn("x")] * 11},
        {"type": "context", "elements": [mrkdwn("x" * 3001)]}, {"type": "context", "elements": [mrkdwn("x")] * 11},
        {"type": "header", "text": plain("x" * 151)}, {"type": "header", "text": mrkdwn("x")},
        {"type": "actions", "elements": [button, button]}, {"type": "actions", "elements": []},
        {"type": "actions", "elements": [{**button, "value": "x" * 2001}]},
        {"type": "actions", "elements": [{**button, "text": plain("x" * 76)}]},
        {"type": "section", "text": mrkdwn("``` open")}, {"type": "section", "text": mrkdwn("x"), "colour": "red"},
        {"type": "unheard_of"},
    ):
        yield "message", {"text": "x", "blocks": [block]}
    yield "message", {"text": "", "blocks": []}
    yield "message", {"text": "x", "blocks": [{"type": "divider"}] * 51}
    yield "message", {"text": "x", "blocks": [{"type": "divider", "block_id": "b"}] * 2}
    yield "view", {"type": "modal", "blocks": [field]}
    yield "view", {"type": "modal", "title": plain("x" * 25), "submit": plain("x"), "blocks": [field]}
    yield "view", {"type": "modal", "title": plain("x"), "blocks": [field]}
    yield "view", {"type": "modal", "title": plain("x"), "submit": plain("x"), "blocks": [field], "private_metadata": "x" * 3001}
    yield "view", {"type": "home", "blocks": [{"type": "divider"}] * 101}


def main(path):
    blind = [value for kind, value in broken() if not judge(kind, value)]
    if blind:
        print("this judge sees nothing wrong in", json.dumps(blind)[:500])
        return 2
    judged, wrong = 0, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            sample = json.loads(line)
            judged += 1
            for problem in judge(sample["kind"], sample["value"]):
                wrong += 1
                print(f"{sample['name']}: {problem}")
    print(f"judged {judged}, {wrong} problems")
    return 1 if wrong or not judged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
