"""Every operation of the open API stands on one of these lists and goes through the guard that counts callers. What is open to all
is read-only; what is about applications for information or sends something in needs a key with the scope named here."""

import pytest
from django.urls import get_resolver

from gongkai.openapi.api import api
from gongkai.openapi.guard import Caller, Holder
from gongkai.people.rules.api_keys import Scope

# operation: why anyone may call it
OPEN_TO_ALL = {
    "interpretations": "the explanations as the public sees them",
    "policies": "the library as the public sees it (政府信息公开条例第二十条)",
    "policy": "one policy as the public sees it",
    "text": "a published text",
    "proof": "how to check a published text",
    "comparison": "two published texts",
    "changes": "what was published or withdrawn, for copies",
    "topics": "the collections",
    "topic": "the public policies in a collection",
    "search": "searching what is public",
    "faq_answers": "what is answered to everybody, as the public sees it",
    "faq_changes": "which answers appeared or are no longer to be used, for copies",
    "catalogue_items": "what must be published and whether it was, as the public sees it",
    "register_lists": "the public lists",
    "register_entries": "what stood on a public list on a day",
    "register_entry": "everything a published entry ever said",
    "register_changes": "which entries changed or left their list, for copies",
    "checkpoints": "the seals of the journal, published on purpose",
}
# operation: why anyone may send something, which changes nothing but its own masked record
ASKED = {
    "ask": "智能问答 from what is public; the question is kept masked and forgotten in time",
}
# operation: what a key must open, and the method
KEYED = {
    "foi_submit": (Scope.FOI_SUBMIT, "POST"),
    "foi_changes": (Scope.FOI_READ, "GET"),
    "foi_case": (Scope.FOI_READ, "GET"),
    "library_submit": (Scope.LIBRARY_SUBMIT, "POST"),
    "library_receipt": (Scope.LIBRARY_SUBMIT, "GET"),
    "catalogue_event": (Scope.CATALOGUE_ANNOUNCE, "POST"),
    "answers_propose": (Scope.ANSWERS_PROPOSE, "POST"),
}
OTHER_ADDRESSES = {"openapi-json", "openapi-view", "api-root", None}  # description, documentation, roots, and the 404 of unknown addresses


def operations():
    return [operation for _, router in api._routers for view in router.path_operations.values() for operation in view.operations]


def test_every_operation_stands_on_the_list():
    assert {operation.operation_id for operation in operations()} == set(OPEN_TO_ALL) | set(ASKED) | set(KEYED)


def of_these(names):
    return [operation for operation in operations() if operation.operation_id in names]


@pytest.mark.parametrize("operation", of_these(OPEN_TO_ALL), ids=lambda operation: operation.operation_id)
def test_an_operation_open_to_all_reads_only_and_is_counted(operation):
    assert operation.methods == ["GET"]
    assert [type(callback) for callback in operation.auth_callbacks or [operation.api.auth]] == [Caller]


@pytest.mark.parametrize("operation", of_these(ASKED), ids=lambda operation: operation.operation_id)
def test_what_anyone_may_send_is_counted(operation):
    assert operation.methods == ["POST"]
    assert [type(callback) for callback in operation.auth_callbacks or [operation.api.auth]] == [Caller]


@pytest.mark.parametrize("operation", of_these(KEYED), ids=lambda operation: operation.operation_id)
def test_an_operation_that_is_not_open_to_all_needs_a_key_with_its_scope(operation):
    scope, method = KEYED[operation.operation_id]
    assert operation.methods == [method]
    (guard,) = operation.auth_callbacks
    assert type(guard) is Holder and guard.scope is scope


def test_no_other_address_lies_under_api():
    (door,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "api/"]
    inner = next(one for one in door.url_patterns if hasattr(one, "url_patterns"))
    assert {one.name for one in inner.url_patterns} - set(OPEN_TO_ALL) - set(ASKED) - set(KEYED) <= OTHER_ADDRESSES
    assert [str(one.pattern) for one in door.url_patterns if one is not inner] == ["<path:rest>"]
