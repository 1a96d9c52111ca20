"""The faults. Each repeats until `over` is set, at times that `chance` determines."""
import random
import signal
import threading
import time

from gateway import ACCOUNTS
from host import CONTENT_TIMEOUT, processes


def _again_and_again(least, most):
    """A fault that happens every few seconds."""
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
    """As the kernel does when memory runs out."""
    running = gateway.deliveries()
    if running:
        gateway.kill(chance.choice(running), "postsms pipe ")


@_again_and_again(0.5, 1.5)
def pipe_killed(gateway, chance):
    """pipe(8) itself; the command that it started runs on unless it prevents that."""
    running = processes("pipe -n postsms ")
    if running:
        gateway.kill(chance.choice(running), "pipe -n postsms ")


@_again_and_again(0.2, 1.2)
def milter_killed(gateway, chance):
    gateway.events += 1
    chance.choice(gateway.hosts).resident.restart(signal.SIGKILL, chance.choice([0, 0, 0.5]))


@_again_and_again(1, 4)
def milter_restarted(gateway, chance):
    """As by an administrator: it finishes what it has begun."""
    gateway.events += 1
    chance.choice(gateway.hosts).resident.restart(signal.SIGTERM, chance.choice([0, 0, 0.5]))


@_again_and_again(1, 4)
def milter_held_up(gateway, chance):
    """For longer than Postfix waits as well: then both send, it and pipe(8)."""
    gateway.events += 1
    chance.choice(gateway.hosts).resident.hold_up(chance.choice([0.05, 0.5, CONTENT_TIMEOUT + 2]))


@_again_and_again(1, 4)
def postfix_restarted(gateway, chance):
    gateway.events += 1
    host = chance.choice(gateway.hosts)
    with host.running:
        host.command("stop")
        time.sleep(chance.choice([0, 0, 0.5]))
        host.command("start")


@_again_and_again(0.3, 1.5)
def postfix_reloaded(gateway, chance):
    gateway.events += 1
    host = chance.choice(gateway.hosts)
    with host.running:
        host.command("reload")


@_again_and_again(0.01, 0.1)
def queue_flushed(gateway, chance):
    """Even in the second in which a message arrived."""
    gateway.events += 1
    chance.choice(gateway.hosts).postqueue("-f")


@_again_and_again(1.5, 5)
def queue_moved(gateway, chance):
    chance.choice(gateway.hosts).move_queue()
    gateway.events += 1


@_again_and_again(0.5, 2)
def flags_changed(gateway, chance):
    chance.choice(gateway.hosts).set_flags(chance.choice(["q", "Rq", "Dq", "DORq", "Fq", "DFORq"]))
    gateway.events += 1


@_again_and_again(1, 3)
def gate_restarted(gateway, chance):
    gateway.events += 1
    with gateway.gate_running:
        gateway.end_gate()
        time.sleep(chance.uniform(0, 1))
        gateway.start_gate()


@_again_and_again(1.5, 4)
def device_disappears(gateway, chance):
    """Or comes back. Not while a message waits: it may then be sent twice (CAVEATS in postsms-pipe(8))."""
    with gateway.quiet() as is_quiet:
        if is_quiet:
            gateway.set_accounts([
                (user, password, chance.sample(devices, chance.randint(1, len(devices))))
                for user, password, devices in ACCOUNTS
            ])
            gateway.events += 1


def disk_full(gateway, chance, over):
    """Once."""
    if over.wait(chance.uniform(0.5, 1.5)):
        return
    host = chance.choice(gateway.hosts)
    with host.disk:
        ballast = host.queue / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(65_536))
            except OSError:
                gateway.events += 1
        time.sleep(chance.uniform(1, 3))
        ballast.unlink()
    over.wait()


def client_cut(gateway, chance, over):
    """Clients lose the reply to their final dot, and send the mail again, to any of the hosts."""
    gateway.cuts = 0.3
    over.wait()


def number_spelled(gateway, chance, over):
    """Mails name one number in several spellings, or directly and by an alias."""
    gateway.is_spelled = True
    over.wait()


def header_changed(gateway, chance, over):
    gateway.milter.is_on = True
    over.wait()
    gateway.milter.is_on = False
    gateway.events += gateway.milter.changed


