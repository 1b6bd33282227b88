"""slack_sdk's SignatureVerifier as the other side of ours.

usage: slack_signatures.py sign SEED COUNT          signed requests, one JSON object a line
       slack_signatures.py verify FILE              a verdict a line about requests that we signed
       slack_signatures.py knock URL SECRET TIME    posts genuine and changed requests to a server and prints the statuses
"""

import json
import random
import sys
import urllib.error
import urllib.request

from slack_sdk.signature import Clock, SignatureVerifier


class At(Clock):
    def __init__(self, moment):
        self.moment = moment

    def now(self):
        return self.moment


def body(chance):
    kinds = ["{}", "payload=%7B%22a%22%3A1%7D", "täxt ✓ 🚀", "\n\r\t\0", "v0:1:", "=&%", "x" * 5000, '{"text":"<@U1>"}']
    return "".join(chance.choices(kinds, k=chance.randint(0, 8)))


def changed(text, chance):
    """One bit of one ASCII character flipped, so that it stays text, which is all that the verifier takes."""
    places = [index for index, character in enumerate(text) if ord(character) < 128]
    if not places:
        return text + "x"
    place = chance.choice(places)
    return text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1:]


def sign(seed, count):
    chance = random.Random(seed)
    for _ in range(count):
        secret = "".join(chance.choices("0123456789abcdef", k=32))
        moment = chance.randint(1_600_000_000, 1_900_000_000)
        text = body(chance)
        verifier = SignatureVerifier(secret, At(moment))
        yield {
            "secret": secret, "time": moment, "body": text, "changed": changed(text, chance),
            "signature": verifier.generate_signature(timestamp=str(moment), body=text),
        }


def verify(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            verifier = SignatureVerifier(case["secret"], At(case["time"]))
            yield verifier.is_valid(case["body"], str(case["stamp"]), case["signature"])


def knock(url, secret, moment):
    verifier = SignatureVerifier(secret, At(moment))
    text = json.dumps({"type": "event_callback", "event_id": "EvPython1", "team_id": "T1", "event": {"type": "message"}})
    stamp = str(moment)
    signature = verifier.generate_signature(timestamp=stamp, body=text)
    for sent, stamped in ((text, stamp), (text.replace("EvPython1", "EvPython2"), stamp), (text, str(moment - 1))):
        headers = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": stamped, "X-Slack-Signature": signature}
        try:
            with urllib.request.urlopen(urllib.request.Request(url, sent.encode(), headers), timeout=10) as answer:
                yield answer.status
        except urllib.error.HTTPError as error:
            yield error.code


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "sign":
        answers = sign(int(words[0]), int(words[1]))
    elif what == "verify":
        answers = verify(words[0])
    else:
        answers = knock(words[0], words[1], int(words[2]))
    for answer in answers:
        print(json.dumps(answer))
