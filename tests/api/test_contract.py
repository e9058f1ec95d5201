"""The API keeps to its description: whatever is sent, by whomever, is answered as it says.

`RAPPORT_CASES=10000` sends as many calls, other ones each time; CI sends a tenth, always alike.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false
# pyright: reportMissingTypeArgument=false, reportAttributeAccessIssue=false
# schemathesis does not tell all of its types.

import os
from typing import Any

import httpx2
import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection

from api.attempts import Attempts
from api.installation import Installation
from ledger.words import Role
from tests.api.access.people import People, people_of
from tests.api.access.world import World

CASES = int(os.environ.get("RAPPORT_CASES", "1000"))
# An import is waited for half a minute, and on a busy machine for longer.
SECONDS_MAX = 120
WHO = ("owner", "recruiter", "viewer", "key")
# Whoever these are sent for has no session, or no workspace, for the calls that follow.
_LAST_WORDS = {"DELETE /v1/session"}
_BY_LINES = "POST /v1/engagements/batch"
# What a schema cannot say is refused as well: an end that lies before its beginning, a cursor
# that is none of ours, somebody erased, a header that is needed here and not there, texts that
# together are over the limit.
_REFUSED = (
    "400",
    "401",
    "403",
    "404",
    "409",
    "410",
    "412",
    "413",
    "414",
    "415",
    "422",
    "428",
    "429",
)
_CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", *_REFUSED]},
            "negative_data_rejection": {"expected-statuses": [*_REFUSED, "405"]},
        }
    }
)
_KINDS = {
    "candidate_id": "candidate",
    "handle_id": "handle",
    "engagement_id": "engagement",
    "pool_id": "pool",
    "follow_up_id": "follow_up",
    "application_id": "application",
    "merge_id": "merge",
    "import_id": "import",
    "rule_id": "rule",
    "member_id": "member",
    "invitation_id": "invitation",
    "key_id": "key",
}


def _talk(people: People, who: str) -> httpx2.Client:
    if who == "owner":
        return people.owner
    if who == "key":
        body = {"label": "all", "scopes": ["read", "write", "import", "export", "erase"]}
        issued = people.owner.post("/v1/keys", json=body).json()
        return people.with_key(issued["id"], issued["key"]).talk
    return people.join(Role(who)).talk


def _strategies(operation: APIOperation, world: World) -> st.SearchStrategy[Case]:
    names = [each.name for each in operation.path_parameters or ()]
    known = {name: world.of(_KINDS[name]) for name in names if name in _KINDS}
    found = [operation.as_strategy(), operation.as_strategy(path_parameters=known)]
    if names or operation.query or operation.body:
        found.append(operation.as_strategy(GenerationMode.NEGATIVE))
    return st.one_of(found)


@pytest.mark.long
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("who", WHO)
def test_every_answer_is_one_that_the_description_has(
    client: httpx2.Client, server: uvicorn.Server, workspace: Installation, who: str
) -> None:
    app = server.config.app
    assert isinstance(app, FastAPI)
    with people_of(client, workspace) as people:
        world, talk = World(people), _talk(people, who)
        schema = schemathesis.openapi.from_dict(
            client.get("/openapi.json").json(), config=_CONFIG
        )
        operations = [found.ok() for found in schema.get_all_operations()]
        each = max(1, round(CASES / len(WHO) / len(operations)))
        seen: dict[str, str] = {}
        for operation in operations:
            # As if the operation before were long ago: limits have tests of their own.
            app.state.attempts = Attempts()
            if operation.label not in _LAST_WORDS:
                _send(operation, _strategies(operation, world), talk, each, seen)
    assert not seen, "\n\n".join(f"{told}\n{example}" for told, example in seen.items())


def _send(
    operation: APIOperation,
    cases: st.SearchStrategy[Case],
    talk: httpx2.Client,
    count: int,
    seen: dict[str, str],
) -> None:
    """Send so many cases of one operation; count what is wrong about the answers."""

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize="RAPPORT_CASES" not in os.environ,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
    )
    @given(cases)
    def sending(case: Case) -> None:
        try:
            case.call_and_validate(
                base_url=str(talk.base_url),
                headers=_shown(talk),
                cookies=dict(talk.cookies),
                timeout=SECONDS_MAX,
                # A cookie is not seen to be ours: who shows nothing is asked for elsewhere.
                excluded_checks=[*([] if _shown(talk) else [ignored_auth]), *_passed(case)],
            )
        except FailureGroup as found:
            for failure in found.exceptions:
                told = f"{operation.label}: {type(failure).__name__}: {failure.message}"
                seen.setdefault(told, f"{failure}\n{case.as_curl_command()}"[:2_000])

    sending()


def _passed(case: Case) -> list[Any]:
    """Return the check that does not hold where what is wrong need not be refused as a whole.

    Our own cookie or key stands for a bad one; a bad line of a batch is answered in its place.
    """
    if case.meta is None:
        return []
    wrong = {place for place in case.meta.components if case.meta.is_negative_at(place)}
    right = {ParameterLocation.COOKIE}
    if case.operation.label == _BY_LINES:
        right |= {ParameterLocation.BODY, ParameterLocation.HEADER}
    return [negative_data_rejection] if wrong <= right else []


def _shown(talk: httpx2.Client) -> dict[str, str]:
    told = talk.headers.get("authorization")
    return {"Authorization": told} if told else {}
