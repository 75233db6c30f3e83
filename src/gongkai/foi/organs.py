"""What the letters of an organ say about itself: its 机关代字, how to reach it, to whom to turn against it, its templates."""

from datetime import date

from django.db.models import Q

from gongkai.foi.models import LetterTemplate, OrganSettings
from gongkai.foi.rules import letters
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letters import Template
from gongkai.foi.rules.numbering import letter_code_of
from gongkai.foi.rules.remedies import RemedyFacts, Respondent, reconsideration_organs
from gongkai.people.models import Organisation
from gongkai.people.models.organisation import OrganisationSet
from gongkai.people.queries import above, in_tree_order
from gongkai.people.rules.organisations import Kind, Level

ANSWERING = (Kind.GOVERNMENT, Kind.DEPARTMENT, Kind.AGENCY)  # 第二十七条: governments, their departments, branches outside


def asked() -> OrganisationSet:
    """The organs that an application can be sent to."""
    return Organisation.objects.open().filter(kind__in=[kind.value for kind in ANSWERING])


def reached() -> list[tuple[Organisation, OrganSettings | None]]:
    """Every organ that can be asked, each followed by those below it, with how it is reached; None where nothing is on file. Two queries."""
    organs = in_tree_order(asked(), by_level=True)
    known = {own.organ_id: own for own in OrganSettings.objects.filter(organ__in=organs)}
    return [(organ, known.get(organ.pk)) for organ in organs]


def settings_of(organ: Organisation) -> OrganSettings:
    """As last saved, or an empty one that is not saved."""
    return OrganSettings.objects.filter(organ=organ).first() or OrganSettings(organ=organ)


def remedy_facts(organ: Organisation) -> RemedyFacts:
    """To whom to turn: as the organ has set it, the organ of reconsideration otherwise as the tree of organs has it (2.4)."""
    own = settings_of(organ)
    return RemedyFacts(own.reconsideration_organ or usual_reconsideration_organ(organ), own.court, own.reconsideration_url)


def usual_reconsideration_organ(organ: Organisation) -> str:
    """By the table of 行政复议法第二十四至二十八条; empty where the tree does not tell."""
    upward = list(reversed(above(organ)))
    respondent = _respondent(organ, upward)
    if respondent is None:
        return ""
    government = next((one.name for one in upward if one.kind == Kind.GOVERNMENT), "")
    named = reconsideration_organs(respondent, own_name=organ.name, own_government=government, upper_government=government)
    return named[0] if named else ""


def contact_of(organ: Organisation) -> str:
    """电话、地址、办公时间, as one line; empty when nothing is on file."""
    own = settings_of(organ)
    return "，".join(part for part in (own.phone, own.address, own.hours) if part)


def doc_code(organ: Organisation, on: date) -> str:
    """机关代字 in use on that day, as letters carry it; empty when there is none."""
    in_use = organ.doc_codes.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))
    return letter_code_of(in_use.order_by("valid_from", "id").values_list("code", flat=True))


def template_row(organ: Organisation, kind: LetterKind) -> LetterTemplate | None:
    """The newest version of the organ's own template, or None where it uses the one delivered with the system."""
    return LetterTemplate.objects.filter(organ=organ, kind=kind).order_by("-version").first()


def template_of(organ: Organisation, kind: LetterKind) -> Template:
    """The template in force at this organ."""
    row = template_row(organ, kind)
    return Template(kind, row.title, row.body) if row else letters.default(kind)


def _respondent(organ: Organisation, upward: list[Organisation]) -> Respondent | None:
    match Kind(organ.kind):
        case Kind.GOVERNMENT:
            return Respondent.PROVINCE if organ.level == Level.PROVINCE else Respondent.GOVERNMENT
        case Kind.AGENCY:
            return Respondent.BRANCH_OFFICE if upward and upward[0].kind == Kind.GOVERNMENT else Respondent.BRANCH
        case Kind.INSTITUTION | Kind.UTILITY:
            return Respondent.AUTHORISED
        case Kind.GENERAL_OFFICE | Kind.DEPARTMENT | Kind.DIVISION | Kind.COMMITTEE:
            return Respondent.DEPARTMENT
        case Kind.GRASSROOTS | Kind.PARTY:
            return None
