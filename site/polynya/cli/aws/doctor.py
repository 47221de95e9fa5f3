"""`freeze doctor`: what a deployment needs, and the worst month's bill (build wing)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click
import yaml

from ...places import Places
from .here import look_here
from .told import as_json, reaches_aws, root, stage, write

if TYPE_CHECKING:
    from ...cloud.doctor import Finding, Position


@click.command("doctor", short_help="Say what is missing, and what a month can cost.")
@stage
@as_json
@reaches_aws
def command(*, stage: str, as_json: bool) -> None:
    """Check tools, credentials, permissions and limits, and compute the worst month's bill; exit 1 when something is missing.

    \b
    freeze doctor
    freeze doctor --stage test --json

    Where `freeze serve` has served the site, it looks at the store, the journal and the disk of this machine first.
    """
    here = list(look_here(Places(root())))
    try:
        from ...cloud.doctor import limits_of, look_over, prices, readers, worst_month  # noqa: PLC0415 -- only this command
        from ...cloud.sources import architecture  # noqa: PLC0415
        from ...cloud.stack import open_session, parameters_of  # noqa: PLC0415
    except ImportError:
        if here:
            write({"findings": [asdict(one) for one in here]}, "\n".join(map(_line, here)), machine=as_json)
        raise

    findings: list[Finding] = [*here, *look_over(root(), stage, open_session(root()))]
    as_of, usd = prices()
    limits = limits_of(yaml.safe_load(architecture(root()).read_text("utf-8")), parameters_of(root(), stage))
    bill = worst_month(limits, usd)
    result = {
        "findings": [asdict(one) for one in findings],
        "worst_month": {"prices": as_of, "usd": sum(one.usd for one in bill), "positions": [asdict(p) for p in bill]},
        "million_page_views_usd": readers(usd),
    }
    text = [
        *map(_line, findings),
        "",
        *_bill(bill, as_of),
        f"a million page views beyond the free ones: ${readers(usd):.2f}",
    ]
    write(result, "\n".join(text), machine=as_json)
    if any(one.level == "fail" for one in findings):
        raise click.exceptions.Exit(1)


def _line(finding: Finding) -> str:
    hint = f"\n      hint: {finding.hint}" if finding.hint else ""
    return f"{finding.level:5} {finding.check}: {finding.fact}{hint}"


def _bill(bill: list[Position], as_of: str) -> list[str]:
    head = f"the worst month, every limit reached in every second (prices of {as_of}, us-east-1):"
    lines = [f"  {one.what:22} {one.most:14,.1f} {one.unit:17} ${one.usd:9,.2f}" for one in bill]
    return [head, *lines, f"  {'at most':54}  ${sum(one.usd for one in bill):9,.2f}"]
