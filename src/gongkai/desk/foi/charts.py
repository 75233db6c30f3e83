"""趋势图: applications received and closed, month by month."""

from collections.abc import Sequence

from gongkai.desk.charts import Chart, bar_chart
from gongkai.foi.numbers import Month


def trend_chart(months: Sequence[Month]) -> Chart:
    return bar_chart([(f"{each.month}月", (each.received, each.closed)) for each in months], ("received", "closed"))
