#!/usr/bin/python3
"""pipe.py URL USER:PASSWORD RECIPIENT < message: a simple script in Python."""
import base64
import email
import email.policy
import json
import os
import sys
import urllib.error
import urllib.request

url, account, recipient = sys.argv[1:]
mail = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
text = mail.get_body(("plain", "html")).get_content()[:1224]
request = urllib.request.Request(
    url + "/messages",
    data=json.dumps({"textMessage": {"text": text}, "phoneNumbers": [recipient.split("@")[0]]}).encode(),
    headers={"Content-Type": "application/json",
             "Authorization": "Basic " + base64.b64encode(account.encode()).decode()})
try:
    with urllib.request.urlopen(request, timeout=30):
        sys.exit(os.EX_OK)
except urllib.error.HTTPError as error:
    sys.exit({401: os.EX_NOPERM, 403: os.EX_NOPERM}.get(
        error.code, os.EX_UNAVAILABLE if error.code >= 500 else os.EX_TEMPFAIL))
except OSError:
    sys.exit(os.EX_TEMPFAIL)
