"""The demonstration back-office as tests see it behind the robots' backs, and entries as templates render them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from casework.filing import Entry, filing_key

ACCOUNT = {
    "BACKOFFICE_ROBOT_USER": "robot-of-the-tests",
    "BACKOFFICE_ROBOT_PASSWORD": "only-in-these-tests",
    "BACKOFFICE_API_TOKEN": "token-only-in-these-tests",
    "BACKOFFICE_FAULTS": "1",
}


@dataclass(frozen=True, slots=True)
class Town:
    """A running back-office, asked behind the robots' backs."""

    address: str

    def records(self, collection: str, **query: str) -> list[dict[str, Any]]:
        """What the collection holds by its REST read."""
        answer = httpx.get(f"{self.address}/api/v1/{collection}/", params=query, headers=self._token)
        found: list[dict[str, Any]] = answer.raise_for_status().json()["results"]
        return found

    def create(self, collection: str, **values: str) -> None:
        """A record typed by somebody else."""
        httpx.post(f"{self.address}/api/v1/{collection}/", json=values, headers=self._token).raise_for_status()

    def fail_next(self, fault: str, seconds: float = 0) -> None:
        """Plan a failure of the next write."""
        plan = {"next": fault, "seconds": seconds}
        httpx.post(f"{self.address}/api/v1/_faults/", json=plan, headers=self._token).raise_for_status()

    @property
    def settings(self) -> dict[str, str]:
        """What the systems' files name as settings."""
        return {
            "MUNICIPAL_ADDRESS": self.address,
            "CHROMIUM": "/usr/bin/chromium",
            "CHROMEDRIVER": "/usr/bin/chromedriver",
        }

    @property
    def _token(self) -> dict[str, str]:
        return {"Authorization": f"Token {ACCOUNT['BACKOFFICE_API_TOKEN']}"}


_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def nif(number: int) -> str:
    """A NIF with its right letter."""
    return f"{number:08}{_LETTERS[number % 23]}"


def entry(number: str, system: str, name: str, **values: str) -> Entry:
    """An entry as its template would render it."""
    key = filing_key(number, system, name)
    own = {"external_key": key} if system == "municipal_rest" else {}
    return Entry(key=key, system=system, name=name, version="1", values={**own, **values})


def direct_debit(number: str, **changes: str) -> Entry:
    """A direct debit as it is typed."""
    values = {
        "tributo": "IBI - Bienes inmuebles",
        "referencia": "0300214578",
        "deudor_nif": nif(21456083),
        "deudor_nombre": "Rafael Soriano Belda",
        "titular_nif": nif(74219365),
        "titular_nombre": "María Amparo Climent Pastor",
        "iban": "ES0721001640980200451837",
        "bic": "CAIXESBBXXX",
        "tipo_pago": "Pago único",
        "fecha_firma": "16/11/2026",
    }
    return entry(number, "municipal_web", "direct_debit", **{**values, **changes})


def third_party(number: str, who: str, name: str, **values: str) -> Entry:
    """A third party as it is typed."""
    return entry(number, "municipal_web", "third_party", nif=who, nombre=name, **values)


def case_file(number: str, **changes: str) -> Entry:
    """A file as it is sent."""
    values = {
        "procedimiento": "P01",
        "asunto": "Tarjeta de residente ORA",
        "interesado_nif": nif(48677210),
        "interesado_nombre": "Núria «Peñón» O'Brien & Cía",
        "fecha_entrada": "2026-11-16",
        "numero_solicitud": number,
        "datos.vehicle_plate": "1234BCD",
        "datos.signed": "true",
    }
    return entry(number, "municipal_rest", "case_file", **{**values, **changes})
