"""A question asked anew with a word as papers write it, where the one typed stands in none of them and sounds the same."""

from collections.abc import Sequence

from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules import spelling, words
from gongkai.assistant.rules.words import Rarity, Term
from gongkai.search.rules.tokens import fold


def respelled(text: str, terms: Sequence[Term], papers: Sequence[Paper], rarity: Rarity) -> tuple[str, str]:
    """(the question in other letters, how it was understood); both empty where no word of it is misspelt."""
    strange = words.unheard([term.word for term in terms if term.telling and not term.others], rarity)
    if not strange:
        return "", ""
    whole = fold("\n".join(f"{paper.named}\n" + "\n".join(block.text for block in paper.blocks) for paper in papers))
    found = spelling.meant(strange, whole)
    for word, right in found.items():
        text = text.replace(word, right)
    told = "、".join(f"“{word}”按“{right}”" for word, right in found.items())
    return (text, f"{told}来找。") if found else ("", "")
