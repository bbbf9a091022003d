"""The front door without a browser: shell, headers, compressed scripts, health."""

import gzip
import json
import re
from collections import OrderedDict

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.testclient import TestClient

import app
import queries
from data import record, warehouse
from pages.parts import front
from tests.test_record import figures


@pytest.fixture
def client() -> TestClient:
    stack = [Middleware(front.SecurityHeaders), Middleware(front.Scripts)]
    return TestClient(Starlette(routes=[*front.routes], middleware=stack))


@pytest.mark.parametrize(("asked", "accepted", "lang"), [
    ("en", "zh-CN", "en"), ("de", "en-GB,zh;q=0.5", "en"), (None, "fr-FR, ZH-TW;q=0.9", "zh"), (None, None, "zh"),
    (None, "fr", "zh"),
])
def test_language_of_the_address_then_of_the_browser_then_chinese(asked, accepted, lang):
    assert front.language(asked, accepted) == lang


def test_the_shell_is_ours_and_points_nowhere_else(client):
    page = client.get("/map?lang=en")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="en">' in page.text
    assert "Streamlit" not in re.sub(r'"\./static/[^"]*"', "", page.text)
    assert not re.findall(r"https?://", page.text)


def test_every_inline_script_of_the_shell_is_in_the_policy(client):
    policy = client.get("/").headers["content-security-policy"]
    scripts = {lang: re.findall("<script>(.*?)</script>", front.shell(lang), re.DOTALL) for lang in ("zh", "en")}
    assert scripts["zh"] == scripts["en"] and policy.count("'sha256-") == len(scripts["zh"])
    assert "unsafe-eval" not in policy
    assert "ws://testserver" in policy


def test_a_forged_host_does_not_get_into_the_policy(client):
    assert "evil" not in client.get("/", headers={"Host": "evil; script-src *"}).headers["content-security-policy"]


def test_scripts_are_compressed_and_kept_by_the_browser(client):
    path = re.search(r"\./(static/js/index\.[^\"]+)", front.shell("zh")).group(1)
    answer = client.get(f"/{path}")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    plain = client.get(f"/{path}", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == answer.content == (front.STATIC / path).read_bytes()


def test_the_style_is_kept_at_its_own_address_alone(client):
    path = re.search(r"\./(style\.css\?\w+)", front.shell("zh")).group(1)
    answer = client.get(f"/{path}")
    assert answer.headers["content-type"].startswith("text/css") and "immutable" in answer.headers["cache-control"]
    assert ".st-key-page_head" in answer.text and answer.text.index(".st-key-page_head") < answer.text.index(".st-key-scene")
    assert "immutable" not in client.get("/style.css?older").headers["cache-control"]
    assert all("style.css?" in client.get(address).text for address in ("/", "/map", "/Map", "/index.html"))


def test_health_is_the_fingerprint_or_503(monkeypatch):
    request = Request({"type": "http", "headers": []})
    monkeypatch.setattr(warehouse, "current", lambda: "abc")
    monkeypatch.setattr(warehouse, "sample", lambda: None)
    assert json.loads(app.healthz(request).body) == {"status": "ok", "fingerprint": "abc", "sample": None}

    def broken():
        raise ValueError("facts/observation.csv, line 3")
    monkeypatch.setattr(warehouse, "current", broken)
    assert app.healthz(request).status_code == 503


def test_outlines_are_compressed_once_and_unknown_names_are_not_found(monkeypatch):
    monkeypatch.setattr(warehouse, "boundary", {"county.1a.geojson": b"{}"}.get)
    app.packed_outlines.cache_clear()
    scope = {"type": "http", "headers": [(b"accept-encoding", b"gzip")]}
    found = app.outlines(Request(scope | {"path_params": {"name": "county.1a.geojson"}}))
    assert gzip.decompress(found.body) == b"{}"
    assert "immutable" in found.headers["cache-control"]
    assert app.outlines(Request(scope | {"path_params": {"name": "../schema.sql"}})).status_code == 404
    app.packed_outlines.cache_clear()


@pytest.fixture
def asked(home, monkeypatch) -> None:
    """A server that shows a state of which eight questions were asked."""
    monkeypatch.setattr(queries, "_asked", OrderedDict())
    monkeypatch.setattr(warehouse, "_adopted", warehouse.latest())
    for goal in range(8):
        queries.ask("goal_known", goal=f"goal {goal}")


@pytest.mark.parametrize(("seconds", "seen"), [((60, 60), [False] * 8), ((0, 60), [False] + [True] * 7), ((0, 0), [False])],
                         ids=["prepared in time", "seen while it is prepared", "no longer prepared"])
def test_a_new_state_is_seen_in_time_however_much_was_asked_before(asked, monkeypatch, seconds, seen):
    record.commit(figures(1), by="a")
    state, steps, prepare = warehouse.build(), [], queries.prepare

    def watched(state):
        for step in prepare(state):
            steps.append(warehouse.current() == state)
            yield step

    monkeypatch.setattr(queries, "prepare", watched)
    monkeypatch.setattr(app, "PREPARE_SECONDS", seconds)
    assert app.show_latest() and warehouse.current() == state
    assert steps == seen
    assert app.show_latest() and steps == seen, "what is shown already needs no preparation"


def test_a_newer_state_need_not_wait_until_an_older_one_is_prepared(asked, monkeypatch):
    record.commit(figures(1), by="a")
    warehouse.build()
    steps, prepare = [], queries.prepare

    def overtaken(state):
        for step in prepare(state):
            steps.append(step)
            if len(steps) == 1:
                record.commit(figures(2), by="a")
                warehouse.build()
            yield step

    monkeypatch.setattr(queries, "prepare", overtaken)
    monkeypatch.setattr(app, "PREPARE_SECONDS", (60, 60))
    assert app.show_latest() and len(steps) == 1
    assert app.show_latest() and warehouse.current() == warehouse.latest()


def test_a_question_that_cannot_be_answered_keeps_no_state_from_being_shown(asked):
    with pytest.raises(RuntimeError):
        queries.ask("goal_known", goal="\ud800")
    record.commit(figures(1), by="a")
    state = warehouse.build()
    assert app.show_latest() and warehouse.current() == state
    assert ("goal_known", (("goal", "\ud800"),)) not in queries._asked


def test_a_sample_that_cannot_be_built_keeps_no_server_from_starting(monkeypatch, caplog):
    def full() -> None:
        raise OSError(28, "no space")
    monkeypatch.setattr(app.sample, "load", full)
    app.renew_sample()
    assert "no space" in caplog.text
