"""Every change to offices and accounts leaves an entry, in the same transaction, without personal data."""

from datetime import date

import pytest

from gongkai.journal import offices
from gongkai.journal.models import Entry
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.organisations import Kind, Level, NameKind
from gongkai.people.rules.permits import Role
from gongkai.people.testing import NOW, house  # noqa: F401
from gongkai.shared.refusal import Refused


def test_each_change_is_noted_with_who_and_what(house):  # noqa: F811
    by = {"by": house.admin, "at": NOW}
    science = offices.create_organisation("科", under=house.housing, level=Level.COUNTY, kind=Kind.DIVISION, **by)
    offices.rename(science, "政策科", **by)
    offices.edit_organisation(science, position=3, **by)
    offices.move(science, under=house.transport, **by)
    name = offices.add_name(science, "法规科", kind=NameKind.OTHER, **by)
    offices.remove_name(name, **by)
    code = offices.add_doc_code(science, "云政科", valid_from=date(2025, 1, 1), **by)
    offices.end_doc_code(code, on=date(2025, 5, 1), **by)
    offices.close(science, succeeded_by=house.housing, **by)
    officer, _ = offices.create_officer("sunli", "孙丽", organisation=house.housing, roles=[Role.EDITOR], phone="13800138000", **by)
    offices.edit_officer(officer, phone="13800138001", **by)
    post = offices.appoint(officer, house.housing, Role.SIGNER, **by)
    offices.retire(post, **by)
    offices.reset_password(officer, **by)
    offices.remove_second_step(officer, **by)
    offices.unlock(officer, **by)
    offices.deactivate(officer, **by)
    offices.reactivate(officer, **by)
    key, shown = offices.issue_key("取数", organisation=house.housing, **by)
    offices.revoke_key(key, **by)
    assert [kind.removeprefix("people.") for kind in Entry.objects.order_by("id").values_list("kind", flat=True)] == [
        "organisation.created",
        "organisation.renamed",
        "organisation.edited",
        "organisation.moved",
        "organisation.name_added",
        "organisation.name_removed",
        "organisation.doc_code_added",
        "organisation.doc_code_ended",
        "organisation.closed",
        "officer.created",
        "officer.edited",
        "post.appointed",
        "post.retired",
        "officer.password_reset",
        "officer.second_step_removed",
        "officer.unlocked",
        "officer.deactivated",
        "officer.reactivated",
        "api_key.issued",
        "api_key.revoked",
    ]
    assert all(entry.by == house.admin and entry.at == NOW for entry in Entry.objects.all())
    written = str(list(Entry.objects.values("data", "about")))
    for private in ("13800138", "孙丽", "sunli", shown):
        assert private not in written


def test_a_refused_change_leaves_no_entry(house):  # noqa: F811
    with pytest.raises(Refused):
        offices.rename(house.housing, "新名", by=house.li, at=NOW)
    with pytest.raises(Refused):
        offices.deactivate(house.admin, by=house.li, at=NOW)
    assert not Entry.objects.exists()


def test_when_the_journal_fails_nothing_is_changed(house, monkeypatch):  # noqa: F811
    def broken(*_, **__):
        raise OSError("the journal is full")

    monkeypatch.setattr(offices, "write", broken)
    with pytest.raises(OSError):
        offices.rename(house.housing, "新名", by=house.admin, at=NOW)
    assert Organisation.objects.get(pk=house.housing.pk).name == "云泽县住房和城乡建设局"


def test_the_first_administrator_plants_the_tree_of_an_empty_house(db):
    with pytest.raises(Refused, match="全称"):
        offices.create_admin("root", "Strong-enough-1", "管理员", at=NOW)
    assert not Organisation.objects.exists()
    admin = offices.create_admin("root", "Strong-enough-1", "管理员", organisation_name="云泽县人民政府", region_code="370999", at=NOW)
    county = Organisation.objects.get()
    assert (county.name, county.region_code, county.level) == ("云泽县人民政府", "370999", Level.COUNTY)
    assert admin.actor().roles == {county.path: frozenset({Role.ADMIN})}
    second = offices.create_admin("root2", "Strong-enough-1", "管理员", at=NOW)
    assert second.actor().roles == admin.actor().roles


@pytest.mark.parametrize(("username", "about"), [("lisi", "people.officer:{}"), ("whatever", "people.officer:unknown")])
def test_a_failed_sign_in_names_the_account_only_if_there_is_one(house, username, about):  # noqa: F811
    offices.sign_in_failed(username, at=NOW, locked=True)
    assert {entry.about for entry in Entry.objects.all()} == {about.format(Officer.objects.get(username="lisi").pk)}
    assert list(Entry.objects.order_by("id").values_list("kind", flat=True)) == ["people.officer.sign_in_failed", "people.officer.locked"]
