import pickle

import numpy as np
import yaml
import yaml as y
from flask import request
from yaml import FullLoader, SafeLoader, load, load_all, safe_load


def read(text, stream):
    # ruleid: python.deserialization.yaml-load
    yaml.load(text)
    # ruleid: python.deserialization.yaml-load
    y.load(stream.read())
    # ruleid: python.deserialization.yaml-load
    yaml.load(text, Loader=yaml.FullLoader)
    # ruleid: python.deserialization.yaml-load
    yaml.load(text, yaml.Loader)
    # ok: python.deserialization.yaml-load, python.deserialization.yaml-load-imported
    yaml.safe_load(text)
    # ok: python.deserialization.yaml-load, python.deserialization.yaml-load-imported
    yaml.load(text, Loader=yaml.SafeLoader)
    # ok: python.deserialization.yaml-load, python.deserialization.yaml-load-imported
    yaml.load(text, Loader=yaml.CSafeLoader)


def read_imported(text):
    # ruleid: python.deserialization.yaml-load-imported
    load(text)
    # ruleid: python.deserialization.yaml-load-imported
    load(text, Loader=FullLoader)
    # ruleid: python.deserialization.yaml-load-imported
    list(yaml.load_all(text))
    # ok: python.deserialization.yaml-load-imported
    load(text, Loader=SafeLoader)
    # ok: python.deserialization.yaml-load-imported
    safe_load(text)
    # ok: python.deserialization.yaml-load-imported
    list(yaml.safe_load_all(text))


def cached(path, blob):
    # ruleid: python.deserialization.pickle
    pickle.loads(blob)
    with open(path, "rb") as stream:
        # ruleid: python.deserialization.pickle
        pickle.load(stream)
    # ok: python.deserialization.pickle
    json.loads(blob)
    # ok: python.deserialization.pickle
    copied = pickle.loads(pickle.dumps(path))


def view():
    # ruleid: python.deserialization.pickle-request-data, python.deserialization.pickle
    cart = pickle.loads(request.cookies["cart"])
    # ok: python.deserialization.pickle-request-data
    cart = json.loads(request.cookies["cart"])


def arrays(path):
    # ruleid: python.deserialization.numpy-allow-pickle
    np.load(path, allow_pickle=True)
    # ok: python.deserialization.numpy-allow-pickle
    np.load(path)
    # ok: python.deserialization.numpy-allow-pickle
    np.load(path, allow_pickle=False)
