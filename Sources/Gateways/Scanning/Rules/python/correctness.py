import asyncio
import hmac
import time


def swallow(path):
    # ruleid: python.correctness.swallowed-exception
    try:
        open(path)
    except:
        pass
    # ruleid: python.correctness.swallowed-exception
    try:
        open(path)
    except Exception:
        pass
    # ok: python.correctness.swallowed-exception
    try:
        open(path)
    except FileNotFoundError:
        pass
    # ok: python.correctness.swallowed-exception
    try:
        open(path)
    except Exception:
        log.exception("opening %s", path)


# ruleid: python.correctness.mutable-default
def add(item, items=[]):
    items.append(item)


# ruleid: python.correctness.mutable-default
def count(word, counts={}):
    counts[word] = 1


# ok: python.correctness.mutable-default
def add_well(item, items=None):
    items = [] if items is None else items


# ok: python.correctness.mutable-default
def add_fixed(item, items=()):
    return items


def compare(x, user):
    # ruleid: python.correctness.compared-with-none
    if x == None:
        return
    # ruleid: python.correctness.compared-not-none
    if x != None:
        return
    # ok: python.correctness.compared-with-none
    if x is None:
        return
    # ok: python.correctness.compared-not-none
    if x is not None:
        return
    # ruleid: python.correctness.identity-of-literal
    if x is "yes":
        return
    # ruleid: python.correctness.identity-of-literal
    if x is not 3:
        return
    # ok: python.correctness.identity-of-literal
    if x is True:
        return
    # ok: python.correctness.identity-of-literal
    if x == "yes":
        return


def delete_all(user, count):
    # ruleid: python.correctness.assert-guards-access
    assert user.is_admin
    # ok: python.correctness.assert-guards-access
    assert count >= 0
    # ok: python.correctness.assert-guards-access
    if not user.is_admin:
        raise PermissionError


def tuples(total):
    # ruleid: python.correctness.assert-on-tuple
    assert (total > 0, "nothing to pay")
    # ok: python.correctness.assert-on-tuple
    assert total > 0, "nothing to pay"


async def wait():
    # ruleid: python.correctness.blocking-sleep
    time.sleep(1)
    # ok: python.correctness.blocking-sleep
    await asyncio.sleep(1)


def wait_plainly():
    # ok: python.correctness.blocking-sleep
    time.sleep(1)


def finish(stream):
    try:
        stream.write(b"")
    finally:
        # ruleid: python.correctness.return-in-finally
        return True


def finish_well(stream):
    try:
        stream.write(b"")
    finally:
        stream.close()
    # ok: python.correctness.return-in-finally
    return True


def order(items, frame):
    found = []
    # ruleid: python.correctness.sorted-in-place
    found = found.append(1)
    # ok: python.correctness.sorted-in-place
    frame = frame.append(items)
    # ruleid: python.correctness.sorted-in-place
    items = items.sort()
    # ok: python.correctness.sorted-in-place
    items = sorted(items)
    # ok: python.correctness.sorted-in-place
    items.sort()


def verify(signature, expected):
    # ruleid: python.correctness.timing-comparison
    if signature == expected:
        return True
    # ok: python.correctness.timing-comparison
    return hmac.compare_digest(signature, expected)
