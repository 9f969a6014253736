"""How fast the robots fill beside bare scripts that fill the same forms: `python tests/bench/filling.py`.

Both take turns in one run, so that a busy machine slows both. The bare browser script types, saves and waits for the
page's word, nothing more; the bare REST script looks, writes and reads back as the robot does.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests"))

from fakes.town import ACCOUNT, Town, case_file, direct_debit  # noqa: E402

from bots.filling.once import fill  # noqa: E402
from bots.filling.systems import build_backoffices  # noqa: E402
from casework.filing import Entry  # noqa: E402

PAGES, CALLS, WARM = 30, 60, 2
_IDS = {
    "referencia": "referencia", "deudor_nif": "deudor_nif", "deudor_nombre": "deudor_nombre",
    "titular_nif": "titular_nif", "titular_nombre": "titular_nombre", "iban": "iban", "bic": "bic",
    "fecha_firma": "fecha_firma",
}  # fmt: skip


class BareBrowser:
    """What a good script does: one kept-alive session, fields by their ids."""

    def __init__(self, town: Town) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                         "--window-size=1280,800"):  # fmt: skip
            options.add_argument(argument)
        options.page_load_strategy = "eager"
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self._address = town.address
        self.driver.get(f"{town.address}/admin/")
        self.driver.find_element(By.ID, "id_username").send_keys(ACCOUNT["BACKOFFICE_ROBOT_USER"])
        self.driver.find_element(By.ID, "id_password").send_keys(ACCOUNT["BACKOFFICE_ROBOT_PASSWORD"] + "\n")

    def fill(self, entry: Entry) -> None:
        """Type, save, and wait for the page's word."""
        self.driver.get(f"{self._address}/admin/records/domiciliacion/add/")
        for name, field in _IDS.items():
            self.driver.find_element(By.ID, f"id_{field}").send_keys(entry.values[name])
        for name in ("tributo", "tipo_pago"):
            Select(self.driver.find_element(By.ID, f"id_{name}")).select_by_visible_text(entry.values[name])
        self.driver.find_element(By.ID, "id_external_key").send_keys(entry.key)
        self.driver.find_element(By.NAME, "_save").click()
        WebDriverWait(self.driver, 10, 0.05).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, ".success"))


def bare_rest(client: httpx.Client, entry: Entry) -> None:
    """Look, write, read back."""
    query = {"external_key": entry.key}
    body: dict[str, object] = {name: value for name, value in entry.values.items() if "." not in name}
    body["datos"] = {name.split(".")[1]: value for name, value in entry.values.items() if "." in name}
    if not client.get("expedientes/", params=query).json()["results"]:
        client.post("expedientes/", json=body).raise_for_status()
    [held] = client.get("expedientes/", params=query).json()["results"]
    if held["interesado_nif"] != entry.values["interesado_nif"]:
        raise SystemExit("what was read back differs")


def compared(count: int, bare: Callable[[int], object], ours: Callable[[int], object]) -> tuple[float, float]:
    """Medians in seconds of both, taking turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(count + WARM):
        for which, work in enumerate((bare, ours)):
            began = time.perf_counter()
            work(turn)
            if turn >= WARM:
                times[which].append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])


def tell(what: str, aim: float, bare: float, ours: float) -> None:
    """One line: medians and the ratio of rates."""
    sys.stdout.write(f"{what}: bare {bare * 1000:.0f} ms, robot {ours * 1000:.0f} ms, "
                     f"rate {bare / ours:.2f} of bare (aim {aim})\n")  # fmt: skip


def main() -> None:
    """Start the demonstration system, measure both ways, end it."""
    with tempfile.TemporaryDirectory() as data:
        process = subprocess.Popen(
            [sys.executable, PROJECT / "samples/backoffice/serve.py", "--port", "0", "--data", data],
            env=os.environ | ACCOUNT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        town = Town(process.stdout.readline().strip().partition(" ")[2])
        robots = build_backoffices(PROJECT / "templates/entries", town.settings, lambda name: ACCOUNT.get(name, ""))
        browser = BareBrowser(town)
        token = {"Authorization": f"Token {ACCOUNT['BACKOFFICE_API_TOKEN']}"}
        try:
            web, rest = robots["municipal_web"], robots["municipal_rest"]
            tell("web", 0.85, *compared(PAGES, lambda n: browser.fill(direct_debit(f"bare-{n}")),
                                        lambda n: fill(web, direct_debit(f"ours-{n}"))))  # fmt: skip
            with httpx.Client(base_url=f"{town.address}/api/v1/", headers=token) as client:
                tell("rest", 0.8, *compared(CALLS, lambda n: bare_rest(client, case_file(f"bare-{n}")),
                                            lambda n: fill(rest, case_file(f"ours-{n}"))))  # fmt: skip
        finally:
            browser.driver.quit()
            robots.close()
            process.send_signal(signal.SIGTERM)
            process.wait()


if __name__ == "__main__":
    main()
