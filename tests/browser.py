"""Find a real browser for the journeys, or install one, and ask its engine: `python tests/browser.py [--install]`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC_APPS = ("Google Chrome", "Chromium", "Microsoft Edge")
ARGUMENTS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")


def find_browser() -> str | None:
    """Say where a Chromium or Chrome is: $BROWSER_PATH, the machine's own, else the one Playwright installed."""
    named = os.environ.get("BROWSER_PATH")
    apps = (f"/Applications/{app}.app/Contents/MacOS/{app}" for app in MAC_APPS)
    candidates = (named, *map(shutil.which, NAMES), *apps, _from_playwright())
    return next((path for path in candidates if path and Path(path).is_file()), None)


def said_by_node(expression: str, *, program: str = "") -> Any:  # Any: whatever JavaScript says
    """Evaluate an expression behind a program, in the engine that Chromium has too."""
    node = Path(sys.executable).with_name("node")
    whole = f"{program}\nconsole.log(JSON.stringify({expression}));"
    return json.loads(
        subprocess.run([node, "-e", whole], capture_output=True, text=True, timeout=60, check=True).stdout
    )


def _from_playwright() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def install_browser() -> None:
    """Install Debian's package where that is possible, else the build that Playwright offers."""
    if shutil.which("apt-get"):
        rights = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        for step in (["update", "--quiet=2"], ["install", "--yes", "--quiet=2", "--no-install-recommends", "chromium"]):
            if subprocess.run(
                [*rights, "apt-get", *step], check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            ).returncode:
                break
    if find_browser() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)


def main() -> int:
    """Print the browser's path; with --install, install one when there is none."""
    path = find_browser()
    if path is None and "--install" in sys.argv:
        install_browser()
        path = find_browser()
    if path is None:
        print("No Chromium or Chrome was found and none could be installed; set BROWSER_PATH to one.", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