# Answers of the stand-in to a POST, perhaps in combination with answers to other questions.
_TROUBLE = ["status=500", "status=502", "status=503", "status=429", "hang", "garbage", "cut"]
_LIES = ["empty=200", "empty=204", 'json={"ok":false}', "other-id", "page=409", "empty=409"]
_PAGES = ["page=200", "page=302", "page=403", "page=404", "page=502"]
_OTHERS = [
    "page=403,on=state", "empty=302,on=state", "empty=200,on=state", "other-id,on=state", "status=500,on=state",
    "hang,on=state", "page=404,on=devices", "status=500,on=devices", "empty=200,on=devices", "json={},on=devices",
]


def _accepted(answers):
    return [f"{answer},accept" for answer in answers]


def _answers(*answers):
    """The stand-in gives this answer for a while, then correct ones for a while."""
    def fault(gateway, chance, over):
        while not over.wait(chance.uniform(0.05, 0.3)):
            answer, times = chance.choice(answers), chance.randint(1, 12)
            scope = ",everywhere" if chance.random() < 0.4 and answer != "database-down" else ""
            other = f"; {chance.choice(_OTHERS)}" if chance.random() < 0.3 else ""
            with gateway.answers:
                _tell(gateway, f"{answer}{scope},times={times}{other}")
                gateway.events += 1
                is_over = over.wait(chance.uniform(0.05, 0.5))
                _tell(gateway, "ok")
            if is_over:
                break
    return fault


def _tell(gateway, answer):
    try:
        gateway.answer(answer)
    except OSError:
        # Another fault has stopped it.
        pass


def _beside(*faults):
    """Two faults, one of which shows only the effects of the other."""
    def fault(gateway, chance, over):
        run_all(faults, gateway, chance, over)
    return fault


def stale_not_found(gateway, chance, over):
    """One replica was asked for the message before it came, and keeps answering that it does not exist."""
    gateway.asks_early = True
    _answers("status=500", *_accepted(["status=500", "status=502", "cut"]), "queue-full")(gateway, chance, over)
    gateway.asks_early = False


# SMSGate accepts messages and the answer is lost, so the next try must not make it accept them again.
_unheard = _answers(*_accepted(_TROUBLE))

FAULTS = {
    "nothing": nothing,
    "postsms killed": postsms_killed,
    "pipe(8) killed": _beside(pipe_killed, _unheard),
    "Postfix restarted": _beside(postfix_restarted, _unheard),
    "Postfix reloaded": _beside(postfix_reloaded, _unheard),
    "postqueue -f": _beside(queue_flushed, _unheard),
    "queue moved": _beside(queue_moved, _unheard),
    "flags changed": _beside(flags_changed, _unheard),
    "disk full": _beside(disk_full, _unheard),
    "client cut off": client_cut,
    "aliases and spellings": number_spelled,
    "header changed": header_changed,
    "SMSGate restarted": _beside(gate_restarted, _unheard),
    "device disappears": _beside(device_disappears, _unheard),
    "stale not found": stale_not_found,
    "SMSGate's queue full": _answers("queue-full", "cut,accept"),
    "database down": _answers("database-down", "cut,accept"),
    "slow": _answers("delay=0.1"),
    "trouble": _answers(*_TROUBLE),
    "trouble, accepted": _unheard,
    "half an answer": _answers("half"),
    "a lie": _answers(*_LIES),
    "a lie, accepted": _answers(*_accepted(_LIES)),
    "a proxy's page": _answers(*_PAGES),
    "a proxy's page, accepted": _answers(*_accepted(_PAGES)),
}

# Only with postsms milter.
MILTER_FAULTS = {
    "milter killed": _beside(milter_killed, _unheard),
    "milter restarted": _beside(milter_restarted, _unheard),
    "milter held up": _beside(milter_held_up, _unheard),
}


def every_fault(gateway, chance, over):
    answers = [*_TROUBLE, *_LIES, *_PAGES]
    faults = [
        postsms_killed, pipe_killed, postfix_restarted, postfix_reloaded, queue_flushed, queue_moved, flags_changed,
        disk_full, client_cut, number_spelled, header_changed, gate_restarted, device_disappears,
        stale_not_found,
        _answers(*answers, *_accepted(answers), "half", "delay=0.1", "queue-full", "database-down"),
    ]
    if gateway.when_unavailable:
        faults += [milter_killed, milter_restarted, milter_held_up]
    run_all(faults, gateway, chance, over)


def run_all(faults, gateway, chance, over):
    """Runs faults in parallel until `over`, and raises the errors of failed ones."""
    problems = []

    def run(fault, chance):
        try:
            fault(gateway, chance, over)
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run, args=(fault, random.Random(chance.random()))) for fault in faults]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
