"""Numbers in addresses."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowConverter(IntConverter):
    """The number of a row: no more digits than a database has room for, so that any other address is simply not there."""

    regex = "[0-9]{1,18}"


register_converter(RowConverter, "row")
