# Starts a command as systemd starts a service with a socket: supervisor.py KIND FOLDER COMMAND...
#
# KIND is what the command gets from descriptor 3 on: "unix", a listening socket at FOLDER/socket; "two" of them; "tcp", one
# of the network; "datagram"; "unconnected", one that does not listen; "other", a listening one for another process. Prints
# what the command says to NOTIFY_SOCKET; when that is READY=1, connects, says how the command answers an option
# negotiation, and ends it with SIGTERM. Prints the command's exit status at the end.
import os, signal, socket, struct, sys

kind, folder, *command = sys.argv[1:]


def listening(path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    return listener


path = f"{folder}/socket"
sockets = {
    "unix": lambda: [listening(path)],
    "other": lambda: [listening(path)],
    "two": lambda: [listening(path), listening(path + "2")],
    "tcp": lambda: [socket.create_server(("127.0.0.1", 0))],
    "datagram": lambda: [socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)],
    "unconnected": lambda: [socket.socket(socket.AF_UNIX)],
}[kind]()
notifications = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notifications.bind(f"{folder}/notify")

process = os.fork()
if not process:
    numbers = [os.dup(listener.fileno()) for listener in sockets]
    for target, number in enumerate([os.dup2(number, 30 + index) for index, number in enumerate(numbers)], 3):
        os.dup2(number, target)
    os.closerange(3 + len(numbers), 64)
    environment = {
        "LISTEN_FDS": str(len(numbers)),
        "LISTEN_PID": str(os.getppid() if kind == "other" else os.getpid()),
        "NOTIFY_SOCKET": f"{folder}/notify",
    }
    os.execve(command[0], command, environment)


def end():
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        offer = b"O" + struct.pack(">III", 6, 0x1FF, 0x1FFFFF)
        client.sendall(struct.pack(">I", len(offer)) + offer)
        print("answer", client.recv(5)[4:].decode(), flush=True)
    os.kill(process, signal.SIGTERM)


def notification(seconds):
    notifications.settimeout(seconds)
    try:
        return notifications.recv(4096).decode()
    except (TimeoutError, BlockingIOError):
        return None


ended = status = 0
while True:
    # Looked at first: what is said before the end is there by then.
    if not ended:
        ended, status = os.waitpid(process, os.WNOHANG)
    text = notification(0 if ended else 0.02)
    if text:
        print(text, flush=True)
        if text == "READY=1":
            end()
    elif ended:
        break
print("exit", os.waitstatus_to_exitcode(status), flush=True)
