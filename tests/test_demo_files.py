"""The demo city's files are complete and agree with one another."""

import re
from collections import Counter
from datetime import date

import chinese_calendar
import pytest
from demo import explaining, make_spoken, reading

from gongkai.documents import cleaning
from gongkai.documents.rules.kinds import FileKind
from gongkai.policies.rules import docno, facts, genres
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.publishing.reference import seed_words
from gongkai.publishing.rules import uscc
from gongkai.publishing.rules.fields import POLICY_FIELDS
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import paper_of
from gongkai.publishing.rules.phones import digits
from gongkai.publishing.rules.rulebook import Rulebook

TODAY = date(2026, 11, 22)
DOCUMENTS = reading.documents()
OFFICES = {row["id"]: row for row in reading.organisations()}
POLICIES = [one for one in DOCUMENTS if one.category == "policy"]
IDS = {one.policy for one in DOCUMENTS}
PUBLIC = frozenset(digits(number["number"]) for row in OFFICES.values() for number in row["public_numbers"])
each = pytest.mark.parametrize("paper", DOCUMENTS, ids=lambda one: one.name)
each_policy = pytest.mark.parametrize("paper", POLICIES, ids=lambda one: one.name)


def in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


def test_there_is_a_city_worth_looking_at():
    counts = Counter(one.category for one in DOCUMENTS)
    assert counts["policy"] >= 45 and counts["interpretation"] >= 8 and counts["news"] >= 6


def test_every_organisation_hangs_below_one_that_came_before():
    seen = set()
    for row in reading.organisations():
        assert row["parent"] is None or row["parent"] in seen, row["id"]
        seen.add(row["id"])
    assert reading.home() in seen


def test_regions_are_invented_and_credit_codes_valid_and_unique():
    codes = [row["uscc"] for row in OFFICES.values()]
    assert len(set(codes)) == len(codes) and all(uscc.is_valid(code) for code in codes)
    assert all(row["region_code"].startswith("99") for row in OFFICES.values())


def test_public_numbers_are_unique():
    numbers = [number["number"] for row in OFFICES.values() for number in row["public_numbers"]]
    assert len(set(numbers)) == len(numbers)


def test_one_office_changed_its_name_and_one_its_code():
    assert any(name["kind"] == "former" and name["until"] for row in OFFICES.values() for name in row["other_names"])
    assert any(code["until"] for row in OFFICES.values() for code in row["codes"])


def test_officers_are_unique_and_hold_posts_that_exist():
    names = [officer["username"] for officer in reading.officers()]
    assert len(set(names)) == len(names)
    for officer in reading.officers():
        assert officer["posts"]
        for post in officer["posts"]:
            assert post["organisation"] in OFFICES and post["role"] in {"editor", "reviewer", "signer", "supervisor", "admin"}
            date.fromisoformat(post["since"])


@pytest.mark.parametrize("office", sorted({one.office for one in DOCUMENTS}))
def test_every_office_that_publishes_has_a_writer_and_others_who_review_and_sign(office):
    cast = reading.cast_of(office)
    assert len({cast.editor, cast.reviewer, cast.signer}) == 3


def test_editions_are_numbered_from_one_without_gaps():
    for policy, count in Counter(one.policy for one in DOCUMENTS).items():
        numbers = [one.edition for one in DOCUMENTS if one.policy == policy]
        assert numbers == list(range(1, count + 1))


@each_policy
def test_a_policy_has_every_required_fact(paper):
    has = {facts.LABELS[name]: value for name, value in paper.facts.items()}
    for label in POLICY_FIELDS:
        assert has[label], label
    assert paper.facts["document_class"] != "normative" or paper.facts["effective_on"]


@each
def test_the_facts_have_known_names_and_nothing_stops_publication(paper):
    assert set(paper.facts) <= set(facts.LABELS)
    assert not [problem for problem in facts.problems(facts.tidy(paper.facts), Category(paper.category)) if problem.blocking]


@each
def test_dates_are_in_order_and_papers_are_signed_on_working_days(paper):
    formed, published = date.fromisoformat(paper.facts["formed_on"]), paper.published_on
    assert formed <= published <= TODAY
    assert chinese_calendar.is_workday(published), published
    assert chinese_calendar.is_workday(formed), formed
    if paper.category == "policy":
        effective = date.fromisoformat(paper.facts["effective_on"])
        assert effective >= formed
        if paper.facts["expires_on"]:
            assert date.fromisoformat(paper.facts["expires_on"]) > effective


@each_policy
def test_the_text_says_what_the_facts_say(paper):
    assert in_words(date.fromisoformat(paper.facts["formed_on"])) in paper.body
    if paper.facts["expires_on"]:
        assert in_words(date.fromisoformat(paper.facts["expires_on"])) in paper.body
    if paper.facts["effective_on"] != paper.facts["formed_on"]:
        assert in_words(date.fromisoformat(paper.facts["effective_on"])) in paper.body
    first, *rest = paper.body.splitlines()
    assert first == paper.facts["title"] and len(rest) >= 4


