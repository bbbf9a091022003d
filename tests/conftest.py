"""What every test stands on: nothing is written but to a folder of this test run."""

import os
import shutil
import tempfile

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the workers of one run share the folder
        os.environ["COCKPIT_HOME"] = tempfile.mkdtemp(prefix="cockpit-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop("COCKPIT_HOME"), ignore_errors=True)
