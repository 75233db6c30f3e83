"""A text as the numbers of its pieces, as the model learnt them: of all ways to cut it, the one whose pieces score most together."""

from gongkai.search.e5.weights import Vocabulary

_GAP = "▁"  # stands for the beginning of a word in the pieces
_UNKNOWN_COSTS = 10.0  # more than the rarest piece


class Pieces:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._known = vocabulary
        self._unknown_score = min(score for _, score in vocabulary.pieces.values()) - _UNKNOWN_COSTS
        self._longest: dict[str, int] = {}  # piece beginning with this character, in characters
        for piece in vocabulary.pieces:
            self._longest[piece[:1]] = max(self._longest.get(piece[:1], 1), len(piece))

    def numbers(self, text: str, most: int) -> list[int]:
        """Between the marks of beginning and end, so many numbers at most; the rest of the text is left out."""
        words = text.translate(self._known.folded).split()
        found = self._cut("".join(_GAP + word for word in words)[: most * 8])
        return [self._known.first, *found[: most - 2], self._known.last]

    def _cut(self, text: str) -> list[int]:
        """Viterbi: the best way to every place, from the best ways to the places before."""
        pieces, unknown = self._known.pieces, self._known.unknown
        best = [0.0] + [float("-inf")] * len(text)
        came: list[tuple[int, int]] = [(0, unknown)] * (len(text) + 1)
        for start in range(len(text)):
            so_far = best[start]
            for end in range(start + 1, min(len(text), start + self._longest.get(text[start], 1)) + 1):
                number, score = pieces.get(text[start:end]) or (unknown, self._unknown_score if end == start + 1 else float("-inf"))
                if so_far + score > best[end]:
                    best[end], came[end] = so_far + score, (start, number)
        found: list[int] = []
        place = len(text)
        while place:
            place, number = came[place]
            if not (number == unknown and found[-1:] == [unknown]):
                found.append(number)
        return found[::-1]
