"""Run by test_killed.py: does an act in a child process that kills itself at a chosen statement, again and again.

Usage: killed.py; reads lines ``[act, words, at]`` and tells after how many statements the child was killed; null where it was not."""

import json
import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.at_once.station import Station

BEFORE, AFTER = "before the commit", "after the commit"


class Killer:
    """Ends its own process before the statement of that number, counted from 0, or around the commit; ``count`` is how many there were."""

    def __init__(self, at: int | str, told: int) -> None:
        self.at, self.told, self.count = at, told, 0

    def now_if(self, here: int | str) -> None:
        if here == self.at:
            os.write(self.told, str(self.count).encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute, sql, params, many, context):
        self.now_if(self.count)
        self.count += 1
        return execute(sql, params, many, context)


def child(station: Station, act: str, words: list[object], killer: Killer) -> None:
    from django.db import connection

    connection.ensure_connection()
    commit = connection._commit

    def watched() -> None:
        killer.now_if(BEFORE)
        commit()
        killer.now_if(AFTER)

    connection._commit = watched
    with connection.execute_wrapper(killer.statement):
        getattr(station, act)(*words)


def main() -> None:
    import django

    django.setup()
    from django.db import connections

    station = Station()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        act, words, at = json.loads(line)
        # A child must not share its parent's connection.
        connections.close_all()
        told, telling = os.pipe()
        pid = os.fork()
        if pid == 0:
            child(station, act, words, Killer(at, telling))
            os._exit(0)
        os.close(telling)
        _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        count = os.read(told, 20)
        os.close(told)
        print(json.dumps(int(count) if os.WIFSIGNALED(status) else None), flush=True)


if __name__ == "__main__":
    main()
