"""What breaks. Each fault goes on until `over` is set, at times that `chance` decides."""
import random
import threading
import time


def _again_and_again(least, most):
    """A fault that happens every so many seconds."""
    def decorate(happen):
        def fault(gateway, chance, over):
            while not over.wait(chance.uniform(least, most)):
                happen(gateway, chance)
        return fault
    return decorate


@_again_and_again(1, 2)
def nothing(gateway, chance):
    pass


@_again_and_again(0.02, 0.1)
def postsms_killed(gateway, chance):
    """As by the kernel when memory runs out."""
    running = gateway.deliveries()
    if running:
        gateway.kill(chance.choice(running))


@_again_and_again(0.5, 1.5)
def pipe_killed(gateway, chance):
    """pipe(8) itself; what it started goes on unless it takes care."""
    running = gateway.processes("pipe -n postsms ")
    if running:
        gateway.kill(chance.choice(running))


@_again_and_again(1, 4)
def postfix_restarted(gateway, chance):
    gateway.events += 1
    gateway.postfix_command("stop")
    time.sleep(chance.choice([0, 0, 0.5]))
    gateway.postfix_command("start")


@_again_and_again(1, 3)
def gate_restarted(gateway, chance):
    gateway.events += 1
    gateway.end_gate()
    time.sleep(chance.uniform(0, 1))
    gateway.start_gate()


def disk_full(gateway, chance, over):
    """Once."""
    if over.wait(chance.uniform(0.5, 1.5)):
        return
    ballast = gateway.queue / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            gateway.events += 1
    time.sleep(chance.uniform(1, 3))
    ballast.unlink()
    over.wait()


def _answers(*answers):
    """The stand-in answers so, for a while, then properly, for a while."""
    def fault(gateway, chance, over):
        while not over.wait(chance.uniform(0.05, 0.3)):
            scope = chance.choice(["", ",everywhere"])
            _tell(gateway, f"{chance.choice(answers)}{scope},times={chance.randint(1, 12)}")
            gateway.events += 1
            if over.wait(chance.uniform(0.05, 0.5)):
                break
            _tell(gateway, "ok")
    return fault


def _tell(gateway, answer):
    try:
        gateway.answer(answer)
    except OSError:
        # It is down: another fault's doing.
        pass


_ANSWERS = ["delay=0.1", "status=500", "status=502", "status=503", "status=429", "hang", "garbage", "cut", "page"]

FAULTS = {
    "nothing": nothing,
    "postsms killed": postsms_killed,
    "pipe(8) killed": pipe_killed,
    "Postfix restarted": postfix_restarted,
    "SMSGate restarted": gate_restarted,
    "disk full": disk_full,
    **{answer: _answers(answer) for answer in _ANSWERS},
    **{f"{answer}, accepted": _answers(f"{answer},accept") for answer in _ANSWERS[1:]},
    "half an answer": _answers("half"),
}


def every_fault(gateway, chance, over):
    answers = _ANSWERS + [f"{answer},accept" for answer in _ANSWERS[1:]] + ["half"]
    faults = [postsms_killed, pipe_killed, postfix_restarted, gate_restarted, disk_full, _answers(*answers)]
    threads = [
        threading.Thread(target=fault, args=(gateway, random.Random(chance.random()), over)) for fault in faults
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
