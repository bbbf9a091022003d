"""Who may write. Without sign-in nobody may, but for the one whom `make run` names on the machine itself."""

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

FORWARDING = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")


def writer() -> str | None:
    """The name under which this visitor may write: COCKPIT_LOCAL_WRITER, where the server listens on loopback alone and the
    request came straight from there; None for everyone else, who may read and check."""
    name = os.environ.get("COCKPIT_LOCAL_WRITER", "").strip()
    headers = st.context.headers
    direct = not any(headers.get(header) for header in FORWARDING)
    host = urlsplit(f"//{headers.get('Host', '')}").hostname
    origin = urlsplit(headers.get("Origin", "")).hostname  # a proxy may hide itself, but not where the browser believes to be
    return name if name and direct and all(map(_loopback, (st.get_option("server.address"), host, origin))) else None


def _loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
