"""Pictures out of nothing: a hillside under a sky, coloured by the file's name."""

from __future__ import annotations

import colorsys
import math
import struct
import zlib
from functools import lru_cache

WIDTH, HEIGHT = 480, 270
_SKIES = (0.53, 0.56, 0.59, 0.62, 0.07, 0.95)  # hues: noon, noon, noon, dusk, evening, dawn
_HILLS = (0.22, 0.28, 0.33, 0.45, 0.58, 0.1)


@lru_cache(maxsize=256)
def picture(name: str) -> bytes:
    """A PNG (480 x 270, 8-bit palette) that is the same for the same name."""
    seed = zlib.crc32(name.encode())
    hue = _SKIES[seed % len(_SKIES)]
    hills = [int(HEIGHT * (0.62 + 0.13 * math.sin(x / 60 + seed % 17) + 0.06 * math.sin(x / 19))) for x in range(WIDTH)]
    sun_x, sun_y = 80 + seed % 300, 50 + seed % 50
    rows = bytearray()
    for y in range(HEIGHT):
        sky = y * 120 // HEIGHT
        row = bytearray(200 + (y - top) * 50 // HEIGHT if y >= top else sky for top in hills)
        half = int(math.sqrt(max(0, 900 - (y - sun_y) ** 2)))
        row[sun_x - half : sun_x + half] = bytes(
            shade if shade >= 200 else 255 for shade in row[sun_x - half : sun_x + half]
        )
        rows += b"\0" + row
    return _png(bytes(rows), _palette(hue, _HILLS[seed // 7 % len(_HILLS)]))


def _palette(hue: float, hill: float) -> bytes:
    colours = bytearray()
    for place in range(256):
        if place == 255:
            rgb = (1.0, 0.95, 0.8)
        elif place >= 200:
            rgb = colorsys.hls_to_rgb(hill, 0.38 - (place - 200) / 250, 0.35)
        else:
            rgb = colorsys.hls_to_rgb(hue, 0.5 + place / 300, 0.45)
        colours += bytes(int(255 * max(0.0, min(1.0, part))) for part in rgb)
    return bytes(colours)


def _png(rows: bytes, palette: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")]
    out = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        out += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return out
