"""What the portal's frame needs on every page, error pages included."""

from django import template

register = template.Library()

# Only columns that exist; a column is added when its pages are.
NAV = [
    ("首页", "portal:home"),
    ("政策文件", "portal:library"),
    ("政策解读", "portal:interpretations"),
    ("政策专题", "portal:topics"),
    ("政务资讯", "portal:news"),
]


@register.simple_tag
def portal_nav() -> list[tuple[str, str]]:
    """(label, url name) of each column."""
    return NAV
