from django.db import models

from gongkai.catalogue.rules.categories import CATEGORIES


class Heading(models.Model):
    """一级公开事项, under a category of the regulation; its items are the 二级公开事项."""

    category = models.CharField("法定类别", max_length=8, choices=[(one.code, one.name) for one in CATEGORIES])
    name = models.CharField("一级事项", max_length=120)
    field = models.CharField("领域", max_length=40, blank=True)  # 26 个试点领域 and others, as the standard tables are filed
    position = models.PositiveIntegerField("次序", default=0)

    class Meta:
        ordering = ["category", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["category", "name"], name="heading_once")]
        indexes = [models.Index(fields=["field"], name="heading_field")]

    def __str__(self) -> str:
        return self.name


class Column(models.Model):
    """栏目: where on a site something is to be published. `category` and `topic`: papers of the library that are filed here by themselves
    (policies.rules.kinds.Category, 主题分类; empty: any)."""

    name = models.CharField("栏目名称", max_length=80, unique=True)
    address = models.CharField("网址", max_length=300, blank=True)
    category = models.CharField("文件种类", max_length=20, blank=True)
    topic = models.CharField("主题分类", max_length=40, blank=True)
    takes_papers = models.BooleanField("收文件库的文件", default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
