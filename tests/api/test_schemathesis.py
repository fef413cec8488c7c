"""The description and the answers agree: schemathesis calls every operation with what fits the description and with what does not."""

import json
from datetime import timedelta
from itertools import count

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from saovuong.accounts.token_services import token_make
from saovuong.api.access import ACCESS
from saovuong.api.house import description
from saovuong.intake.services import facts_enter, figure_return
from saovuong.ledger.services import submission_accept
from tests.ledger.world import catalogue, fact, people, units  # noqa: F401 - fixtures
from tests.web.conftest import fixed_clock, folder, one_connection  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

_CONFIG = {
    "seed": 7,
    "checks": {
        # What fits the description may still be refused by the rules of the book (422) or come too late (409); it is never malformed (400).
        "positive_data_acceptance": {"expected-statuses": ["2xx", "403", "404", "409", "422"]},
        # What does not fit is told to be malformed, unless what it is about is not there.
        "negative_data_rejection": {"expected-statuses": [400, 401, 404, 405, 413]},
        "missing_required_header": {"expected-statuses": [400]},
    },
}
schema = schemathesis.openapi.from_dict(json.loads(description()[0]), config=SchemathesisConfig.from_dict(_CONFIG))
schema.app = WSGIHandler()

# Drawn names hardly ever are of the small country; every second call asks about what is there.
_REAL = {
    "unit_id": ["tp-bch", "x1", "tp", "h-bch"],
    "unit": ["tp-bch", "x1", "tp", "t-bch"],
    "period": ["2024", "2024-11", "2024-01/2024-06"],
    "code": ["policy_gift_count", "overall_task_rating"],
    "measure": ["policy_gift_count"],
    "number": [1, 2, 3],
    "figure": [1],
}
_calls = count()


def ask_about_what_is_there(case):
    turn = next(_calls)
    if case.meta is None or not case.meta.generation.mode.is_positive or turn % 2:
        return
    for place in (case.path_parameters, case.query):
        for name in set(place or ()) & set(_REAL):
            real = _REAL[name][turn // 2 % len(_REAL[name])]
            place[name] = [real] if isinstance(place[name], list) else real


@pytest.fixture
def header(people, folder, now, catalogue, monkeypatch, one_connection) -> dict[str, str]:  # noqa: F811 - the fixtures above
    """The token of an administrator of everything, beside a book with a submission in each state."""
    monkeypatch.setattr("saovuong.api.misses.closed", lambda address, key: False)
    cache.clear()
    about = {"now": now, "catalogue": catalogue}
    facts = [fact(), fact("conscripts_enlisted_count", 12), fact("overall_task_rating", "hoàn thành tốt nhiệm vụ")]
    for unit, then in (("tp-bch", "accepted"), ("x1", "submitted"), ("x2", "returned"), ("x3", "draft")):
        made = facts_enter(actor=people.clerk, unit_id=unit, period_label="2024", facts=facts, hand_in=then != "draft", **about)
        if then == "accepted":
            submission_accept(actor=people.verifier, now=now, submission_id=made.submission.id)
        if then == "returned":
            figure_return(actor=people.verifier, now=now, submission_id=made.submission.id, number=1, reason="Xem lại")
    told, _ = token_make(name="thử", writes=True, expires_on=(now + timedelta(days=30)).date(), actor=people.admin, now=now)
    return {"Authorization": f"Bearer {told}"}


def _test_of(operation: str):
    """One test for one operation: all under one name would be one to the workers that share the suite."""

    @schema.include(operation_id=operation).parametrize()
    @settings(
        max_examples=12,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def test(case, header):
        ask_about_what_is_there(case)
        case.call_and_validate(headers=header)

    return test


for _operation in sorted(ACCESS):
    globals()[f"test_answers_are_as_described_{_operation}"] = _test_of(_operation)
