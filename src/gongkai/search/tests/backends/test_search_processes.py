"""A worker writes, another process reads: whatever happens to the index, the reader sees one whole state after another."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongkai.search.rules.entries import entries_of
from gongkai.search.tantivy_index import TantivyIndex
from gongkai.search.tests.backends.test_search_conformance import OLD, OPEN, RENT, TODAY, fill

READER = f"""
import json, sys, time
from datetime import date
from pathlib import Path
from gongkai.search.backend import NoIndex
from gongkai.search.searching import SearchRequest, answer
from gongkai.search.tantivy_index import TantivyIndex

index, stop, before = TantivyIndex(Path(sys.argv[1])), Path(sys.argv[2]), None
while not stop.exists():
    try:
        seen = sorted(hit.policy_id for hit in answer(index, SearchRequest(on=date({TODAY.year}, {TODAY.month}, {TODAY.day}))).hits)
    except NoIndex:
        seen = "none"
    if seen != before:
        print(json.dumps(seen), flush=True)
    before = seen
    time.sleep(0.002)
"""


@pytest.fixture
def reader(tmp_path):
    command = [sys.executable, "-c", READER, str(tmp_path / "index"), str(tmp_path / "stop")]
    source = str(Path(__file__).parents[4])
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={"PYTHONPATH": source})
    assert process.stdout.readline() == '"none"\n'
    yield process
    (tmp_path / "stop").touch()
    process.communicate(timeout=30)


def seen(reader) -> object:
    return json.loads(reader.stdout.readline())


def test_a_reading_process_follows_what_the_writing_one_does(reader, tmp_path):
    index = TantivyIndex(tmp_path / "index")
    fill(index, RENT, OLD)
    assert seen(reader) == [1, 2]
    index.upsert(3, entries_of(OPEN))
    index.delete(2)
    index.commit()
    states = [seen(reader)]
    if states != [[1, 3]]:  # documents and clauses are committed one after the other, each at once
        states.append(seen(reader))
    assert states[-1] == [1, 3]
    index.wipe()
    assert seen(reader) == "none"
    fill(index, RENT, OLD, OPEN)
    assert seen(reader) == [1, 2, 3]


def test_a_rebuild_under_way_is_not_seen_until_it_is_complete(reader, tmp_path):
    index = TantivyIndex(tmp_path / "index")
    fill(index, RENT)
    assert seen(reader) == [1]

    def slowly():
        for one in (RENT, OLD, OPEN):
            time.sleep(0.05)  # the reader looks many times meanwhile
            yield one.policy_id, entries_of(one)

    index.replace(slowly())
    assert seen(reader) == [1, 2, 3]
    (tmp_path / "stop").touch()
    rest, errors = reader.communicate(timeout=30)
    assert (rest, errors) == ("", "")
    assert reader.returncode == 0


def test_a_new_process_of_the_worker_goes_on_where_another_was_killed(reader, tmp_path):
    fill(TantivyIndex(tmp_path / "index"), RENT)
    assert seen(reader) == [1]
    dying = TantivyIndex(tmp_path / "index")
    dying.upsert(3, entries_of(OPEN))  # never committed
    del dying
    again = TantivyIndex(tmp_path / "index")
    again.upsert(2, entries_of(OLD))
    again.commit()
    assert seen(reader) == [1, 2]
