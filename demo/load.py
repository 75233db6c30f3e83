"""Load the demo city through the same actions the desk uses, so that everything in it has the history a real paper has."""

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction

from demo.reading import DemoPaper, papers, topics
from gongkai.documents.rules.paper import Block
from gongkai.journal import worker
from gongkai.people.models import DocCode, Officer, Organisation, OrganisationName, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.models import Edition, Policy, Topic, TopicEntry
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.structure import structure
from gongkai.publishing.models import PublicNumber
from gongkai.shared.clock import BEIJING, now

HERE = Path(__file__).parent
PASSWORD = "gongkai-demo-2026"  # noqa: S105 - printed at the first start; demo accounts are refused outside trial mode


def load_if_empty() -> str:
    """Load the city into an empty house. Returns the sign-ins to be printed, or nothing when there was something already."""
    if Organisation.objects.exists():
        return ""
    load()
    return (
        "已装入演示城市“澜州市”。演示账号（口令都是 " + PASSWORD + "）：\n"
        "  chenli  陈立  市政府办公室 采编      zhoujing  周静  市政府办公室 审核（保密审查）\n"
        "  hansong 韩松  市政府办公室 签发      lisi      李四  市住建局 采编\n"
        "  wangfang 王芳 市住建局 审核、签发     sunjie    孙洁  系统管理员\n"
        "工作台：/desk/ 。正式运行请设置 GONGKAI_DEBUG=0，演示账号将不能登录。"
    )
