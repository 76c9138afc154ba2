#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.12"
# dependencies = ["fonttools[woff]==4.60.1"]
# ///
"""Build the four faces of the site and of print from fontsource's npm packages.

Run it by hand when a letter is missing: `uv run --script script/build_fonts.py` (needs npm).
It writes `static/fonts/*.woff2` for the web, `static/fonts/print/*.ttf` for WeasyPrint and the
licence texts, and raises SystemExit if a face lacks a letter or outgrows its budget.

fontsource cuts a family into latin and latin-ext. A browser copes with that, a print engine does
not ("Stelmužė" came out as "StelmuNM"), and no kerning reaches across the cut ("Tė", "Vā").
So the parts are merged into one file per face and the kerning is written anew, each accented
letter kerning as its base letter does.

The results are named Village Sans and Village Display: the Open Font License reserves the name
"Source" for the original.
"""

import itertools
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.merge import Merger
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
WEB_BUDGET = 14 * 1024  # bytes a woff2 face may weigh: four of them fit a phone's first view

UNITS = 1000  # per em in every face: finer grids only cost bytes

LETTERS = "āčēģīķļņōŗšūžąęėįų" + "éèóöüäõåłńś"  # LV, LT, Latgalian; then neighbours' names
LETTERS += LETTERS.upper()
SIGNS = "„“”‘’‚–—…·•×−±→←↑↓°′″€№§©½¼«»"
SPACES = "\u00a0\u2009\u202f"  # no-break, thin, narrow no-break: drawn as a plain space
NEEDED = {chr(code) for code in range(0x20, 0x7F)} | set(LETTERS) | set(SIGNS)


@dataclass(frozen=True)
class Face:
    """One face: where it comes from and what it is called here."""

    file: str
    family: str
    style: str
    weight: int
    package: str
    stem: str  # fontsource's file name around the subset's name
    subsets: tuple[str, ...] = ("latin", "latin-ext")
    axes: dict[str, float] = field(default_factory=dict)  # where a variable font is pinned


SANS = ("@fontsource/source-sans-3@5.3.1", "source-sans-3-{}-")
SANS_SUBSETS = ("latin", "latin-ext", "cyrillic")  # № lives among the Cyrillic letters
FACES = (
    Face("sans-400", "Village Sans", "Regular", 400, SANS[0], SANS[1] + "400-normal", SANS_SUBSETS),
    Face(
        "sans-600", "Village Sans", "SemiBold", 600, SANS[0], SANS[1] + "600-normal", SANS_SUBSETS
    ),
    Face("sans-400i", "Village Sans", "Italic", 400, SANS[0], SANS[1] + "400-italic", SANS_SUBSETS),
    Face(
        "display-600",
        "Village Display",
        "SemiBold",
        600,
        "@fontsource-variable/fraunces@5.3.0",
        "fraunces-{}-full-normal",
        # A middling optical size stays sturdy in small headings; a little softness is wool's.
        axes={"opsz": 48, "wght": 600, "SOFT": 50, "WONK": 0},
    ),
)


def fetch(package: str, folder: Path) -> Path:
    """Unpack an npm package below `folder` and return where its files are."""
    target = folder / package.strip("@").replace("/", "-")
    if not target.exists():
        target.mkdir()
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("build_fonts: npm is not on PATH; install Node.js first")
        command = [npm, "pack", "--silent", "--pack-destination", str(target), package]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)
        with tarfile.open(next(target.glob("*.tgz"))) as archive:
            archive.extractall(target, filter="data")
    return target / "package"


def load_parts(face: Face, package: Path) -> list[TTFont]:
    """The face's subsets as static TrueType fonts, first come first served for a letter."""
    parts = []
    for subset in face.subsets:
        font = TTFont(package / "files" / f"{face.stem.format(subset)}.woff2")
        font.flavor = None
        if "fvar" in font:
            font = instantiateVariableFont(font, face.axes)
        scale_upem(font, UNITS)
        parts.append(font)
    return parts


def kerning_of(font: TTFont) -> dict[tuple[str, str], int]:
    """Pair kerning by character, in font units, flattened out of GPOS."""
    if "GPOS" not in font:
        return {}
    characters: dict[str, list[str]] = {}
    for code, name in font.getBestCmap().items():
        if chr(code) in NEEDED:
            characters.setdefault(name, []).append(chr(code))
    gpos = font["GPOS"].table
    numbers = {
        number
        for record in gpos.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for number in record.Feature.LookupListIndex
    }
    kerning: dict[tuple[str, str], int] = {}
    for number in sorted(numbers):
        found: dict[tuple[str, str], int] = {}
        for subtable in gpos.LookupList.Lookup[number].SubTable:
            if subtable.LookupType == 9:
                subtable = subtable.ExtSubTable
            if subtable.LookupType == 2:
                for pair, value in _pairs(subtable, characters):
                    found.setdefault(pair, value)  # the first subtable that covers a pair wins
        for pair, value in found.items():
            kerning[pair] = kerning.get(pair, 0) + value
    return {pair: value for pair, value in kerning.items() if value}


