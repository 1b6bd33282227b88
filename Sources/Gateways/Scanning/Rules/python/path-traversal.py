import os
import shutil
import tarfile
import tempfile

from flask import Flask, request, send_file, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)
UPLOADS = "/srv/uploads"


@app.route("/download")
def download():
    name = request.args["name"]
    # ruleid: python.path-traversal.request-data
    return send_file(os.path.join(UPLOADS, name))


@app.route("/files/<path:name>")
def show(name):
    # ruleid: python.path-traversal.request-data
    with open("/srv/files/" + name) as stream:
        return stream.read()


@app.route("/upload", methods=["POST"])
def upload():
    upload = request.files["file"]
    # ruleid: python.path-traversal.request-data
    upload.save(os.path.join(UPLOADS, upload.filename))
    # ok: python.path-traversal.request-data
    upload.save(os.path.join(UPLOADS, secure_filename(upload.filename)))


@app.route("/download-well")
def download_well():
    # ok: python.path-traversal.request-data
    return send_from_directory(UPLOADS, request.args["name"])


@app.route("/checked")
def checked():
    path = os.path.realpath(os.path.join(UPLOADS, request.args["name"]))
    if not path.startswith(UPLOADS + os.sep):
        raise PermissionError(path)
    # ok: python.path-traversal.request-data
    return send_file(path)


def read_document(base_dir, filename):
    # ruleid: python.path-traversal.joined-name
    with open(os.path.join(base_dir, filename)) as stream:
        return stream.read()


def remove_document(self, filename):
    target = os.path.join(self.root, filename)
    # ruleid: python.path-traversal.joined-name
    os.remove(target)


def read_document_well(base_dir, filename):
    path = os.path.realpath(os.path.join(base_dir, filename))
    if not path.startswith(os.path.realpath(base_dir) + os.sep):
        raise PermissionError(filename)
    # ok: python.path-traversal.joined-name
    with open(path) as stream:
        return stream.read()


def read_named(base_dir, filename):
    # ok: python.path-traversal.joined-name
    with open(os.path.join(base_dir, os.path.basename(filename))) as stream:
        return stream.read()


def read_fixed(base_dir):
    # ok: python.path-traversal.joined-name
    with open(os.path.join(base_dir, "settings.ini")) as stream:
        return stream.read()


def unpack(archive, target):
    with tarfile.open(archive) as tar:
        # ruleid: python.path-traversal.archive-extract
        tar.extractall(target)
    # ruleid: python.path-traversal.archive-extract
    shutil.unpack_archive(archive, target)
    with tarfile.open(archive) as tar:
        # ok: python.path-traversal.archive-extract
        tar.extractall(target, filter="data")


def scratch():
    # ruleid: python.path-traversal.temporary-name
    name = tempfile.mktemp()
    # ok: python.path-traversal.temporary-name
    handle, name = tempfile.mkstemp()
    # ruleid: python.path-traversal.world-writable
    os.chmod(name, 0o777)
    # ruleid: python.path-traversal.world-writable
    os.chmod(name, 0o666)
    # ok: python.path-traversal.world-writable
    os.chmod(name, 0o640)
