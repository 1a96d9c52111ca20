# Speaks to a milter in smtpd's place. Standard input: JSON with socket, a path, and connections: each a list of packets. A
# packet is a command and its data, each byte the character with that number, and how often it is sent, if not once. A
# command of more than one character sends the data as it is, without a length. First each connection sends all of its
# packets but the last one, then each its last one. Prints for each connection a line of JSON: the commands of the packets
# that it got up to the reply to a message, and "closed" if the milter closed it.
import json, socket, struct, sys

order = json.load(sys.stdin)


class Connection:
    def __init__(self, packets):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(order["socket"])
        self.stream = self.socket.makefile("rb")
        self.packets = packets
        self.answers = []

    def send(self, packets):
        try:
            for command, data, *times in packets:
                content = data.encode("latin-1")
                if len(command) == 1:
                    content = struct.pack(">I", len(content) + 1) + command.encode() + content
                for _ in range(int(times[0]) if times else 1):
                    self.socket.sendall(content)
        except OSError:
            pass

    def read(self):
        """Until the answer to a message, or the end."""
        while not self.answers or self.answers[-1] not in "ady":
            try:
                length = self.stream.read(4)
            except OSError:
                length = b""
            if len(length) < 4:
                self.answers.append("closed")
                break
            packet = self.stream.read(*struct.unpack(">I", length))
            self.answers.append(packet[:1].decode("latin-1"))


connections = [Connection(packets) for packets in order["connections"]]
for connection in connections:
    connection.send(connection.packets[:-1])
for connection in connections:
    connection.send(connection.packets[-1:])
for connection in connections:
    connection.read()
    print(json.dumps(connection.answers), flush=True)