def _pairs(subtable, characters):
    covered = [name for name in subtable.Coverage.glyphs if name in characters]
    for left in covered:
        if subtable.Format == 1:
            records = subtable.PairSet[subtable.Coverage.glyphs.index(left)].PairValueRecord
            values = {r.SecondGlyph: _advance(r.Value1) for r in records}
        else:
            row = subtable.Class1Record[subtable.ClassDef1.classDefs.get(left, 0)].Class2Record
            second = subtable.ClassDef2.classDefs
            values = {r: _advance(row[second.get(r, 0)].Value1) for r in characters}
        for right, value in values.items():
            if right in characters:
                for pair in itertools.product(characters[left], characters[right]):
                    yield pair, value


def _advance(value) -> int:
    return getattr(value, "XAdvance", 0) or 0 if value else 0


def kern_feature(kerning: dict[tuple[str, str], int], cmap: dict[int, str]) -> str:
    """Feature text that kerns every letter as its base letter kerns."""

    def base(character: str) -> str:
        plain = unicodedata.normalize("NFD", character)[0]
        return {"ł": "l", "Ł": "L"}.get(character, plain)

    present = sorted(character for character in NEEDED if ord(character) in cmap)
    full = {
        (left, right): kerning.get((left, right), kerning.get((base(left), base(right)), 0))
        for left in present
        for right in present
    }
    rows: dict[tuple[int, ...], list[str]] = {}
    columns: dict[tuple[int, ...], list[str]] = {}
    for character in present:
        rows.setdefault(tuple(full[character, o] for o in present), []).append(character)
        columns.setdefault(tuple(full[o, character] for o in present), []).append(character)

    def name_of(characters: list[str]) -> str:
        return "[" + " ".join(dict.fromkeys(cmap[ord(c)] for c in characters)) + "]"

    rules = [
        f"  pos {name_of(left)} {name_of(right)} {full[left[0], right[0]]};"
        for left in rows.values()
        for right in columns.values()
        if full[left[0], right[0]]
    ]
    return "feature kern {\n" + "\n".join(rules) + "\n} kern;\n"


