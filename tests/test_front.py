"""The front door without a browser: shell, headers, compressed scripts, health."""

import gzip
import json
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.testclient import TestClient

import app
from data import warehouse
from pages.parts import front


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
