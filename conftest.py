"""What every test needs: a database file that several threads can open, and an append-only journal that tests may still empty."""

pytest_plugins = ["gongkai.journal.testing", "tests.cast"]
