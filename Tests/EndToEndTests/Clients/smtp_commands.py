# Sends SMTP commands one after another. Standard input: port, certificate ("" for no TLS), and one command
# per line. Prints the last line of each reply, after its time in milliseconds.
import socket, ssl, sys, time

port, certificate, *commands = sys.stdin.read().splitlines()

with socket.create_connection(("127.0.0.1", int(port)), timeout=30) as connection:
    if certificate:
        connection = ssl.create_default_context(cafile=certificate).wrap_socket(
            connection, server_hostname="localhost")
    replies = connection.makefile("rb")

    def reply():
        while (line := replies.readline())[3:4] == b"-":
            pass
        return line.decode().rstrip()

    reply()
    for command in ["EHLO client.example", *commands]:
        begin = time.monotonic()
        connection.sendall(command.encode() + b"\r\n")
        line = reply()
        print(int((time.monotonic() - begin) * 1000), line)
