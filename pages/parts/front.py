"""What stands in front of Streamlit: the page shell in our words, its scripts compressed once, the security headers.

Streamlit serves one shell (index.html) at every address and sends its scripts uncompressed, 8 MB for a first visit.
"""

import asyncio
import base64
import gzip
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path

import streamlit
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.words import LANGUAGES, words

STATIC = Path(streamlit.__file__).parent / "static"
PACKED = {".js": "text/javascript", ".css": "text/css"}
FOREVER = "public, immutable, max-age=31536000"
HTML_LANG = {"zh": "zh-CN", "en": "en"}

# The title changes with the language that a visitor switches to, and the language of the document with the title.
FOLLOW_TITLE = """<script>
new MutationObserver(() => {
  document.documentElement.lang = /[\\u4e00-\\u9fff]/.test(document.title) ? "zh-CN" : "en";
}).observe(document.querySelector("title"), {childList: true});
</script>"""

# Whether the browser can draw the map is known before Streamlit connects: the pages read the cookie.
TELL_WEBGL = """<script>
document.cookie = document.createElement("canvas").getContext("webgl2")
  ? "webgl=; path=/; max-age=0; SameSite=Strict" : "webgl=none; path=/; SameSite=Strict";
</script>"""


def language(asked: str | None, accepted: str | None) -> str:
    """The language to open with: that of the address, else the browser's first that we speak, else Chinese."""
    if asked in LANGUAGES:
        return asked
    spoken = [tag.strip()[:2].lower() for tag in (accepted or "").split(",")]
    return next((lang for lang in spoken if lang in LANGUAGES), LANGUAGES[0])


@cache
def _style() -> tuple[bytes, str]:
    """The product's style, compressed, and a hash of it."""
    content = b"".join((Path(__file__).parent / name).read_bytes() for name in ("style.css", "scenes.css"))  # the later one wins
    return gzip.compress(content), hashlib.sha256(content).hexdigest()[:12]


@cache
def shell(lang: str) -> str:
    """The page shell in a language. Raises ValueError where Streamlit's own lacks a part that is replaced here."""
    w = words(lang)
    title, noscript = w("app.title"), w("app.noscript")
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    for part, ours in (
        ("<!--.*?-->", ""),
        ('<html lang="en">', f'<html lang="{HTML_LANG[lang]}">'),
        ('<link rel="shortcut icon"[^>]*>', '<link rel="icon" type="image/svg+xml" href="./favicon.svg">'),
        (r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', ""),  # the theme names only fonts of the visitor's system
        ("<title>.*?</title>", f"<title>{title}</title>{FOLLOW_TITLE}{TELL_WEBGL}"),
        ('<link rel="service-desc"[^>]*>', ""),
        ("<noscript>.*?</noscript>", f"<noscript>{noscript}</noscript>"),
        ("</body>", f'<link rel="stylesheet" href="./style.css?{_style()[1]}"></body>'),  # after Streamlit's, which it changes
    ):
        html, found = re.subn(part, lambda _, ours=ours: ours, html, flags=re.DOTALL)
        if not found:
            raise ValueError(f"Streamlit's index.html has no {part}")
    return html.strip()


@cache
def _shell_packed(lang: str) -> bytes:
    return gzip.compress(shell(lang).encode())


@cache
def _script_hashes() -> str:
    scripts = re.findall("<script>(.*?)</script>", shell(LANGUAGES[0]), flags=re.DOTALL)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in scripts)


def content_policy(host: str) -> str:
    """The Content-Security-Policy: nothing from elsewhere, no inline script but the shell's own, no eval.

    Streamlit hands a page's components to the browser as blobs, which only a script can make. `host` is named for web
    sockets, because older browsers do not count them as 'self'.
    """
    sockets = f" ws://{host} wss://{host}" if re.fullmatch(r"[\w.:\[\]-]+", host) else ""
    return (f"default-src 'self'; script-src 'self' blob: {_script_hashes()}; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{sockets}; worker-src 'self' blob:; "
            "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'")


def compressed(headers: Headers, content: bytes, media_type: str, kept: str = FOREVER) -> Response:
    """A response with gzip-compressed `content`, unpacked again for the rare client that does not take gzip."""
    answer = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if "gzip" in headers.get("accept-encoding", ""):
        return Response(content, headers=answer | {"Content-Encoding": "gzip"}, media_type=media_type)
    return Response(gzip.decompress(content), headers=answer, media_type=media_type)


class Scripts:
    """Answers for Streamlit's scripts and styles, each compressed when first asked for, then kept (6 MB in all)."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.files = {f"/{file.relative_to(STATIC).as_posix()}": file for file in (STATIC / "static").rglob("*")
                      if file.suffix in PACKED}
        self.packed = lru_cache(maxsize=len(self.files))(self._pack)

    def _pack(self, path: str) -> bytes:
        content = self.files[path].read_bytes()
        if path.endswith(".css"):  # the theme names fonts of the visitor's system: no text font is to be fetched
            content = re.sub(rb"@font-face\{font-family:Source [^}]*\}", b"", content)
        return gzip.compress(content)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app
        if scope["type"] == "http" and scope["path"] in self.files:
            content = await asyncio.to_thread(self.packed, scope["path"])
            app = compressed(Headers(scope=scope), content, PACKED[self.files[scope["path"]].suffix])
        await app(scope, receive, send)


class SecurityHeaders:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = content_policy(Headers(scope=scope).get("host", ""))
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class PageConvertor(StringConvertor):
    """The address of a page: one word, misspelt ones too, for which Streamlit says that there is no such page. `oauth2callback` and files
    keep their own routes."""

    regex = r"[A-Za-z_]+|index\.html"


register_url_convertor("page", PageConvertor())


def page(request: Request) -> Response:
    """The shell, at every address that may be a page."""
    lang = language(request.query_params.get("lang"), request.headers.get("accept-language"))
    return compressed(request.headers, _shell_packed(lang), "text/html", kept="no-cache")


def style(request: Request) -> Response:
    """The product's style. Browsers keep it for ever at the address that holds the hash of its content, at no other: another server of
    the same office may hold a newer one."""
    content, name = _style()
    return compressed(request.headers, content, "text/css", kept=FOREVER if request.url.query == name else "no-cache")


def favicon(request: Request) -> Response:
    """Our mark: a leader above its cluster."""
    return FileResponse(Path(__file__).parent / "favicon.svg", headers={"Cache-Control": "max-age=86400"})


routes = [Route("/favicon.svg", favicon), Route("/style.css", style), Route("/", page), Route("/{page:page}", page)]
