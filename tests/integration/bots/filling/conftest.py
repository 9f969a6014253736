"""The real demonstration back-office and the real robots that fill it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fakes.shown_pages import Showing
from fakes.town import ACCOUNT, Town

from bots.filling.page import Page
from bots.filling.systems import BackOffices, build_backoffices
from bots.filling.web import WebBackOffice

HERE = Path(__file__).parent
SYSTEM = "kind: web\ntitle: {es: a}\naddress: 'http://127.0.0.1:9/'\nfind: {steps: [{open: ''}], id: Número}\n"
ENTRY = "title: {es: a}\nvalues: {}\nsteps: [{fill: {Clave: key}}, {click: Guardar}]\n"
SETTINGS = {"CHROMIUM": "/usr/bin/chromium", "CHROMEDRIVER": "/usr/bin/chromedriver"}


@pytest.fixture(scope="session")
def town(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The back-office on a port the system chose, once it says that it listens."""
    process = subprocess.Popen(
        [sys.executable, project / "samples/backoffice/serve.py", "--port", "0", "--data",
         tmp_path_factory.mktemp("town")],
        env=os.environ | ACCOUNT,
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    word, _, address = process.stdout.readline().strip().partition(" ")
    assert word == "listening"
    yield Town(address)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)


@pytest.fixture(scope="session")
def robots(project: Path, town: Town) -> Iterator[BackOffices]:
    """The robots of the shipped systems, with one kept-alive browser for all tests."""
    built = build_backoffices(project / "templates/entries", town.settings, lambda name: ACCOUNT.get(name, ""))
    yield built
    built.close()


@pytest.fixture(scope="session")
def third_system(town: Town) -> Iterator[BackOffices]:
    """A system that no code mentions: files in this folder only."""
    built = build_backoffices(HERE / "entries", town.settings, lambda name: ACCOUNT.get(name, ""))
    yield built
    built.close()


@pytest.fixture(scope="session")
def any_robot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebBackOffice]:
    """A robot with a browser, whose system does not matter."""
    folder = tmp_path_factory.mktemp("systems")
    (folder / "any").mkdir()
    (folder / "any" / "system.yaml").write_text(SYSTEM)
    (folder / "any" / "thing.yaml").write_text(ENTRY)
    built = build_backoffices(folder, SETTINGS, str)
    made = built["any"]
    assert isinstance(made, WebBackOffice)
    yield made
    built.close()


@pytest.fixture
def showing(any_robot: WebBackOffice) -> Iterator[Showing]:
    """Shows a page's body."""
    with any_robot._page() as page:  # noqa: SLF001 - the page as a step sees it

        def show(body: str) -> Page:
            page.driver.get(f"data:text/html;charset=utf-8,{quote(f'<!doctype html><body>{body}')}")
            return page

        yield show
