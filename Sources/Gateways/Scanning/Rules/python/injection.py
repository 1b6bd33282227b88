import json
import logging
import re
import xml.etree.ElementTree as ET

import ldap
from flask import request
from ldap.filter import escape_filter_chars
from lxml import etree


def find_person(connection, name):
    # ruleid: python.injection.ldap-filter
    connection.search_s("dc=example", ldap.SCOPE_SUBTREE, "(uid=%s)" % name)
    # ruleid: python.injection.ldap-filter
    connection.search("dc=example", f"(uid={name})")
    # ok: python.injection.ldap-filter
    connection.search_s("dc=example", ldap.SCOPE_SUBTREE, "(uid=%s)" % escape_filter_chars(name))
    # ok: python.injection.ldap-filter
    connection.search("dc=example", "(uid=root)")


def find_node(tree, name):
    # ruleid: python.injection.xpath
    tree.xpath("//user[@name='" + name + "']")
    # ok: python.injection.xpath
    tree.xpath("//user[@name=$name]", name=name)


def sign_in(users):
    body = request.get_json()
    # ruleid: python.injection.nosql
    users.find_one({"name": body["name"], "password": body["password"]})
    # ok: python.injection.nosql
    users.find_one({"name": str(body["name"])})


def search(lines):
    pattern = request.args["pattern"]
    # ruleid: python.injection.regular-expression
    found = re.compile(pattern)
    # ok: python.injection.regular-expression
    found = re.compile(re.escape(pattern))
    # ok: python.injection.regular-expression
    found = re.search(r"\d+", pattern)


def parse(text):
    # ruleid: python.injection.xml-entities
    etree.XMLParser(resolve_entities=True)
    # ok: python.injection.xml-entities
    etree.XMLParser(resolve_entities=False, no_network=True)
    # ruleid: python.injection.xml-bomb
    ET.fromstring(request.data)
    # ok: python.injection.xml-bomb
    ET.parse("settings.xml")


def report():
    # ruleid: python.injection.log-forging
    logging.info("signed in: " + request.form["name"])
    # ok: python.injection.log-forging
    logging.info("signed in: %r", request.form["name"])
    # ok: python.injection.log-forging
    logging.info("signed in: " + repr(request.form["name"]))
