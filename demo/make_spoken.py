"""Makes the sound and the film of spoken/: run `python -m demo.make_spoken` after changing what they say. Needs espeak-ng and ffmpeg, which
the platform itself does not. What is said is the text of the explanation, sentence by sentence."""

import re
import subprocess
import tempfile
from pathlib import Path

import cn2an
import pylopdf_fonts_zh_cn as fonts
from PIL import Image, ImageDraw, ImageFont
from pypinyin import Style, lazy_pinyin

from demo import reading
from gongkai.documents.cleaning import clean
from gongkai.documents.rules.kinds import FileKind

SPOKEN = reading.HERE / "spoken"
WIDE, HIGH, EDGE = 1280, 720, 96  # scaled down to 960 in the film
RED, DEEP, INK, QUIET, PAPER = "#b01b22", "#7d1016", "#1a1e23", "#5b646e", "#fbf8f4"
MARK = "AI 合成语音"
PAUSE = 0.35  # seconds between paragraphs
STOPS = str.maketrans({"，": ",", "；": ";", "：": ",", "。": ".", "？": "?", "、": ",", "《": "", "》": ""})
DIGITS = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))

# the slides of the film: head and rows, one for each paragraph of the text
SLIDES = (
    ("哪些人坐公交免费、半价", ("本视频的语音由人工智能合成",)),
    ("2026年4月1日起执行", ("《关于完善公共交通优惠乘车政策的通知》", "澜州市交通运输局　澜州市财政局")),
    ("哪些人免费", ("年满65周岁的老人，不分户籍", "残疾人", "现役军人、消防救援人员等", "6周岁以下，或者身高1.3米以下的儿童")),
    ("哪些人半价", ("中小学生、中职学生", "60到64周岁的老人")),
    ("其他乘客打九折", ("90分钟内换乘，再减1元",)),
    ("怎么用", ("刷社会保障卡就行，不用另外办卡", "外地老人，出示身份证件就免费")),
    ("有疑问", ("市交通运输局咨询电话", "0999-5550123")),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _sound("jd-gaoling-ting", Path(folder), speed=215)
        _film("jd-gongjiao-kan", Path(folder), speed=280)


def _sound(name: str, folder: Path, *, speed: int) -> None:
    voice = _voice(_paragraphs(name), folder, speed)
    _keep(_made(["-i", str(voice), "-ac", "1", "-ar", "16000", "-b:a", "16k"], folder / f"{name}.mp3"), FileKind.MP3)


def _film(name: str, folder: Path, *, speed: int) -> None:
    said = _paragraphs(name)
    assert len(said) == len(SLIDES)
    playlist = folder / "slides.txt"
    lines = []
    for number, (text, (head, rows)) in enumerate(zip(said, SLIDES, strict=True)):
        picture = folder / f"{number}.png"
        _slide(head, rows, is_first=not number).save(picture)
        lines += [f"file '{picture}'", f"duration {_seconds(_voice([text], folder, speed)):.2f}"]
    playlist.write_text("\n".join([*lines, lines[-2]]) + "\n")
    voice = _voice(said, folder, speed)
    pictures = ["-f", "concat", "-safe", "0", "-i", str(playlist), "-i", str(voice), "-r", "5", "-pix_fmt", "yuv420p"]
    coded = [
        "-c:v",
        "libx264",
        "-preset",
        "veryslow",
        "-crf",
        "33",
        "-tune",
        "stillimage",
        "-c:a",
        "aac",
        "-ac",
        "1",
        "-ar",
        "16000",
        "-b:a",
        "20k",
        "-vf",
        "scale=960:-2",
    ]
    _keep(_made([*pictures, *coded, "-shortest", "-movflags", "+faststart"], folder / f"{name}.mp4"), FileKind.MP4)


def _paragraphs(name: str) -> list[str]:
    return reading.document(reading.HERE / "policies" / f"{name}.md").body.splitlines()[1:]


def _voice(texts: list[str], folder: Path, speed: int) -> Path:
    """One file of these paragraphs, with a pause after each."""
    parts = []
    for number, text in enumerate(texts):
        part = folder / f"said-{number}.wav"
        _run(["espeak-ng", "-v", "cmn-latn-pinyin", "-s", str(speed), "-w", str(part), _as_said(text)])
        parts.append(part)
    given = [word for part in parts for word in ("-i", str(part))]
    padded = "".join(f"[{n}]apad=pad_dur={PAUSE}[p{n}];" for n in range(len(parts)))
    joined = "".join(f"[p{n}]" for n in range(len(parts))) + f"concat=n={len(parts)}:v=0:a=1[all]"
    whole = folder / "whole.wav"
    return _made([*given, "-filter_complex", padded + joined, "-map", "[all]"], whole)


def _as_said(text: str) -> str:
    """In pinyin, which the voice reads better than signs; years and telephone numbers digit by digit, as people say them."""
    text = re.sub(r"\d{4}-\d{7}", lambda found: "，".join(map(_digits, found[0].split("-"))), text)
    text = cn2an.transform(text.replace("1.3米", "一米三"), "an2cn")
    sounds = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join(sounds).translate(STOPS)


def _digits(number: str) -> str:
    return "".join(DIGITS[one] for one in number)


def _slide(head: str, rows: tuple[str, ...], *, is_first: bool) -> Image.Image:
    page = Image.new("RGB", (WIDE, HIGH), RED if is_first else PAPER)
    draw = ImageDraw.Draw(page)
    ink, quiet = ("#ffffff", "#ffe9e4") if is_first else (INK, QUIET)
    if not is_first:
        draw.rectangle((0, 0, WIDE, 14), fill=RED)
    draw.text((EDGE, 150 if is_first else 96), head, font=_font(fonts.serif_path(), 84), fill=ink if is_first else DEEP, stroke_width=1)
    draw.rectangle((EDGE, 290 if is_first else 232, EDGE + 96, 298 if is_first else 240), fill="#f3c77a")
    for number, row in enumerate(rows):
        draw.text((EDGE, (350 if is_first else 278) + number * 78), row, font=_font(fonts.sans_path(), 50), fill=ink)
    draw.text((EDGE, HIGH - 80), "澜州市交通运输局（演示）", font=_font(fonts.sans_path(), 30), fill=quiet)
    draw.text((WIDE - EDGE, HIGH - 80), MARK, font=_font(fonts.sans_path(), 38), fill=quiet, anchor="ra")
    return page


def _font(path: str | Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def _seconds(file: Path) -> float:
    told = _run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(file)])
    return float(told)


def _made(options: list[str], to: Path) -> Path:
    _run(["ffmpeg", "-y", "-v", "error", *options, "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", str(to)])
    return to


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  # our own words only


def _keep(file: Path, kind: FileKind) -> None:
    """As the platform would clean it, so that taking it in changes nothing."""
    SPOKEN.mkdir(exist_ok=True)
    (SPOKEN / file.name).write_bytes(clean(file.read_bytes(), kind).data)
    print(file.name, (SPOKEN / file.name).stat().st_size, f"{_seconds(SPOKEN / file.name):.1f} s")


if __name__ == "__main__":
    main()
