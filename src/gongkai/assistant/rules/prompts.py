"""What the model is told. Any change of a word here is a new version: it stands in the record of every answer worded by a model."""

VERSION = "1"
