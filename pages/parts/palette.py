"""The colours and fonts of everything drawn, in both themes. A picture inside a data URI does not follow the page's
theme, so every drawing takes its theme ("light" or "dark") as an argument and looks its colours up here.
"""

from dataclasses import dataclass

# A picture cannot use the page's web fonts. Fonts for Chinese come first in both languages: their Latin letters match.
FONTS = ("PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Source Han Sans CN, "
         "system-ui, sans-serif")


@dataclass(frozen=True)
class Palette:
    """The colours of one theme. `text`, `muted` and `accent` read as text on `background` and `soft` (4.5:1 and more);
    the colours of lights and milestones are for marks (3:1 and more), their words are set in `text`."""

    background: str
    soft: str       # a quiet area: the years of the plan, a cell
    text: str
    muted: str
    line: str       # hairlines: axes, grids, frames
    track: str      # the empty part of a gauge
    accent: str     # what the plan asks for: bands, the path
    lights: dict[str, str]
    milestones: dict[str, str]  # by family of milestones, see charts.MILESTONES


PALETTES = {
    "light": Palette(
        background="#ffffff", soft="#f6f8fa", text="#1f2328", muted="#57606a", line="#d0d7de", track="#e6eaef",
        accent="#0b57a4",
        lights={"met": "#1a7f37", "green": "#2da44e", "yellow": "#9a6700", "red": "#cf222e", "missed": "#a40e26",
                "grey": "#6e7781", "reported": "#0969da"},
        milestones={"leader": "#bc4c00", "listing": "#0b57a4", "ladder": "#8250df", "technology": "#1b7c83",
                    "green": "#4d7c0f", "documented": "#57606a"},
    ),
    "dark": Palette(
        background="#0d1117", soft="#161b22", text="#e6edf3", muted="#9198a1", line="#30363d", track="#2a3038",
        accent="#58a6ff",
        lights={"met": "#3fb950", "green": "#56d364", "yellow": "#d29922", "red": "#ff7b72", "missed": "#ff7b72",
                "grey": "#8b949e", "reported": "#58a6ff"},
        milestones={"leader": "#f0883e", "listing": "#58a6ff", "ladder": "#bc8cff", "technology": "#39c5cf",
                    "green": "#a3c93a", "documented": "#9198a1"},
    ),
}
