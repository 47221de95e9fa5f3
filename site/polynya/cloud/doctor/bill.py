"""Compute the worst month's bill from the limits in serverless.yml and a table of prices (build wing)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from polynya_live.values import dataclass

MONTH_DAYS = 31
MONTH_S = MONTH_DAYS * 24 * 3600
INDEXES = 2  # each with a limit of its own
MAILS_A_DAY = 50_000  # what SES lets an account send once it is out of the sandbox, where it is 200
MILLION = 1_000_000
STORE_S = 2  # that a post waits for a table at its limit before it is written to the journal
MB_OF_GB = 1024
LOG_BYTES = 700  # what the runtime itself writes for one invocation: three lines
GB = 1024**3


@dataclass(frozen=True, slots=True)
class Position:
    """One line of the bill. most: how much of it a month can bring at the very most, in its unit."""

    what: str
    most: float
    unit: str
    usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the template allows. memory: MB. timeout: seconds. worker: of it at once. mail: whether it sends any."""

    requests_per_second: float
    concurrency: int
    worker: int = 0
    mail: bool = False
    memory: int
    timeout: int
    reads_per_second: int
    writes_per_second: int


def limits_of(architecture: Mapping[str, Any], parameters: Mapping[str, Any]) -> Limits:
    """Read the limits from a loaded serverless.yml and the parameters of a stage."""
    provider = architecture["provider"]
    return Limits(
        requests_per_second=float(parameters["requestsPerSecond"]),
        concurrency=int(parameters["visitorConcurrency"]) + int(parameters["ownerConcurrency"]),
        worker=int(parameters["workerConcurrency"]),
        mail=bool(parameters["mail"]),
        memory=int(provider["memorySize"]),
        timeout=int(provider["timeout"]),
        reads_per_second=int(parameters["tableReadsPerSecond"]),
        writes_per_second=int(parameters["tableWritesPerSecond"]),
    )


def prices() -> tuple[str, dict[str, float]]:
    """Read the table of prices: the month it was made, and dollars by name."""
    raw = yaml.safe_load((Path(__file__).parent / "prices.yaml").read_text("utf-8"))
    return str(raw.pop("as_of")), {name: float(entry["usd"]) for name, entry in raw.items()}


def worst_month(limits: Limits, usd: Mapping[str, float]) -> list[Position]:
    """List what a month costs in which every limit was reached in every second: somebody attacks, and nobody looks.

    The free allowances are left out.
    """
    requests = limits.requests_per_second * MONTH_S / MILLION
    # A function runs at most as often as it is asked, each time until its timeout, and never more of them at once.
    busy = min(limits.concurrency, limits.requests_per_second * limits.timeout) + limits.worker
    gigabyte_seconds = busy * MONTH_S * limits.memory / MB_OF_GB
    writes = limits.writes_per_second * MONTH_S / MILLION
    reads = limits.reads_per_second * MONTH_S / MILLION
    logs = requests * MILLION * LOG_BYTES / GB
    mails = MAILS_A_DAY * MONTH_DAYS / 1000 if limits.mail else 0.0
    journalled = min(limits.requests_per_second, limits.concurrency / STORE_S) * MONTH_S / 1000
    stored = writes * MILLION * 1024 / GB  # a write unit is 1 kB, and each may be a new row
    lines = (
        ("HTTP API", requests, "million requests", "api_million_requests"),
        ("functions, calls", requests, "million requests", "lambda_million_requests"),
        ("functions, time", gigabyte_seconds, "GB-seconds", "lambda_gb_second"),
        ("table, writes", writes, "million units", "table_million_writes"),
        ("table, index writes", INDEXES * writes, "million units", "table_million_writes"),
        ("table, reads", reads, "million units", "table_million_reads"),
        ("table, index reads", INDEXES * reads, "million units", "table_million_reads"),
        ("table, storage", stored / 2, "GB-months", "table_gb_month"),
        ("table, backup", stored / 2, "GB-months", "backup_gb_month"),
        ("journal, writes", journalled, "thousand", "bucket_thousand_writes"),
        ("logs", logs, "GB", "logs_gb"),
        ("mail", mails, "thousand", "mail_thousand"),
    )
    return [Position(what, most, unit, most * usd[price]) for what, most, unit, price in lines]


def readers(usd: Mapping[str, float], *, page_bytes: int = 60_000, requests: int = 4) -> float:
    """Compute what a million page views cost at the CDN, which has no limit in the template: dollars.

    page_bytes: of a page with its style sheet, script and pictures. requests: for them.
    """
    traffic = page_bytes * MILLION / GB * usd["cdn_gb"]
    return traffic + requests * (usd["cdn_million_requests"] + usd["cdn_million_functions"])
