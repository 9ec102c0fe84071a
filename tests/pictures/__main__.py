"""`make screenshots`: the pictures of the documentation, made anew.

    python -m tests.pictures [NAME …]

Starts an installation of its own with the demonstration, takes the pictures in the Chromium of the
browser tests, and writes them to docs/images.
"""

import argparse
import sys

from playwright.sync_api import ViewportSize, sync_playwright

from apps.embedded.programs import ROOT
from tests.browser import chromium
from tests.browser.watch import Watch
from tests.pictures.installation import Running, installation
from tests.pictures.scenes import HEIGHT, SCENES, TALLER, WIDTH, Scene, log_in

IMAGES = ROOT / "docs" / "images"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SCENES))
    names = parser.parse_args().names or list(SCENES)
    unknown = set(names) - set(SCENES)
    if unknown:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}; known: {', '.join(SCENES)}")
    with installation() as running:
        return take(running, {name: SCENES[name] for name in names})


def take(running: Running, scenes: dict[str, Scene]) -> int:
    """Writes each picture; the answer is 1 where a page complained of something."""
    IMAGES.mkdir(exist_ok=True)
    watch = Watch([running.address])
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        context = browser.new_context(
            viewport=_size(), locale="en-GB", reduced_motion="reduce", color_scheme="light"
        )
        watch.look(context)
        page = context.new_page()
        log_in(page, running)
        for name, scene in scenes.items():
            page.set_viewport_size(_size(name))
            scene(page, running)
            page.mouse.move(0, 0)
            page.wait_for_timeout(600)
            path = IMAGES / f"{name}.png"
            page.screenshot(path=path, animations="disabled", caret="hide")
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
        browser.close()
    for complaint in watch.complaints:
        print(complaint, file=sys.stderr)
    return 1 if watch.complaints else 0


def _size(name: str = "") -> ViewportSize:
    return {"width": WIDTH, "height": TALLER.get(name, HEIGHT)}


if __name__ == "__main__":
    sys.exit(main())
