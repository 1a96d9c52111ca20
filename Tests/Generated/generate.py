"""Mails made by Python's email package with each of its three interfaces."""

import codecs
from email import encoders, message_from_bytes, policy
from email.charset import BASE64, QP, Charset
from email.header import Header
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText

# Charsets that Python has under another name.
CODECS = {
    "hz-gb-2312": "hz", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "x-mac-ce": "mac_latin2",
    "windows-874": "cp874",
}


def codec(charset):
    """The name of Python's codec, None if it does not exist."""
    try:
        return codecs.lookup(CODECS.get(charset, charset)).name
    except LookupError:
        return None


def generate(job):
    """The mail; None if Python cannot make it."""
    name = codec(job["charset"])
    if name is None:
        return None
    texts = [job["body"], job["html"], job["subject"]]
    try:
        encoded = [text.encode(name) for text in texts]
    except UnicodeError:
        return None
    if any(bytes.decode(name) != text for bytes, text in zip(encoded, texts)):
        return None
    if not can_carry(job["encoding"], encoded[:2], name):
        return None

    # Python's ISO-2022-JP-2 designates GB 2312 by ESC $ ( A instead of ESC $ A as in RFC 1554. Its Johab has
    # a backslash instead of glibc's won sign.
    if b"\x1b$(A" in b"".join(encoded) or name == "johab" and "\\" in job["text"]:
        return None

    # The package can only label charsets that Python has by the same name, and reads each byte 0x0A as a line
    # end.
    ways = [with_bytes]
    if "A\n".encode(name) == b"A\n" and job["charset"] not in CODECS:
        # It sends the Japanese charsets as ISO-2022-JP in 7bit. With another encoding, it encodes twice.
        converts = Charset(job["charset"]).output_charset != job["charset"]
        if job["encoding"] in (["8bit"] if converts else ["quoted-printable", "base64"]):
            ways.append(with_mime_text)
        if job["encoding"] != "binary":
            ways.append(with_email_message)
    return ways[job["seed"] % len(ways)](job, encoded)


def can_carry(encoding, texts, name):
    is_plain = "A\n".encode(name) == b"A\n"
    longest = max(len(line) for text in texts for line in text.split(b"\n"))
    if encoding == "base64":
        return True
    if encoding == "7bit":
        return is_plain and longest <= 998 and all(text.isascii() for text in texts)
    if encoding == "8bit":
        return is_plain and longest <= 998 and not all(text.isascii() for text in texts)
    # Quoted-printable and binary of UTF-16 would contain line ends inside of characters.
    return is_plain


def with_email_message(job, encoded):
    message = EmailMessage()
    add_header(message, job)
    # The newer interface writes encoded words only in UTF-8.
    message["Subject"] = job["subject"]
    options = {"charset": job["charset"], "cte": job["encoding"]}
    if job["structure"] == "html":
        message.set_content(job["html"], subtype="html", **options)
    else:
        message.set_content(job["body"], **options)
        for name, value in job["parameters"].items():
            message.set_param(name, value)
    if "alternative" in job["structure"]:
        message.add_alternative(job["html"], subtype="html", **options)
    if "mixed" in job["structure"]:
        message.add_attachment(b"%PDF-1.4\n\0\xff", maintype="application", subtype="pdf", filename="naïve 文.pdf")
        message.add_attachment("Attached, not said.\n", filename="notes.txt")
    mail = message.as_bytes(policy=policy.SMTP if job["seed"] & 64 else policy.default)
    # This interface loses a space where it breaks some subjects, as Python itself confirms.
    is_sound = message_from_bytes(mail, policy=policy.default)["Subject"] == job["subject"]
    return mail if is_sound else with_bytes(job, encoded)


def with_mime_text(job, encoded):
    charset = Charset(job["charset"])
    if job["encoding"] != "8bit":
        charset.body_encoding = BASE64 if job["encoding"] == "base64" else QP

    def part(text, subtype, parameters):
        text_part = MIMEText(text, subtype, charset)
        for name, value in parameters.items():
            text_part.set_param(name, value)
        return text_part

    try:
        for text in (job["body"], job["html"]):
            text.encode(charset.output_codec or "us-ascii")
    except UnicodeError:
        return with_bytes(job, encoded)
    return composed(job, part(job["body"], "plain", job["parameters"]), part(job["html"], "html", {}))


def with_bytes(job, encoded):
    def part(content, subtype, parameters):
        text_part = MIMENonMultipart("text", subtype, charset=job["charset"], **parameters)
        text_part.set_payload(content)
        if job["encoding"] == "base64":
            encoders.encode_base64(text_part)
        elif job["encoding"] == "quoted-printable":
            encoders.encode_quopri(text_part)
        else:
            text_part["Content-Transfer-Encoding"] = job["encoding"]
        return text_part

    return composed(job, part(encoded[0], "plain", job["parameters"]), part(encoded[1], "html", {}))


def composed(job, plain, html):
    """A mail composed by the newer interface."""
    message = html if job["structure"] == "html" else plain
    if "alternative" in job["structure"]:
        message = MIMEMultipart("alternative", _subparts=[plain, html])
    if "mixed" in job["structure"]:
        notes = MIMEText("Attached, not said.\n")
        notes.add_header("Content-Disposition", "attachment", filename="notes.txt")
        pdf = MIMEApplication(b"%PDF-1.4\n\0\xff", "pdf")
        pdf.add_header("Content-Disposition", "attachment", filename=("utf-8", "", "naïve 文.pdf"))
        message = MIMEMultipart("mixed", _subparts=[message, pdf, notes])
    add_header(message, job)
    message["Subject"] = subject(job)
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n") if job["seed"] & 64 else message.policy)


def subject(job):
    name = job["charset"]
    # Each encoded word of a charset with a byte order mark would start with one; nobody sends that.
    if codec(name) != name or name in ("utf-16", "utf-32"):
        name = "utf-8"
    charset = Charset(name)
    charset.header_encoding = BASE64 if job["wordEncoding"] == "B" else QP
    try:
        return Header(job["subject"], charset, header_name="Subject")
    except UnicodeError:
        return Header(job["subject"], "utf-8", header_name="Subject")


def add_header(message, job):
    message["From"] = "Generator <generator@example.org>"
    message["To"] = "+12025550123@smtp.sms-gate.app"
    message["Date"] = "Fri, 13 Feb 2026 10:35:00 +0000"
    message["Message-ID"] = "<%d@example.org>" % job["seed"]
