"""MP3：只留声音帧；开头和末尾的标签（歌名、演唱者、封面、歌词、评论）去掉，帧与帧之间不许有别的东西。"""

from gongkai.shared.refusal import Refused

EXPORT = "请用录音软件重新导出为普通 MP3 后上传"
TAGS = "音频的标签（标题、作者、封面、评论等）"
LEAST_FRAMES, MOST_FRAMES = 4, 1_000_000  # six hours and a half at the most
MOST_TAGS = 16  # at each end
_BITRATES = {  # by version: kbit/s of Layer III
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def scrubbed(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The frames alone, and what was taken off. Refused for anything between them."""
    start, end = _without_tags(data)
    at, frames = start, 0
    kind, lengths = _kind(data, start), dict[bytes, int]()
    while at < end:
        head = data[at : at + 3]
        if head not in lengths:  # a file has few sorts of frame, and many of each
            lengths[head] = _frame(data, at) if _kind(data, at) == kind else 0
        length = lengths[head]
        if not length or frames == MOST_FRAMES:
            raise Refused(f"音频里夹着不是声音的数据，或者文件已损坏、长过几小时。{EXPORT}", field="file")
        if at + length > end:  # the last one was cut off
            break
        at, frames = at + length, frames + 1
    if frames < LEAST_FRAMES:
        raise Refused(f"这个文件里没有声音。{EXPORT}", field="file")
    return data[start:at], (TAGS,) if start or at < len(data) else ()


def is_mp3(data: bytes) -> bool:
    """Whether it begins like one."""
    return data.startswith(b"ID3") or _frame(data, 0) > 0


def _without_tags(data: bytes) -> tuple[int, int]:
    """Where the frames begin and end. Of more tags than there can be the rest stays, and is no sound."""
    start, end = 0, len(data)
    for _ in range(MOST_TAGS):
        if data[start : start + 3] != b"ID3" or len(data) - start <= 10:
            break
        size = 0
        for byte in data[start + 6 : start + 10]:
            size = size << 7 | byte & 0x7F
        start += 10 + size + (10 if data[start + 5] & 0x10 else 0)
    for _ in range(MOST_TAGS):
        if end - start >= 128 and data[end - 128 : end - 125] == b"TAG":
            end -= 128
        elif end - start >= 32 and data[end - 32 : end - 24] == b"APETAGEX":
            size = int.from_bytes(data[end - 20 : end - 16], "little")
            if size < 32:  # less than the footer itself: the end would not move
                raise Refused(f"音频末尾的标签不规范，或者文件已损坏。{EXPORT}", field="file")
            end -= size + (32 if data[end - 9] & 0x80 else 0)
        else:
            break
    return start, max(end, start)


def _kind(data: bytes, at: int) -> tuple[int, int]:
    """Version, layer and sampling rate of the frame that begins here: the same from the first to the last."""
    return (data[at + 1] & 0x1E, data[at + 2] & 0x0C) if at + 2 < len(data) else (0, 0)


def _frame(data: bytes, at: int) -> int:
    """The length of the frame that begins here; 0 when none does."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return 0
    kbits = _BITRATES[3 if version == 3 else 2][bitrate]
    return (144 if version == 3 else 72) * kbits * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)
