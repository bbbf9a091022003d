"""The house rules: who may import whom, what stands at the top level, how long a page is."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# The parts that hold the Streamlit or stand before it.
FRAMES = {
    "address", "changed", "choices", "cluster_map", "comparing", "enterprise_list", "entry", "front", "handing_out", "presenting", "press", "provenance",
    "pulse", "rehearsal", "reporting", "search", "shell", "tour", "writer",
}
OURS = ("app", "data", "pages", "queries")
ALLOWED = {
    "pages": {"queries", "pages.parts"},
    "reporting": {"queries", "pages.parts", "data.record", "data.returns", "data.template", "data.workbook", "data.sample"},  # returns go the other way
    "drawing": {"data.BEIJING", "data.hebei_today", "data.words", "pages.parts"},
    "papers": {"data.BEIJING", "data.hebei_now", "data.hebei_today", "data.record", "data.replacing", "data.warehouse", "data.words", "queries",
               "pages.parts"},  # asks, and keeps what was issued
    "framing": {"data.words", "data.warehouse", "data.aside", "data.record", "queries", "pages.parts"},
    "queries": {"data.warehouse", "data.words"},
    "data": {"data"},
    "app": {"queries", "data.aside", "data.record", "data.sample", "data.warehouse", "data.words", "pages.parts"},
}


def modules() -> dict[Path, str]:
    """Every module of the product with the rule it falls under."""
    kinds = {ROOT / "app.py": "app"}
    kinds |= {path: "reporting" if path.stem == "returns" else "pages" for path in (ROOT / "pages").glob("*.py")}
    kinds |= {path: "framing" if path.stem in FRAMES else "drawing" for path in (ROOT / "pages/parts").glob("*.py")}
    kinds[ROOT / "pages/parts/papers.py"] = "papers"
    kinds |= {path: "queries" for path in (ROOT / "queries").glob("*.py")}
    kinds |= {path: "data" for path in (ROOT / "data").rglob("*.py")}
    return kinds


def imports(path: Path) -> set[str]:
    """The full names of the modules that a file imports, wherever in the file it does."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module in OURS else {node.module}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path):
    kind = modules()[path]
    for name in imports(path):
        if name.split(".")[0] in OURS:
            assert any(f"{name}.".startswith(f"{allowed}.") for allowed in ALLOWED[kind]), f"{path.name} imports {name}"
        if name.split(".")[0] == "streamlit":
            assert kind in ("app", "pages", "reporting", "framing"), f"{path.name} holds Streamlit"
        if name.split(".")[0] == "duckdb":
            assert kind in ("queries", "data"), f"{path.name} asks the database itself"


def test_no_imports_go_round_in_circles():
    found = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): imports(path) for path in modules()}
    graph = {name: {other for other in found if other != name and any(f"{each}.".startswith(f"{other}.") for each in imported)}
             for name, imported in found.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(found)


def test_the_top_level_is_the_customers():
    allowed = {"app.py", "pages", "data", "queries", "tests", "requirements.txt", "README.md", "pyproject.toml", "Makefile",
               "LICENSE", "NOTICE", "var"}
    assert {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__pycache__"))} <= allowed


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.name)
def test_a_page_reads_like_a_table_of_contents(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [p for p in ROOT.rglob("*") if p.suffix in (".py", ".sql", ".css", ".md", ".toml")
                                  and not {".venv", "var"} & set(p.parts)], ids=lambda p: str(p.relative_to(ROOT)))
def test_files_speak_of_the_product_alone(path):
    text = path.read_text(encoding="utf-8")
    for word in ("/wo" + "rk/", "/ro" + "ot/", "/tm" + "p/"):
        assert word not in text, f"{path.name} names a path of one machine"
