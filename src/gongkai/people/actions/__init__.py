"""What is done to organisations, officers and keys. Doors call the journalled forms in `gongkai.journal.offices`."""
