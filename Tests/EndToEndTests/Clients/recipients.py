# Asks smtpd(8) about recipients, after AUTH and in one transaction. Standard input: the port, another port of
# smtpd, a socket for a table, user and password, one per line; then a recipient on each line. Prints two lines of
# JSON for each: the answer of the first port, and the look-ups of the other one in the table, a
# socketmap_table(5).
import base64, json, os, socket, sys, threading

port, asking_port, table_socket, user, password, *recipients = sys.stdin.read().split("\n")[:-1]
asked = []


def serve(listener):
    while True:
        threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()


def answer(connection):
    stream = connection.makefile("rwb")
    while True:
        length = b""
        while (byte := stream.read(1)) not in (b":", b""):
            length += byte
        if not byte:
            return
        asked.append(stream.read(int(length) + 1)[:-1].partition(b" ")[2].decode())
        stream.write(b"19:OK 550 5.1.3 asked.,")
        stream.flush()


class Client:
    def __init__(self, port):
        self.stream = socket.create_connection(("127.0.0.1", int(port)), timeout=60).makefile("rwb")
        self.reply()
        login = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        for command in ("EHLO localhost", f"AUTH PLAIN {login}", "MAIL FROM:<sender@example.com>"):
            reply = self.ask(command)
            assert reply[0] == "2", reply

    def reply(self):
        while (line := self.stream.readline())[3:4] == b"-":
            pass
        return line.decode().strip()

    def ask(self, command):
        self.stream.write(command.encode() + b"\r\n")
        self.stream.flush()
        return self.reply()


listener = socket.socket(socket.AF_UNIX)
listener.bind(table_socket)
# smtpd(8) runs as Postfix's user.
os.chmod(table_socket, 0o666)
listener.listen()
threading.Thread(target=serve, args=(listener,), daemon=True).start()
client, asking = Client(port), Client(asking_port)
for recipient in recipients:
    asked.clear()
    reply = client.ask(f"RCPT TO:<{recipient}>")
    asking.ask(f"RCPT TO:<{recipient}>")
    print(json.dumps(reply))
    print(json.dumps(asked[0] if asked else None))
