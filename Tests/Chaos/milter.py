"""A milter that changes the header of every mail, while it is on: the protocol of Sendmail 8.14 as Postfix speaks it."""
import random
import socket
import struct
import threading

VERSION = 6
# Actions that it asks for (SMFIF_ADDHDRS, SMFIF_CHGHDRS), and events that it does without (all SMFIP_NO*
# but SMFIP_NOHDRS).
ACTIONS = 0x01 | 0x10
UNWANTED = 0x01 | 0x02 | 0x04 | 0x08 | 0x10 | 0x40 | 0x100 | 0x200


class Milter:
    def __init__(self, path):
        self.is_on = False
        self.changed = 0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        path.chmod(0o666)
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            with connection, connection.makefile("rwb") as stream:
                self._talk(stream)
        except (OSError, struct.error):
            # The other end is gone, as with a Postfix that is stopped.
            pass

    def _talk(self, stream):
        names = []
        while length := stream.read(4):
            packet = stream.read(*struct.unpack(">I", length))
            command, data = packet[:1], packet[1:]
            if command == b"O":
                self._send(stream, b"O" + struct.pack(">III", VERSION, ACTIONS, UNWANTED))
            elif command == b"D":
                # Macros have no answer.
                pass
            elif command in [b"A", b"K"]:
                # Abort, and an end behind which the connection goes on: the same.
                names = []
            elif command == b"Q":
                return
            elif command == b"L":
                names.append(data.split(b"\0")[0])
                self._send(stream, b"c")
            elif command == b"E":
                if self.is_on:
                    self._change(stream, names)
                self._send(stream, b"c")
                names = []
            else:
                self._send(stream, b"c")

    def _change(self, stream, names):
        """What spam filters and archives do: fields are deleted, changed and added, on top and at the end."""
        if b"X-Confidential" in names:
            self._send(stream, b"m" + struct.pack(">I", 1) + b"X-Confidential\0\0")
        if b"X-Mailer" in names:
            self._send(stream, b"m" + struct.pack(">I", 1) + b"X-Mailer\0" + b"none" * 40 + b"\0")
        score = random.randrange(1000)
        self._send(stream, b"h" + f"X-Spam-Score\0{score}\0".encode())
        self._send(stream, b"i" + struct.pack(">I", 0) + b"X-Seen-By\0filter\0")
        self.changed += 1

    def _send(self, stream, packet):
        stream.write(struct.pack(">I", len(packet)) + packet)
        stream.flush()
