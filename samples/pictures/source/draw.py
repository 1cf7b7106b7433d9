"""Draws the sample pictures again: SVG by hand-written rules, PNG by a Chromium on this machine.

python samples/pictures/source/draw.py [NAME …]

The Chinese and Arabic ones need Noto Serif CJK and Noto Naskh Arabic among the system's fonts.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent
WIDTH, HEIGHT = 1600, 1067
PAPER, INK, MUTED, LINE = "#FAF8F3", "#1F1C18", "#5E574D", "#857B6D"
CELADON, INDIGO, MADDER, WELD, MARK = "#1D5E57", "#24437A", "#9A2B1E", "#7A5600", "#FBE9B0"
FONT = HERE.parents[2] / "static/fonts/literata-latin-wght-normal.woff2"


def text(x, y, words, size=34, colour=INK, anchor="start", weight=400):
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{words}</text>'
    )


def stroke(x1, y1, x2, y2, colour=LINE, width=3, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def station(x, y, shape="circle", colour=INK, fill=PAPER, r=15):
    if shape == "square":
        return (
            f'<rect x="{x - r}" y="{y - r}" width="{2 * r}" height="{2 * r}" fill="{fill}" '
            f'stroke="{colour}" stroke-width="6"/>'
        )
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" stroke="{colour}" stroke-width="6"/>'


def title(words, under=""):
    return text(100, 130, words, 54, weight=560) + (
        text(100, 190, under, 32, MUTED) if under else ""
    )


def gauge(
    heading="1,435 and 1,520 millimetres",
    under="The two gauges, drawn to one scale",
    narrow="China, most of Europe",
    wide="Kazakhstan, as from Tallinn to Vladivostok",
    unit="mm",
    aside="42.5 mm a side",
):
    out = [title(heading, under)]
    scale, centre = 0.66, 800
    for y, width, name, colour in (
        (420, 1435, narrow, INDIGO),
        (720, 1520, wide, MADDER),
    ):
        half = width * scale / 2
        out.append(stroke(centre - half - 110, y + 62, centre + half + 110, y + 62, LINE, 26))
        for x in (centre - half - 24, centre + half):
            out.append(f'<rect x="{x}" y="{y - 34}" width="24" height="12" fill="{colour}"/>')
            out.append(f'<rect x="{x + 8}" y="{y - 24}" width="8" height="56" fill="{colour}"/>')
            out.append(f'<rect x="{x - 18}" y="{y + 32}" width="60" height="12" fill="{colour}"/>')
        out.append(stroke(centre - half, y - 62, centre + half, y - 62, colour, 3))
        out.append(text(centre, y - 84, f"{width:,} {unit}", 40, colour, "middle", 600))
        out.append(text(centre, y + 130, name, 32, MUTED, "middle"))
    left, right = centre + 1435 * scale / 2, centre + 1520 * scale / 2
    for x in (left, right):
        out.append(stroke(x, 320, x, 940, WELD, 2, "6 8"))
    out.append(text((left + right) / 2, 985, aside, 32, WELD, "middle", 600))
    return out


def line_map(heading, under, stops, y=560):
    out = [title(heading, under)]
    first, last = 150, 1450
    step = (last - first) / (len(stops) - 1)
    for place, stop in enumerate(stops[:-1]):
        x = first + place * step
        dash = "18 14" if stop.get("sea") else ""
        colour = INDIGO if stop.get("sea") else stop.get("colour", CELADON)
        out.append(stroke(x, y, x + step, y, colour, 8, dash))
    for place, stop in enumerate(stops):
        x = first + place * step
        up = place % 2 == 0
        out.append(station(x, y, "square" if stop.get("change") else "circle"))
        edge = y - 60 if up else y + 84
        out.append(stroke(x, y + (-24 if up else 24), x, y + (-48 if up else 48), LINE, 2))
        out.append(text(x, edge, stop["name"], 34, INK, "middle", 560))
        if stop.get("note"):
            out.append(text(x, edge - 46 if up else edge + 44, stop["note"], 26, MUTED, "middle"))
    return out


def middle_corridor():
    return line_map(
        "The Middle Corridor",
        "From Khorgos to the Turkish network, with a sea in between",
        [
            {"name": "Khorgos", "note": "1,435 | 1,520", "change": True},
            {"name": "Zhezkazgan"},
            {"name": "Beyneu"},
            {"name": "Aktau", "note": "train to ship", "change": True, "sea": True},
            {"name": "Alat", "note": "ship to train", "change": True},
            {"name": "Tbilisi"},
            {"name": "Akhalkalaki", "note": "1,520 | 1,435", "change": True},
            {"name": "Kars"},
        ],
    ) + [text(800, 800, "Caspian Sea, dashed", 30, INDIGO, "middle")]


def laos():
    return line_map(
        "Kunming to Vientiane",
        "1,035 kilometres, 414 of them in Laos",
        [
            {"name": "Kunming"},
            {"name": "Yuxi"},
            {"name": "Mohan", "note": "border"},
            {"name": "Boten", "note": "border"},
            {"name": "Oudomxay"},
            {"name": "Luang Prabang"},
            {"name": "Vang Vieng"},
            {"name": "Vientiane"},
            {"name": "Thanaleng", "note": "metre gauge", "change": True},
        ],
    )


def mombasa():
    out = [
        title(
            "Two lines out of Mombasa",
            "The old metre gauge above, the standard gauge of 2017 below",
        )
    ]
    old, new = 470, 700
    out += [stroke(150, old, 1450, old, LINE, 8), stroke(150, new, 1010, new, CELADON, 8)]
    out.append(stroke(900, new, 1010, old, WELD, 6, "14 10"))
    for x, name in ((150, "Mombasa"), (760, "Nairobi"), (1010, "Naivasha"), (1450, "Malaba")):
        out += [station(x, old), text(x, old - 50, name, 34, INK, "middle", 560)]
    for x, name in ((150, "Miritini"), (720, "Syokimau"), (900, "Naivasha yard"), (1010, "Suswa")):
        shape = "square" if "yard" in name else "circle"
        low = name != "Naivasha yard"
        out += [
            station(x, new, shape),
            text(x, new + (78 if low else 130), name, 34, INK, "middle", 560),
        ]
    out.append(text(1120, new + 8, "no further since 2019", 32, MADDER))
    out.append(text(990, 610, "link", 30, WELD))
    out.append(text(1450, old + 62, "border of Uganda", 28, MUTED, "middle"))
    return out


def teu():
    out = [title("One thousand forty-foot boxes", "The same cargo, counted three ways")]
    for place, (value, name, colour) in enumerate(
        (
            (1000, "boxes", CELADON),
            (2000, "TEU", INDIGO),
            (4000, "TEU, when each is transshipped", MADDER),
        )
    ):
        y = 330 + place * 210
        out.append(f'<rect x="100" y="{y}" width="{value * 0.32}" height="96" fill="{colour}"/>')
        out.append(
            text(
                100 + value * 0.32 + 28 if value < 4000 else 128,
                y + 62,
                f"{value:,}",
                46,
                colour if value < 4000 else PAPER,
                weight=600,
            )
        )
        out.append(text(100, y + 142, name, 32, MUTED))
    return out


def piraeus():
    out = [
        title("Off the way from Suez", "The further a port lies from the line, the dearer the call")
    ]
    y = 700
    out.append(stroke(150, y, 1450, y, INDIGO, 8))
    for x, top, name in ((520, 560, "Piraeus"), (760, 330, "Trieste"), (1120, 360, "Marseille")):
        out.append(
            stroke(
                x,
                y,
                x,
                top,
                CELADON if name == "Piraeus" else LINE,
                6,
                "" if name == "Piraeus" else "14 10",
            )
        )
        out += [
            station(x, top, fill=CELADON if name == "Piraeus" else PAPER),
            text(x + 36, top + 12, name, 38, INK, weight=560),
        ]
    for x, name, anchor in (
        (150, "Suez", "middle"),
        (1450, "Gibraltar", "middle"),
        (840, "Malta", "middle"),
    ):
        out += [station(x, y), text(x, y + 78, name, 36, INK, anchor, 560)]
    out.append(text(556, 612, "hours", 30, CELADON))
    out.append(text(796, 384, "days", 30, MUTED))
    out.append(text(1156, 414, "days", 30, MUTED))
    return out


def addis():
    out = [
        title("From the sea to 2,300 metres", "Heights along the line from Djibouti to Addis Ababa")
    ]
    points = [
        (150, 0, "Djibouti"),
        (620, 1200, "Dire Dawa"),
        (980, 900, "Awash"),
        (1220, 1600, "Adama"),
        (1450, 2300, "Addis Ababa"),
    ]
    base, scale = 900, 0.24
    coordinates = [(x, base - height * scale) for x, height, _ in points]
    path = " ".join(f"{x},{y}" for x, y in coordinates)
    out.append(f'<polygon points="150,{base} {path} 1450,{base}" fill="#F1EDE4"/>')
    out.append(f'<polyline points="{path}" fill="none" stroke="{CELADON}" stroke-width="8"/>')
    out.append(stroke(150, base, 1450, base, LINE, 2))
    for (x, y), (_, height, name) in zip(coordinates, points, strict=True):
        anchor = "start" if x == 150 else "end" if x == 1450 else "middle"
        out += [
            station(x, y),
            text(x, y - 84, name, 34, INK, anchor, 560),
            text(x, y - 44, f"{height:,} m", 28, MUTED, anchor),
        ]
    return out


def crane(
    heading="Under the crane",
    under="A box leaves one railway and joins the other. Not to scale.",
    narrow="1,435 mm",
    wide="1,520 mm",
    first="from China",
    second="across Kazakhstan",
):
    """A gantry seen along the tracks: the box hangs between a full wagon and an empty one."""
    ground, top = 900, 330
    out = [title(heading, under)] if heading else []
    out.append(stroke(120, ground + 34, 1480, ground + 34, LINE, 6))
    for x in (220, 1380):
        out += [
            stroke(x, top, x, ground + 34, INK, 18),
            stroke(x - 44, ground + 30, x + 44, ground + 30, INK, 12),
        ]
    out += [stroke(150, top, 1450, top, INK, 26)]
    out.append(f'<rect x="742" y="{top - 20}" width="116" height="44" fill="{INK}"/>')
    out += [stroke(x, top + 20, x, 470, INK, 4) for x in (770, 830)]
    out.append(
        f'<rect x="690" y="470" width="220" height="130" fill="{PAPER}" stroke="{WELD}" stroke-width="8"/>'
    )
    for centre, half, name, whose, colour, full in (
        (500, 95, narrow, first, INDIGO, True),
        (1100, 101, wide, second, MADDER, False),
    ):
        for x in (centre - half, centre + half):
            out.append(f'<rect x="{x - 9}" y="{ground}" width="18" height="34" fill="{colour}"/>')
            out.append(
                f'<circle cx="{x}" cy="{ground - 34}" r="34" fill="{PAPER}" stroke="{colour}" stroke-width="8"/>'
            )
        out.append(
            f'<rect x="{centre - 130}" y="{ground - 92}" width="260" height="28" fill="{colour}"/>'
        )
        if full:
            out.append(
                f'<rect x="{centre - 110}" y="{ground - 226}" width="220" height="130" fill="{PAPER}" stroke="{WELD}" stroke-width="8"/>'
            )
        out += [
            text(centre, ground + 90, name, 36, colour, "middle", 600),
            text(centre, ground + 134, whose, 30, MUTED, "middle"),
        ]
    return out


def crane_zh():
    return crane(
        "吊车之下",
        "箱子离开一条铁路，登上另一条。未按比例。",
        "1435毫米",
        "1520毫米",
        "从中国来",
        "驶过哈萨克斯坦",
    )


def crane_ar():
    """Read from the right, so its heading stands there."""
    drawn = crane("", "", "1435 مم", "1520 مم", "من الصين", "عبر كازاخستان")
    heading = text(1500, 130, "تحت الرافعة", 54, weight=560)
    under = text(1500, 190, "يغادر الصندوق سكّة ويلحق بأخرى. ليس بمقياس.", 32, MUTED)
    return ['<g direction="rtl">', heading, under, *drawn, "</g>"]


def gauge_zh():
    return gauge(
        "1435毫米与1520毫米",
        "两种轨距，按同一比例画出",
        "中国与欧洲大部",
        "哈萨克斯坦，从塔林到符拉迪沃斯托克",
        "毫米",
        "每侧42.5毫米",
    )


def gauge_ar():
    """Read from the right, so its heading stands there."""
    drawn = gauge(
        "",
        "",
        "الصين ومعظم أوروبا",
        "كازاخستان، من تالين إلى فلاديفوستوك",
        "مم",
        "42.5 مم في كل جانب",
    )
    heading = text(1500, 130, "1435 و1520 مليمترًا", 54, anchor="start", weight=560)
    under = text(1500, 190, "العرضان بمقياس واحد", 32, MUTED)
    return ['<g direction="rtl">', heading, under, *drawn[1:], "</g>"]


def night(
    heading="A night at the terminal",
    under="Six trains in, seven out, between eight and eight",
    arriving="in, on 1,435",
    leaving="out, on 1,520",
):
    out = [title(heading, under)]
    y = 580
    out.append(stroke(120, y, 1480, y, LINE, 6))
    for hour in range(13):
        x = 120 + hour * 1360 / 12
        out += [
            stroke(x, y - 12, x, y + 12, LINE, 3),
            text(x, y + 52, f"{(20 + hour) % 24:02}", 26, MUTED, "middle"),
        ]
    for moment in (0.6, 2.4, 4.1, 6.9, 8.2, 10.7):
        x = 120 + moment * 1360 / 12
        out += [
            stroke(x, y - 200, x, y - 20, INDIGO, 6),
            station(x, y - 215, fill=INDIGO, colour=INDIGO),
        ]
    for moment in (0.2, 1.9, 3.6, 5.2, 7.4, 9.1, 11.5):
        x = 120 + moment * 1360 / 12
        out += [
            stroke(x, y + 72, x, y + 200, MADDER, 6),
            station(x, y + 215, "square", MADDER, MADDER),
        ]
    out += [
        text(120, 320, arriving, 32, INDIGO, weight=560),
        text(120, 880, leaving, 32, MADDER, weight=560),
    ]
    return out


def night_zh():
    return night(
        "换装站的一夜", "晚八点到早八点：到达六列，发出七列", "到达（1435）", "发出（1520）"
    )


def harbours():
    out = [title("Where the warehouses were", "The quay stays; what stands behind it moves")]
    for place, (name, x) in enumerate(
        (("by the water", 420), ("by the railway", 820), ("by the motorway", 1240))
    ):
        y = 390 + place * 230
        out += [stroke(100, y, 1500, y, LINE, 3), stroke(250, y - 70, 250, y + 70, INDIGO, 10)]
        out += [
            text(130, y - 18, "sea", 28, INDIGO),
            text(x + 110, y + 60, name, 32, MUTED, "middle"),
        ]
        for box in range(3):
            out.append(
                f'<rect x="{x + box * 78}" y="{y - 66}" width="64" height="58" fill="none" stroke="{CELADON}" stroke-width="6"/>'
            )
    return out


def svg(parts):
    style = (
        f'<style>@font-face{{font-family:Literata;font-weight:200 900;src:url("file://{FONT}")}}'
        "text{font-family:Literata,'Noto Naskh Arabic','Noto Serif CJK SC',serif}</style>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}">{style}<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


PICTURES = {
    "gauge": gauge, "middle-corridor": middle_corridor, "mombasa": mombasa, "teu": teu, "laos": laos,
    "piraeus": piraeus, "addis": addis, "night": night, "harbours": harbours,
    "gauge-zh": gauge_zh, "gauge-ar": gauge_ar, "night-zh": night_zh,
    "crane": crane, "crane-zh": crane_zh, "crane-ar": crane_ar,
}  # fmt: skip


def main(*wanted):
    for name, draw in PICTURES.items():
        if wanted and name not in wanted:
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".html", delete=False) as file:
            file.write(f"<!doctype html><style>body{{margin:0}}</style>{svg(draw())}")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--allow-file-access-from-files", "--virtual-time-budget=2000",
             f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={OUT / f'{name}.png'}", f"file://{file.name}"],
            check=True, capture_output=True,
        )  # fmt: skip
        Path(file.name).unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
