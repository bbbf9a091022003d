"""What every test stands on: nothing is written but to a folder of this test run."""

import io
import os
import shutil
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from streamlit.components.v2 import manifest_scanner

from data import __main__ as commands
from data import sample, warehouse


def pytest_configure(config: pytest.Config) -> None:
    # Each AppTest looks through all installed packages for components, which takes half a second and finds the same.
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    if not hasattr(config, "workerinput"):  # the workers of one run share the folder
        os.environ["COCKPIT_HOME"] = tempfile.mkdtemp(prefix="cockpit-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop("COCKPIT_HOME"), ignore_errors=True)


def furnish(home: Path) -> Path:
    """Puts the database of the shipped facts into a new home, which takes less time than to build it there; gives the home."""
    serving = home / "serving"
    serving.mkdir(parents=True)
    state = warehouse.build()
    shutil.copy(warehouse.serving_file(state), serving)
    (serving / "current").write_text(state)
    return home


def command(home: Path, *given: str) -> CompletedProcess:
    """What `python -m data …` does and says about a home, without the start of a process for each."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("COCKPIT_HOME", str(home))
        try:
            status = commands.main(list(given))
        except SystemExit as left:  # a command that is not understood
            status = left.code
    return CompletedProcess(given, status, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def made_up() -> str:
    """The state of the sample returns, which has allocations and every light."""
    return warehouse.sample() or sample.load()


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home of the product with the shipped facts and no record in it yet."""
    furnish(tmp_path)
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    return tmp_path
