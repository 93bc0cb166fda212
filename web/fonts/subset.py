"""Make the site's font files from the families' full sources.

The subsets that Google and Fontsource serve have lost the small capitals and the old-style
figures of Source Serif 4, so they are cut here from Adobe's own files. Run it by hand when a
family is updated; the results are committed:

    npm install --prefix FOLDER source-serif@4.5.1 @fontsource-variable/inter@5
    uv run --no-project --with fonttools --with brotli python web/fonts/subset.py FOLDER/node_modules

"Source" is a reserved font name (SIL OFL 1.1), so the changed files carry a name of their own.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

LATIN = "0-FF 131 152-153 2BB-2BC 2C6 2DA 2DC 2002-200B 2010-2015 2018-201E 2020-2022 2026 2030 2032-2033 "
LATIN += "2039-203A 2042 2044 20AC 2116 2122 2190-2193 2212 2215 2217 2260 2264-2265 FEFF FFFD"
LATIN_EXT = (
    "100-130 132-151 154-17F 18F 192 1A0-1A1 1AF-1B0 1C4-1DC 1E2-1E3 1EA-1F5 1FA-217 218-21B 22A-233 237 "
)
LATIN_EXT += (
    "259 300-304 306-30C 31B 323 326-328 1E00-1E9F 1EA0-1EF9 20A0-20AB 20AD-20C0 2113 2C60-2C7F A720-A7FF"
)
SERIF = [
    "kern",
    "liga",
    "locl",
    "ccmp",
    "mark",
    "mkmk",
    "onum",
    "lnum",
    "pnum",
    "tnum",
    "smcp",
    "c2sc",
    "sups",
    "subs",
    "frac",
]
SANS = ["kern", "locl", "ccmp", "mark", "mkmk", "tnum", "calt"]
HERE = Path(__file__).parent


def codepoints(ranges: str) -> set[int]:
    found: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def cut(
    source: Path, target: str, family: str, ranges: str, features: list[str], axes: dict[str, object]
) -> None:
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codepoints(ranges))
    font = TTFont(source)
    subsetter.subset(font)
    limits = {name: limit for name, limit in axes.items() if name in {a.axisTag for a in font["fvar"].axes}}
    font = instantiateVariableFont(font, limits)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = family.replace(" ", "") if record.nameID == 6 else family
    font.flavor = "woff2"
    font.save(HERE / target)
    print(target, (HERE / target).stat().st_size)


def main(modules: Path) -> None:
    adobe = modules / "source-serif" / "VAR"
    roman, italic = adobe / "SourceSerif4Variable-Roman.ttf", adobe / "SourceSerif4Variable-Italic.ttf"
    text = {"wght": (400, 700), "opsz": 18}
    display = {"wght": 560, "opsz": 48}
    for name, ranges in (("latin", LATIN), ("latin-ext", LATIN_EXT)):
        cut(roman, f"serif-{name}.woff2", "Octavo Serif", ranges, SERIF, text)
        cut(italic, f"serif-italic-{name}.woff2", "Octavo Serif", ranges, SERIF, text)
        cut(
            roman,
            f"display-{name}.woff2",
            "Octavo Display",
            ranges,
            ["kern", "liga", "locl", "ccmp", "mark", "onum"],
            display,
        )
        inter = modules / "@fontsource-variable" / "inter" / "files" / f"inter-{name}-wght-normal.woff2"
        cut(inter, f"sans-{name}.woff2", "Inter", ranges, SANS, {"wght": (400, 650)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
