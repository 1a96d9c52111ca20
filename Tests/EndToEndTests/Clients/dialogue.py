# Speaks SMTP byte by byte. Standard input: the port, "tls" or "plain", and then one chunk per line, with \r,
# \n, \xNN and \\ for those bytes. Each chunk is sent unchanged after the reply to the one before. Prints the
# last line of each reply.
import codecs
import socket
import ssl
import sys

lines = sys.stdin.read().split("\n")
connection = socket.create_connection(("127.0.0.1", int(lines[0])), timeout=60)
if lines[1] == "tls":
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = context.wrap_socket(connection)
replies = connection.makefile("rb")


def reply():
    while True:
        line = replies.readline()
        if line[3:4] != b"-":
            return line.decode("utf-8", "replace").strip() or "closed"


print(reply(), flush=True)
for chunk in lines[2:]:
    if not chunk:
        continue
    try:
        connection.sendall(codecs.decode(chunk, "unicode_escape").encode("latin-1"))
        print(reply(), flush=True)
    except OSError:
        print("closed", flush=True)
