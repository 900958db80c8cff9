"""Where pictures are drawn: the file, the language, and a font that has its letters."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pearlnet.settings import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, GREY = "#2b6cb0", "#c05621", "#2f855a", "#c53030", "#718096"
"""Told apart in grey and by most colour-blind people."""

_FONTS = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei"),
    *("WenQuanYi Zen Hei", "PingFang SC", "Microsoft YaHei", "SimHei", "Heiti SC"),
    "Noto Serif CJK SC",
)
_SUFFIXES = {".svg", ".png"}


class CannotPlot(Exception):
    """A picture cannot be made so."""

    code = "CANNOT_PLOT"


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture to be made.

    Attributes:
        file: Where to; its suffix says what: ``.svg`` or ``.png``.
        language: Of all words.

    Raises:
        CannotPlot: The suffix is another one.
    """

    file: Path
    language: Language

    def __post_init__(self) -> None:
        if self.file.suffix.lower() not in _SUFFIXES:
            raise CannotPlot(f"{self.file.name}: a picture ends with .svg or .png")

    @contextmanager
    def drawing(self, width: float, height: float) -> "Iterator[Figure]":
        """A figure of so many inches, saved at the end; equal figures give equal bytes.

        Raises:
            CannotPlot: A PNG needs a font with Chinese letters, and there is none; or the file
                cannot be written.
        """
        import matplotlib as mpl
        from matplotlib.figure import Figure

        with mpl.rc_context(self._style()), warnings.catch_warnings():
            # In an SVG the viewer draws the letters, with the fonts that it has.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            figure = Figure(figsize=(width, height), layout="constrained")
            yield figure
            metadata = {"Date": None} if self.file.suffix.lower() == ".svg" else {}
            try:
                figure.savefig(self.file, dpi=150, metadata=metadata)
            except OSError as error:
                raise CannotPlot(f"{self.file} cannot be written: {error}") from None

    def _style(self) -> dict[Any, Any]:
        from matplotlib import font_manager

        known = {font.name for font in font_manager.fontManager.ttflist}
        found = [name for name in _FONTS if name in known]
        if not found and self.file.suffix.lower() == ".png":
            raise CannotPlot(
                "no font here has Chinese letters, which records of either language may hold: "
                "install one (Debian: fonts-noto-cjk), or ask for .svg, whose text the viewer draws"
            )
        return {
            "font.family": [*(found or _FONTS[:1]), "DejaVu Sans", "sans-serif"],
            "svg.fonttype": "none",
            "svg.hashsalt": "pearlnet",
            "axes.unicode_minus": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "grid.alpha": 0.25,
            "legend.frameon": False,
        }

    def say(self, chinese: str, english: str) -> str:
        """The words in the language of the picture."""
        return chinese if self.language == "zh" else english
