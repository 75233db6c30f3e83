from gongkai.people.testing import house  # noqa: F401