@each_policy
def test_the_number_belongs_to_its_issuer_and_the_title_to_its_kind(paper):
    number = docno.parse(paper.facts["doc_no"])
    assert not number.irregular
    codes = {
        code["code"]
        for row in OFFICES.values()
        for code in row["codes"]
        if code["since"] <= paper.facts["formed_on"] and (code["until"] is None or paper.facts["formed_on"] <= code["until"])
    }
    assert number.is_order or number.code in codes
    assert paper.facts["genre"] in genres.GENRES


def test_numbers_index_numbers_and_registrations_are_used_once():
    for name in ("doc_no", "index_no", "normative_reg_no"):
        values = [one.facts[name] for one in POLICIES if one.facts[name]]
        assert [value for value, count in Counter(values).items() if count > 1] == [], name


@each
def test_offices_issuers_and_relations_exist(paper):
    assert paper.office in OFFICES
    for relation in paper.relations:
        assert RelationKind(relation["kind"]) and relation["target"] in IDS - {paper.policy}
        assert all(relation[name] is None or date.fromisoformat(relation[name]) for name in ("on", "until"))


def test_a_target_is_published_before_whatever_points_at_it():
    first = {}
    for one in DOCUMENTS:
        first.setdefault(one.policy, one.published_on)
    for one in DOCUMENTS:
        for relation in one.relations:
            assert first[relation["target"]] <= one.published_on, (one.name, relation)


def test_every_number_cited_is_in_the_library_but_the_few_that_wait():
    known = {one.facts["doc_no"] for one in POLICIES}
    cited = {str(found.doc_no) for one in DOCUMENTS for found in docno.find_all(one.body)}
    waiting = {number for number in cited - known if not number.startswith("澜州市人民政府令")}
    assert "南政办发〔2026〕15号" in waiting  # arrives with the samples
    assert len(waiting) <= 3, waiting


@each
def test_articles_are_numbered_without_gaps(paper):
    numbers = [docno.chinese_number(found) for found in re.findall(r"^第([一二三四五六七八九十百]+)条　", paper.body, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


@each
def test_a_paper_passes_its_own_inspection(paper):
    book = Rulebook(words=seed_words(), public_numbers=PUBLIC, key=b"demo")
    hits = inspect_paper(paper_of(paper.body), book, about="demo", today=TODAY)
    assert [(hit.code, hit.sample, hit.message) for hit in hits] == []


@each
def test_only_invented_telephone_numbers_stand_in_the_texts(paper):
    for number in re.findall(r"0\d{2,3}-\d{7,8}", paper.body):
        assert digits(number) in PUBLIC


def test_topics_gather_documents_that_exist():
    for topic in reading.topics():
        assert topic["name"] and topic["summary"] and len(set(topic["policies"])) == len(topic["policies"]) >= 3
        assert set(topic["policies"]) <= IDS


def test_the_library_shows_every_state_of_validity():
    kinds = {relation["kind"] for one in DOCUMENTS for relation in one.relations}
    assert {"based_on", "interprets", "repeals", "replaces", "partially_repeals", "suspends", "extends", "declares_expired"} <= kinds
    effective = [date.fromisoformat(one.facts["effective_on"]) for one in POLICIES]
    assert any(day > TODAY for day in effective)
    expiring = [date.fromisoformat(one.facts["expires_on"]) for one in POLICIES if one.facts["expires_on"]]
    assert any(TODAY < day <= date(2027, 5, 22) for day in expiring) and any(day < TODAY for day in expiring)
    assert [one.withdrawn["reason"] for one in DOCUMENTS if one.withdrawn]
    assert max(Counter(one.policy for one in DOCUMENTS).values()) == 3


def test_a_broken_file_is_named(tmp_path):
    broken = tmp_path / "x.md"
    broken.write_text("没有文件头", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.md"):
        reading.document(broken)
    broken.write_text("{坏\n---\n正文", encoding="utf-8")
    with pytest.raises(ValueError, match="JSON"):
        reading.document(broken)


@pytest.mark.parametrize("policy", explaining.PLAYED)
def test_what_is_played_is_small_clean_and_said_to_be_spoken_by_a_machine(policy):
    kind = FileKind(explaining.PLAYED[policy][0])
    data = (reading.HERE / "spoken" / f"{policy}.{kind}").read_bytes()
    cleaned = cleaning.clean(data, kind)
    assert cleaned.data == data and cleaned.removed == () and cleaning.hidden(data, kind) == ()
    assert len(data) <= {FileKind.MP3: 150_000, FileKind.MP4: 300_000}[kind]
    paper = next(one for one in DOCUMENTS if one.policy == policy)
    assert explaining.TOLD[policy].synthetic and "语音由人工智能合成" in paper.body.splitlines()[1]


def test_the_film_shows_what_the_text_says():
    """Every number of the slides stands in the text, and there is a slide for each paragraph."""
    said = next(one for one in DOCUMENTS if one.policy == "jd-gongjiao-kan").body.splitlines()[1:]
    for text, (head, rows) in zip(said, make_spoken.SLIDES, strict=True):
        assert set(re.findall(r"[\d.]+", "".join((head, *rows)))) <= set(re.findall(r"[\d.]+", text)), head
