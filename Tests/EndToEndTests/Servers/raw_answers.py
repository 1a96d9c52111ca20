# A server that answers every request with the same bytes, which no HTTP library would send. First argument:
# the name of the answer. Second: a folder. Third, optional: a subjectAltName, such as IP:127.0.0.1, for which
# it makes a certificate, cert.pem in the folder, and speaks TLS. Prints its URL and serves until it is
# stopped.
import functools
import gzip
import itertools
import socket
import ssl
import subprocess
import sys
import threading

ACCEPTED = b"HTTP/1.1 202 Accepted\r\nConnection: close\r\n"


def endless(start, piece):
    return itertools.chain([start], itertools.repeat(piece))


def sized(body, *fields):
    head = ACCEPTED + b"".join(field + b"\r\n" for field in fields)
    return [head + b"Content-Length: %d\r\n\r\n" % len(body) + body]


@functools.cache
def bomb():
    return gzip.compress(gzip.compress(bytes(200 << 20), 1), 1)


ANSWERS = {
    "header without end": lambda: endless(ACCEPTED, b"X-Field: value\r\n" * 1000),
    "line without end": lambda: endless(ACCEPTED + b"X-Field: ", b"x" * 65536),
    "interim answers without end": lambda: endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "compression bomb": lambda: sized(bomb(), b"Content-Encoding: gzip, gzip"),
    "no JSON": lambda: sized(b"accepted"),
    "JSON that is no object": lambda: sized(b"[]"),
    "deep JSON": lambda: sized(b'{"id":' + b"[" * 30_000),
    "body longer than it says": lambda: [ACCEPTED + b'Content-Length: 9\r\n\r\n{"id":""}{"id":""}'],
    "body shorter than it says": lambda: [ACCEPTED + b'Content-Length: 99\r\n\r\n{"id":""}'],
    "wrong content type": lambda: sized(b'{"id":"x"}', b"Content-Type: image/png"),
    "no body": lambda: sized(b""),
    # %ID% is the id in the request.
    "id of the request": lambda: [ACCEPTED + b'\r\n{"id":"%ID%"}'],
    "message that is no text": lambda: [b'HTTP/1.1 400 Bad\r\nContent-Length: 15\r\n\r\n{"message":[1]}'],
    "message with control characters": lambda: [
        b"HTTP/1.1 400 Bad\r\nConnection: close\r\n\r\n"
        b'{"message":"a\\r\\n2.0.0 250 Message accepted\\u001b[31m\\u2028b\\u0000c"}'],
    "no header": lambda: [b"accepted\n"],
    "no status": lambda: [b"HTTP/1.1\r\n\r\n"],
}


def serve(connection):
    with connection:
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(65536) or b"\r\n\r\n"
        head, body = request.split(b"\r\n\r\n", 1)
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n")
                       if line.lower().startswith(b"content-length:")), 0)
        while len(body) < length:
            body += connection.recv(65536)
        try:
            for piece in ANSWERS[sys.argv[1]]():
                connection.sendall(piece.replace(b"%ID%", body.partition(b'"id":"')[2].partition(b'"')[0]))
            if isinstance(connection, ssl.SSLSocket):
                # Without a close_notify an answer that the end of the connection ends counts as cut off.
                connection.unwrap()
        except OSError:
            pass


def serve_tls(connection):
    try:
        serve(tls.wrap_socket(connection, server_side=True))
    except OSError:
        # The client rejected the certificate.
        connection.close()


ANSWERS[sys.argv[1]]()
scheme, handler = "http", serve
if len(sys.argv) > 3:
    certificate, key = f"{sys.argv[2]}/cert.pem", f"{sys.argv[2]}/key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test", "-addext",
         f"subjectAltName={sys.argv[3]}", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    scheme, handler = "https", serve_tls
listener = socket.create_server(("127.0.0.1", 0))
print(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}", flush=True)
while True:
    threading.Thread(target=handler, args=(listener.accept()[0],), daemon=True).start()
