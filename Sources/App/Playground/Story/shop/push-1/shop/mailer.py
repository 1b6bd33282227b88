"""Tells customers what happens to their order."""

import smtplib
from email.message import EmailMessage

MAIL_HOST = "mail.acme.example"
MAIL_USER = "shop@acme.example"
MAIL_PASSWORD = "tr0ub4dor-and-3-staples"


def send(to, subject, text):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = MAIL_USER, to, subject
    message.set_content(text)
    with smtplib.SMTP_SSL(MAIL_HOST) as server:
        server.login(MAIL_USER, MAIL_PASSWORD)
        server.send_message(message)
