"""Pictures of each view in both languages: ``python -m tests.e2e.explorer.screenshots BASE``.

BASE is the address of a server with the starter data. The pictures go to docs/explorer.
"""

import argparse
import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parents[3] / "docs" / "explorer"
VIEWS = {
    "catalogue": ("", ".catalogue li"),
    "search": ("#/search?q=5G", ".hit"),
    "record": ("#/entity/demand:d001", ".entity-side .matches li"),
    "graph": ("#/graph/chain:x-port-logistics", ".chosen-relations li"),
}
"""Each view's address, and what is there once it has loaded."""

_FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
_SETTLED = 2500


def main() -> None:
    """Take all pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("base", help="such as http://127.0.0.1:8000")
    base = options.parse_args().base
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        for language, locale in (("zh", "zh-CN"), ("en", "en-GB")):
            for name, (address, loaded) in VIEWS.items():
                page = browser.new_page(viewport={"width": 1280, "height": 860}, locale=locale)
                page.goto(f"{base}/{address}")
                page.locator(loaded).first.wait_for()
                page.wait_for_timeout(_SETTLED)
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                small = picture.quantize(96, dither=Image.Dither.NONE)
                small.save(FOLDER / f"{name}-{language}.png", optimize=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
