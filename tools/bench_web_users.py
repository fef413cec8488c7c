"""Fifty people at their work, for Locust: each signs in as one of the plan's visitors, then opens one of the visitor's pages after another.

The plan's path stands in ``SAOVUONG_BENCH_PLAN``. After ``SAOVUONG_BENCH_FIRST`` seconds, in which people come and see everything for the
first time, what was measured is put down beside the plan in first.json and counting begins anew. tools/bench_web.py starts this."""

import itertools
import json
import os
from pathlib import Path

import gevent
from locust import HttpUser, between, events, task
from locust.env import Environment

_PLAN_FILE = Path(os.environ["SAOVUONG_BENCH_PLAN"])
_PLAN = json.loads(_PLAN_FILE.read_text("utf-8"))
_TURN = itertools.cycle(_PLAN["visitors"])


@events.test_start.add_listener
def begin(environment: Environment, **_: object) -> None:
    gevent.spawn_later(int(os.environ["SAOVUONG_BENCH_FIRST"]), count_anew, environment)


def count_anew(environment: Environment) -> None:
    stats = environment.stats
    first = {
        one.name: {
            "requests": one.num_requests,
            "failures": one.num_failures,
            "p50_ms": one.get_response_time_percentile(0.5),
            "p95_ms": one.get_response_time_percentile(0.95),
        }
        for one in stats.entries.values()
    }
    _PLAN_FILE.with_name("first.json").write_text(json.dumps(first), "utf-8")
    stats.reset_all()


class Visitor(HttpUser):
    """Reads for one to three seconds between two pages."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        self.who = next(_TURN)
        self.turn = itertools.cycle(self.who["pages"])
        # Not everybody opens the same page at the same moment.
        for _ in range(sum(map(ord, self.who["name"])) % len(self.who["pages"])):
            next(self.turn)
        self.client.get("/dang-nhap/", name="sign-in")
        sent = {"username": self.who["name"], "password": _PLAN["password"], "csrfmiddlewaretoken": self.client.cookies["saovuong_csrf"]}
        with self.client.post("/dang-nhap/", sent, name="signing in", allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 302:
                answer.failure(f"{self.who['name']} is not let in: {answer.status_code}")

    @task
    def page(self) -> None:
        name, address = next(self.turn)
        with self.client.get(address, name=name, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{address}: {answer.status_code}")
