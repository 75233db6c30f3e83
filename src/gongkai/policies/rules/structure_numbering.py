"""Numbers of headings, articles and items: their anchors, and warnings where a number is missing or comes twice.

Both manners are right: （一） beginning anew under each 一、, and （一）…（十三） running on through all of them."""

from dataclasses import dataclass, field

from gongkai.policies.rules.cleaning import CleanLine, Flag


@dataclass
class Numbering:
    flags: list[Flag] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)  # 编章节 we are in
    last_chapter: int = 0
    last_article: int = 0
    article_anchor: str = ""
    article_paragraph: int = 1
    path: dict[int, int] = field(default_factory=dict)  # level -> the number we are in
    running: dict[int, int] = field(default_factory=dict)  # level -> the last number anywhere in this paper

    @property
    def in_article(self) -> bool:
        return bool(self.article_anchor)

    def restart(self) -> None:
        """A new paper (附件, the attached text) numbers anew."""
        self.parts.clear()
        self.path.clear()
        self.running.clear()
        self.last_chapter, self.last_article, self.article_anchor, self.article_paragraph = 0, 0, "", 1

    def part(self, unit: str, number: int, mark: str, line: CleanLine) -> str:
        order = ("编", "章", "节")
        for lower in order[order.index(unit) + 1 :]:
            self.parts.pop(lower, None)
        # 章 may run on through 编; 节 begins anew in each 章
        before = self.parts.get(unit, self.last_chapter if unit == "章" and number != 1 else 0)
        self._check(mark, before, number, line)
        self.parts[unit] = number
        self.last_chapter = number if unit == "章" else self.last_chapter
        self.article_anchor = ""
        self.path.clear()
        return self._part_path()

    def article(self, number: int, sub: int, mark: str, line: CleanLine) -> str:
        if not sub:
            self._check(mark, self.last_article, number, line)
        self.last_article = number
        chapter = f"c{self.parts['章']}-" if "章" in self.parts else ""
        self.article_anchor = f"{chapter}a{number}" + (f"_{sub}" if sub else "")
        self.article_paragraph = 1
        self.path.clear()
        return self.article_anchor

    def item(self, level: int, number: int, mark: str, line: CleanLine) -> str:
        for lower in [each for each in self.path if each > level]:
            del self.path[lower]
        before = self.path.get(level, 0)
        runs_on = number == self.running.get(level, 0) + 1
        if not (runs_on or (number == 1 and (before != 1 or level >= 3))):
            self._check(mark, before, number, line)
        self.path[level] = number
        if not self.in_article:
            self.running[level] = number
        steps = [str(self.path[each]) for each in sorted(self.path)]
        if not self.in_article:
            return ("h" if 1 in self.path else "n") + "-".join(steps)
        paragraph = f"-p{self.article_paragraph}" if self.article_paragraph > 1 else ""
        return f"{self.article_anchor}{paragraph}-i{'-'.join(steps)}"

    def paragraph_anchor(self) -> str:
        """The anchor of a plain paragraph inside an article (its next 款), "" outside articles."""
        if not self.in_article:
            return ""
        self.article_paragraph += 1
        self.path.clear()
        return f"{self.article_anchor}-p{self.article_paragraph}"

    def _part_path(self) -> str:
        letters = {"编": "b", "章": "c", "节": "s"}
        return "-".join(f"{letters[unit]}{self.parts[unit]}" for unit in ("编", "章", "节") if unit in self.parts)

    def _check(self, name: str, before: int, number: int, line: CleanLine) -> None:
        if number == before + 1:
            return
        if before and number == before:
            message = f"编号“{name}”重复出现"
        elif number > before:
            message = f"编号“{name}”之前缺{number - before - 1}个序号" if before else f"编号从“{name}”开始，之前的序号未见"
        else:
            message = f"编号“{name}”次序颠倒"
        self.flags.append(Flag("numbering", message + "，请核对是否漏识。", line.sources[0] if line.sources else 0, line.text[:80]))
