"""The facts of the policy library, one noun a file."""

from gongkai.policies.models.campaign import Campaign, CampaignItem
from gongkai.policies.models.edition import Attachment, Draft, Edition, Issuer, Text
from gongkai.policies.models.intake import ImportBatch, ImportItem
from gongkai.policies.models.interpretation import Interpretation, InterpretationExemption, InterpretationPlan
from gongkai.policies.models.policy import CodeSerial, DailyViews, Policy, Topic, TopicEntry, Withdrawal
from gongkai.policies.models.relation import Accepted, Citation, Relation
from gongkai.policies.models.standards import RuleVersion

__all__ = [
    "Accepted",
    "Attachment",
    "Campaign",
    "CampaignItem",
    "Citation",
    "CodeSerial",
    "DailyViews",
    "Draft",
    "Edition",
    "ImportBatch",
    "ImportItem",
    "Interpretation",
    "InterpretationExemption",
    "InterpretationPlan",
    "Issuer",
    "Policy",
    "Relation",
    "RuleVersion",
    "Text",
    "Topic",
    "TopicEntry",
    "Withdrawal",
]
