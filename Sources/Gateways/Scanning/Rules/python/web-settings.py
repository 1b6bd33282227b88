import os

from django.views.decorators.csrf import csrf_exempt
from flask import Flask, request
from flask_cors import CORS

app = Flask(__name__)

# ruleid: python.web-settings.flask-debug
app.run(host="127.0.0.1", debug=True)
# ok: python.web-settings.flask-debug
app.run(debug=False)
# ok: python.web-settings.flask-debug
app.run(debug=os.environ.get("DEBUG") == "1")

# ruleid: python.web-settings.django-debug
DEBUG = True
# ok: python.web-settings.django-debug
DEBUG = os.environ.get("DEBUG") == "1"
# ruleid: python.web-settings.any-host
ALLOWED_HOSTS = ["*"]
# ok: python.web-settings.any-host
ALLOWED_HOSTS = ["example.com"]
# ruleid: python.web-settings.cors-any-origin
CORS(app, origins="*")
# ok: python.web-settings.cors-any-origin
CORS(app, origins=["https://example.com"])
# ruleid: python.web-settings.cookie-flags
SESSION_COOKIE_SECURE = False
# ok: python.web-settings.cookie-flags
SESSION_COOKIE_SECURE = True


# ruleid: python.web-settings.csrf-off
@csrf_exempt
def transfer(request):
    pass


# ok: python.web-settings.csrf-off
def transfer_well(request):
    pass


def sign_in(response, token):
    # ruleid: python.web-settings.cookie-flags
    response.set_cookie("theme", "dark", secure=False)
    # ok: python.web-settings.cookie-flags
    response.set_cookie("theme", "dark", secure=True, httponly=True)
    # ruleid: python.web-settings.session-cookie-without-flags
    response.set_cookie("session", token)
    # ok: python.web-settings.session-cookie-without-flags
    response.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")
    # ok: python.web-settings.session-cookie-without-flags
    response.set_cookie("theme", "dark")


def create():
    # ruleid: python.web-settings.mass-assignment
    user = User(**request.get_json())
    # ok: python.web-settings.mass-assignment
    user = User(name=request.get_json()["name"])