def slimmed(font: TTFont, unicodes: set[int]) -> TTFont:
    """`font` with only `unicodes`, without hints and without layout tables."""
    options = Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "MVAR", "HVAR", "gasp", "prep"]
    options.drop_tables += ["GlyphOrder"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    for tag in ("STAT", "avar", "gasp", "prep", "DSIG"):
        if tag in font:
            del font[tag]
    return font


def merged(parts: list[TTFont], folder: Path) -> TTFont:
    """One font out of the parts; a letter in two parts is taken from the first."""
    wanted = {ord(character) for character in NEEDED}
    files = []
    for number, part in enumerate(parts):
        take = wanted & set(part.getBestCmap())
        wanted -= take
        if take:
            path = folder / f"part-{number}.ttf"
            slimmed(part, take).save(path)
            files.append(str(path))
    font = Merger().merge(files)
    _share_components(font)
    return font


def _share_components(font: TTFont) -> None:
    """Let ā lean on the first part's a instead of carrying a copy of it."""
    glyf = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyf[name]
        if glyph.isComposite():
            for component in glyph.components:
                original = component.glyphName.rsplit("#", 1)[0]
                original = original.rsplit(".", 1)[0] if original not in glyf.glyphs else original
                if original in glyf.glyphs and glyf[original] == glyf[component.glyphName]:
                    component.glyphName = original


def draw_missing(font: TTFont) -> None:
    """Add what the sources lack: arrows, № and the special spaces."""
    cmap = font.getBestCmap()
    units = font["head"].unitsPerEm
    if ord("→") not in cmap:
        glyph, advance = _arrow(font, units)
        for character, angle in (("→", 0), ("↑", 90), ("←", 180), ("↓", 270)):
            if ord(character) not in cmap:
                _add(font, character, _turned(glyph, angle, advance, units), advance)
    if ord("№") not in cmap:
        _add(font, "№", *_numero(font, cmap))
    for space in SPACES:
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap.setdefault(ord(space), cmap[0x20])


def _arrow(font: TTFont, units: int) -> tuple[list[tuple[float, float]], int]:
    """Outline of a right arrow whose stroke goes by the dash, and its advance width."""
    dash = font["glyf"][font.getBestCmap()[ord("–")]]
    half = (dash.yMax - dash.yMin) * 0.62  # a dash is thinner than a stem
    middle = (dash.yMax + dash.yMin) / 2
    advance = round(units * 0.78)
    left, right, arm = units * 0.07, advance - units * 0.07, units * 0.22
    slant = half * 2**0.5
    outline = [
        (left, middle + half),
        (right - slant - half, middle + half),
        (right - slant - arm + half, middle + arm),
        (right - slant - arm + half + slant, middle + arm + slant - half),
        (right, middle),
        (right - slant - arm + half + slant, middle - arm - slant + half),
        (right - slant - arm + half, middle - arm),
        (right - slant - half, middle - half),
        (left, middle - half),
    ]
    return outline, advance


def _turned(outline, angle: int, advance: int, units: int):
    pen = TTGlyphPen(None)
    centre = (advance / 2, sum(y for _, y in outline) / len(outline))
    turn = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[angle]
    shift_x = centre[0] - turn[0] * centre[0] - turn[2] * centre[1]
    shift_y = centre[1] - turn[1] * centre[0] - turn[3] * centre[1]
    turned = TransformPen(pen, (*turn, shift_x, shift_y))
    turned.moveTo(outline[0])
    for point in outline[1:]:
        turned.lineTo(point)
    turned.closePath()
    glyph = pen.glyph()
    glyph.coordinates.toInt()
    return glyph


def _numero(font: TTFont, cmap: dict[int, str]):
    pen = TTGlyphPen(font.getGlyphSet())
    wide = font["hmtx"][cmap[ord("N")]][0]
    height = font["glyf"][cmap[ord("N")]].yMax
    small = font["glyf"][cmap[ord("o")]]
    pen.addComponent(cmap[ord("N")], (1, 0, 0, 1, 0, 0))
    pen.addComponent(cmap[ord("o")], (0.7, 0, 0, 0.7, wide, height - small.yMax * 0.7))
    return pen.glyph(), wide + round(font["hmtx"][cmap[ord("o")]][0] * 0.7)


def _add(font: TTFont, character: str, glyph, advance: int) -> None:
    name = f"uni{ord(character):04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(character)] = name


def rename(font: TTFont, face: Face, copyright_line: str) -> None:
    """Give the face its own name and keep its makers' copyright line."""
    table = font["name"]
    table.names = []
    regular = face.style in {"Regular", "Italic"}
    names = {
        0: copyright_line,
        1: face.family if regular else f"{face.family} {face.style}",
        2: face.style if regular else "Regular",
        4: f"{face.family} {face.style}",
        5: "Version 1.0",
        6: f"{face.family.replace(' ', '')}-{face.style}",
        13: "Licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
        16: face.family,
        17: face.style,
    }
    names[3] = names[6]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight


def build(face: Face, folder: Path) -> None:
    """Write one face for web and print; exit if it lacks a letter or is too heavy."""
    package = fetch(face.package, folder)
    parts = load_parts(face, package)
    copyright_line = next(str(n) for n in parts[0]["name"].names if n.nameID == 0)
    kerning: dict[tuple[str, str], int] = {}
    for part in reversed(parts):
        kerning |= kerning_of(part)
    font = merged(parts, folder)
    draw_missing(font)
    options = Options(hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)  # once more: drops the copies nothing leans on now
    subsetter.populate(unicodes={ord(c) for c in NEEDED} | {ord(c) for c in SPACES})
    subsetter.subset(font)
    rename(font, face, copyright_line)
    cmap = font.getBestCmap()
    addOpenTypeFeaturesFromString(font, kern_feature(kerning, cmap))
    missing = {c for c in NEEDED if ord(c) not in cmap}
    if missing:
        sys.exit(f"build_fonts: {face.file} lacks {' '.join(sorted(missing))}")

    (FONTS / "print").mkdir(parents=True, exist_ok=True)
    font.save(FONTS / "print" / f"{face.file}.ttf")
    font.flavor = "woff2"
    web = FONTS / f"{face.file}.woff2"
    font.save(web)
    if web.stat().st_size > WEB_BUDGET:
        sys.exit(f"build_fonts: {web.name} weighs {web.stat().st_size} bytes, over {WEB_BUDGET}")
    licence = (package / "LICENSE").read_text(encoding="utf-8").split("\n", 1)[1].lstrip()
    name = "OFL-" + face.family.replace(" ", "-").lower() + ".txt"
    change = f"{face.family} is a subset of it, merged, kerned and renamed.\n\n"
    (FONTS / name).write_text(f"{copyright_line}\n{change}{licence}", encoding="utf-8")
    print(f"{web.name}: {web.stat().st_size} bytes, {len(kerning)} kerning pairs")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for face in FACES:
            build(face, Path(folder))


if __name__ == "__main__":
    main()
