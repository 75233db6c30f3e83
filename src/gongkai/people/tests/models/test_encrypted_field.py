import pytest
from django.db import connection
from django.test import override_settings

from gongkai.people.actions.encryption import seal_again
from gongkai.people.models import Authenticator, Officer
from gongkai.people.queries import officers_matching
from gongkai.people.rules.encryption import CannotOpen

OLD, NEW = "k1:old-secret-of-enough-length", "k2:new-secret-of-enough-length"


def stored(column: str = "phone", table: str = "people_officer") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def test_a_phone_number_is_sealed_in_the_database_and_plain_in_the_house(house):
    house.li.phone = "13800138000"
    house.li.save()
    assert Officer.objects.get(pk=house.li.pk).phone == "13800138000"
    assert not any("138" in value for value in stored())


def test_an_officer_is_found_by_the_whole_phone_number_only(house):
    house.li.phone = "138 0013 8000"
    house.li.save()
    assert list(officers_matching(Officer.objects.all(), "13800138000")) == [house.li]
    assert not officers_matching(Officer.objects.all(), "1380013800").exists()


def test_the_sealed_column_cannot_be_searched(house):
    with pytest.raises(TypeError, match="blind index"):
        Officer.objects.filter(phone="13800138000").exists()


def test_an_altered_value_does_not_open(house):
    Officer.objects.filter(pk=house.li.pk).update(phone="13800138000")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_officer SET phone = replace(phone, substr(phone, 20, 3), 'AAA') WHERE id = %s", [house.li.pk])
    with pytest.raises(CannotOpen):
        Officer.objects.get(pk=house.li.pk)


def test_keys_are_changed_without_losing_anything(house):
    with override_settings(FIELD_KEYS=[OLD]):
        for officer in (house.li, house.wang):
            officer.phone = f"1380013800{officer.pk % 10}"
            officer.save()
        Authenticator.objects.create(user=house.li, name="x", secret="c2VjcmV0")
    with override_settings(FIELD_KEYS=[NEW, OLD]):
        assert seal_again() == 3
        assert seal_again() == 0
    with override_settings(FIELD_KEYS=[NEW]):
        assert Officer.objects.get(pk=house.li.pk).phone == f"1380013800{house.li.pk % 10}"
        assert Authenticator.objects.get().secret == "c2VjcmV0"
        assert all(value.startswith("k2:") for value in stored() + stored("secret", "people_authenticator") if value)
