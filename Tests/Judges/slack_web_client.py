"""Slack's own Python client against the stand-in workspace: what it accepts, the stand-in answers like Slack.

usage: slack_web_client.py BASE TOKEN CHANNEL PERSON TRIGGER RESPONSE_URL
Prints what it saw and exits 0, or ends with the assertion that failed.
"""

import json
import sys
import urllib.request

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View
from slack_sdk.webhook import WebhookClient

base, token, channel, person, trigger, response_url = sys.argv[1:]
client = WebClient(token=token, base_url=f"{base}/slack/api/", retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)])


def control(**settings):
    request = urllib.request.Request(
        f"{base}/play/slack", json.dumps(settings).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except SlackApiError as error:
        assert error.response["error"] == code, (code, error.response.data)
        return error.response
    raise AssertionError(f"{call.__name__} was not refused with {code}")


def saw(what):
    print("saw", what, flush=True)


def identity():
    who = client.auth_test()
    assert who["team_id"].startswith("T") and who["user_id"].startswith("U") and who["bot_id"].startswith("B")
    assert "chat:write" in who.headers["x-oauth-scopes"]
    refused("invalid_auth", WebClient(token="xoxb-other", base_url=client.base_url).auth_test)
    refused("not_authed", WebClient(base_url=client.base_url).auth_test)
    saw("who the token is")


def posting():
    posted = client.chat_postMessage(
        channel=channel, text="a card", blocks=[SectionBlock(text="*a card*")],
        metadata=Metadata("codehealer_card", {"card": "c1"}), unfurl_links=False, unfurl_media=False)
    ts = posted["ts"]
    client.chat_update(channel=channel, ts=ts, text="an edited card")
    refused("msg_too_long", client.chat_update, channel=channel, ts=ts, text="x" * 4001)
    refused("message_not_found", client.chat_update, channel=channel, ts="1.000001", text="x")
    refused("no_text", client.chat_postMessage, channel=channel, text="")
    refused("invalid_blocks", client.chat_postMessage, channel=channel, text="x", blocks=[{"type": "header"}])
    refused("channel_not_found", client.chat_postMessage, channel="C0NOWHERE", text="x")
    refused("invalid_arg_name", client.api_call, api_method="chat.postMessage", json={"channel": channel, "txt": "x"})
    refused("invalid_arguments", client.api_call, api_method="chat.postMessage", json={"text": "x"})
    refused("invalid_arguments", client.api_call, api_method="conversations.info", json={"channel": channel})
    link = client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"]
    assert ts.replace(".", "") in link
    whisper = client.chat_postEphemeral(channel=channel, user=person, text="only you")
    refused("message_not_found", client.chat_update, channel=channel, ts=whisper["message_ts"], text="x")
    refused("user_not_found", client.chat_postEphemeral, channel=channel, user="U0NOBODY", text="x")
    saw("posting, editing, whispering and their refusals")
    return ts


def reading(ts):
    whole = [message["ts"] for page in client.conversations_history(channel=channel, limit=5) for message in page["messages"]]
    assert len(whole) == len(set(whole)) >= 15 and whole == sorted(whole, reverse=True), whole
    sizes = [len(page["messages"]) for page in client.conversations_history(channel=channel, limit=5)]
    assert min(sizes[:-1]) < 5, f"no page is shorter than asked for: {sizes}"
    plain = client.conversations_history(channel=channel, oldest=ts, inclusive=True, limit=1)["messages"][0]
    assert plain["ts"] == ts and "metadata" not in plain and plain["edited"]
    full = client.conversations_history(channel=channel, oldest=ts, inclusive=True, include_all_metadata=True)
    assert full["messages"][0]["metadata"]["event_payload"] == {"card": "c1"}
    replies = [client.chat_postMessage(channel=channel, thread_ts=ts, text=f"reply {n}")["ts"] for n in range(6)]
    refused("cannot_reply_to_message", client.chat_postMessage, channel=channel, thread_ts=replies[0], text="x")
    refused("thread_not_found", client.conversations_replies, channel=channel, ts="1.000001")
    pages = [page["messages"] for page in client.conversations_replies(channel=channel, ts=ts, limit=4)]
    assert len(pages) > 1 and all(page[0]["ts"] == ts for page in pages)
    assert [message["ts"] for page in pages for message in page[1:]] == replies
    alone = client.conversations_replies(channel=channel, ts=replies[0])["messages"]
    assert [message["ts"] for message in alone] == [replies[0]] and alone[0]["thread_ts"] == ts
    refused("invalid_cursor", client.conversations_history, channel=channel, cursor="nonsense")
    refused("invalid_limit", client.conversations_history, channel=channel, limit=1000)
    mine = [found["id"] for page in client.users_conversations(types="public_channel,private_channel", limit=1)
            for found in page["channels"]]
    assert channel in mine and client.conversations_info(channel=channel)["channel"]["is_member"]
    assert person in client.conversations_members(channel=channel)["members"]
    assert client.users_info(user=person)["user"]["is_bot"] is False
    refused("user_not_found", client.users_info, user="U0NOBODY")
    saw("history, threads and lists to their real end")


def reacting(ts):
    missing = refused("missing_scope", client.reactions_add, channel=channel, name="eyes", timestamp=ts)
    assert missing["needed"] == "reactions:write" and "chat:write" in missing["provided"]
    control(scopes=client.auth_test().headers["x-oauth-scopes"].split(",") + ["reactions:write"])
    client.reactions_add(channel=channel, name="eyes", timestamp=ts)
    refused("already_reacted", client.reactions_add, channel=channel, name="eyes", timestamp=ts)
    assert client.reactions_get(channel=channel, timestamp=ts)["message"]["reactions"][0]["name"] == "eyes"
    client.reactions_remove(channel=channel, name="eyes", timestamp=ts)
    refused("no_reaction", client.reactions_remove, channel=channel, name="eyes", timestamp=ts)
    saw("reactions, and a scope that was missing")


def showing():
    modal = View(type="modal", title="Why", callback_id="why", blocks=[SectionBlock(text="because")])
    view = client.views_open(trigger_id=trigger, view=modal)["view"]
    refused("exchanged_trigger_id", client.views_open, trigger_id=trigger, view=modal)
    refused("invalid_trigger_id", client.views_open, trigger_id="1.2.3", view=modal)
    client.views_update(view_id=view["id"], hash=view["hash"], view=modal)
    refused("hash_conflict", client.views_update, view_id=view["id"], hash=view["hash"], view=modal)
    home = client.views_publish(user_id=person, view=View(type="home", blocks=[SectionBlock(text="home")]))["view"]
    assert home["type"] == "home" and home["app_id"].startswith("A")
    saw("a dialog and App Home")


def answering():
    hook = WebhookClient(response_url)
    for number in range(5):
        answer = hook.send(text=f"answer {number}", response_type="ephemeral", replace_original=False)
        assert (answer.status_code, answer.body) == (200, "ok"), answer.body
    late = hook.send(text="one too many")
    assert (late.status_code, late.body) == (404, "used_url"), late.body
    saw("five answers through a response_url, and no sixth")


def trouble(ts):
    control(trouble={"method": "chat.update", "error": "ratelimited", "status": 429, "retry_after": 1})
    assert client.chat_update(channel=channel, ts=ts, text="after a pause")["ok"]
    control(trouble={"method": "chat.update", "error": "edit_window_closed"})
    refused("edit_window_closed", client.chat_update, channel=channel, ts=ts, text="x")
    control(rates="documented")
    impatient = WebClient(token=token, base_url=client.base_url)
    for _ in range(20):
        impatient.conversations_list(limit=1)
    limited = refused("ratelimited", impatient.conversations_list, limit=1)
    assert limited.status_code == 429 and 1 <= int(limited.headers["Retry-After"]) <= 60
    assert impatient.users_info(user=person)["ok"], "another method has a minute of its own"
    saw("limits, waits and failures on demand")


identity()
card = posting()
reading(card)
reacting(card)
showing()
answering()
trouble(card)
