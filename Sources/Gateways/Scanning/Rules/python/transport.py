import ftplib
import ssl
import telnetlib

import httpx
import paramiko
import requests
import requests as rq
from requests import post


def calls(url, session, options):
    # ruleid: python.transport.certificate-check-off
    requests.get(url, verify=False, timeout=5)
    # ruleid: python.transport.certificate-check-off
    rq.post(url, json={}, verify=False, timeout=5)
    # ruleid: python.transport.certificate-check-off
    httpx.get(url, verify=False)
    # ruleid: python.transport.certificate-check-off
    session.get(url, verify=False)
    # ruleid: python.transport.certificate-check-off
    session.verify = False
    # ok: python.transport.certificate-check-off
    requests.get(url, timeout=5)
    # ok: python.transport.certificate-check-off
    requests.get(url, verify=True, timeout=5)
    # ok: python.transport.certificate-check-off
    requests.get(url, verify="/etc/ca.pem", timeout=5)
    # ok: python.transport.certificate-check-off
    jwt.decode(url, verify=False)


def contexts():
    # ruleid: python.transport.unverified-context
    context = ssl._create_unverified_context()
    # ruleid: python.transport.hostname-check-off
    context.check_hostname = False
    # ruleid: python.transport.unverified-context
    context.verify_mode = ssl.CERT_NONE
    # ok: python.transport.unverified-context
    context = ssl.create_default_context()
    # ok: python.transport.hostname-check-off
    context.check_hostname = True
    # ok: python.transport.unverified-context
    context.verify_mode = ssl.CERT_REQUIRED
    # ruleid: python.transport.old-tls
    old = ssl.SSLContext(ssl.PROTOCOL_TLSv1)
    # ok: python.transport.old-tls
    new = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def hosts(client, host):
    # ruleid: python.transport.ssh-unknown-host
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    # ok: python.transport.ssh-unknown-host
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    # ruleid: python.transport.clear-text-protocol
    telnetlib.Telnet(host)
    # ruleid: python.transport.clear-text-protocol
    ftplib.FTP(host)
    # ok: python.transport.clear-text-protocol
    ftplib.FTP_TLS(host)


def waits(url, options):
    # ruleid: python.transport.no-timeout
    requests.get(url)
    # ruleid: python.transport.no-timeout
    rq.put(url, data=b"")
    # ruleid: python.transport.no-timeout
    post(url, json={"a": 1})
    # ok: python.transport.no-timeout
    requests.get(url, timeout=3)
    # ok: python.transport.no-timeout
    requests.get(url, **options)
