"""A visitor without a browser: speaks Streamlit's protocol over a web socket, so that sixty fit beside the server."""

import time
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect


@dataclass
class Visitor:
    """One open page, its first box (the filters) `opened` or not. `errors` counts exceptions and error boxes that it was shown."""

    url: str
    page: str
    socket: ClientConnection | None = None
    script: str = ""
    cached: set[str] = field(default_factory=set)
    box: str = ""
    opened: bool = False
    errors: int = 0

    async def __aenter__(self) -> Self:
        self.socket = await connect(self.url.replace("http", "ws", 1) + "/_stcore/stream", subprotocols=["streamlit"],
                                    max_size=None, compression=None)
        return self

    async def __aexit__(self, *_) -> None:
        await self.socket.close()

    async def run(self, **address: str) -> float:
        """Seconds from asking for the page with these address parameters until its script has finished."""
        request = BackMsg()
        state = request.rerun_script
        state.query_string = urlencode(address)
        state.page_script_hash = self.script
        state.page_name = "" if self.script else self.page.strip("/")
        state.is_history_navigation = bool(self.script)
        state.cached_message_hashes.extend(self.cached)
        if self.opened:
            state.widget_states.widgets.add(id=self.box, bool_value=True)
        state.context_info.locale = "zh-CN"
        state.context_info.timezone = "Asia/Shanghai"
        state.context_info.color_scheme = "light"
        started = time.perf_counter()
        await self.socket.send(request.SerializeToString())
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                return time.perf_counter() - started
            if kind == "navigation":
                self.script = message.navigation.page_script_hash
            elif kind == "delta":
                self._look_at(message)

    def _look_at(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self.cached.add(message.hash)
        self.box = self.box or message.delta.add_block.popover.id
        element = message.delta.new_element
        self.errors += element.HasField("exception") or element.alert.format == Alert.ERROR
