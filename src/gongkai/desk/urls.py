"""Every address of the desk. Each view names its permit (tests/inspections/test_desk_urls_are_guarded.py)."""

from django.urls import URLPattern, path

from gongkai.desk import addresses  # noqa: F401 - the converter “row”, before any address uses it
from gongkai.desk.accounts.urls import urlpatterns as accounts
from gongkai.desk.assistant.urls import urlpatterns as assistant
from gongkai.desk.calendar import views as calendar
from gongkai.desk.catalogue.urls import urlpatterns as catalogue
from gongkai.desk.checks import views as checks
from gongkai.desk.citations import views as citations
from gongkai.desk.door import framed
from gongkai.desk.drafts import parts
from gongkai.desk.drafts import views as drafts
from gongkai.desk.enquiries.urls import urlpatterns as enquiries
from gongkai.desk.exchange.urls import urlpatterns as exchange
from gongkai.desk.finding.urls import urlpatterns as finding
from gongkai.desk.foi.urls import urlpatterns as foi
from gongkai.desk.imports import views as imports
from gongkai.desk.interpretations.urls import urlpatterns as interpretations
from gongkai.desk.journal import views as journal
from gongkai.desk.notices import views as notices
from gongkai.desk.patrol.urls import urlpatterns as patrol
from gongkai.desk.people import officers, organisations
from gongkai.desk.policies import views as policies
from gongkai.desk.policies.urls import urlpatterns as library
from gongkai.desk.registers.urls import urlpatterns as registers
from gongkai.desk.reviews.urls import urlpatterns as reviews
from gongkai.desk.topics import views as topics
from gongkai.desk.work import views as work

app_name = "desk"
urlpatterns = [
    *(URLPattern(one.pattern, framed(one.callback), name=one.name) for one in accounts),
    path("", work.home, name="home"),
    *foi,
    *catalogue,
    *registers,
    *enquiries,
    *assistant,
    path("imports/", imports.batches, name="imports"),
    path("imports/new/", imports.new, name="import-new"),
    path("imports/paste/", imports.paste, name="import-paste"),
    path("imports/template.<slug:kind>", imports.template, name="import-template"),
    path("imports/<row:pk>/", imports.batch, name="import-batch"),
    path("imports/<row:pk>/discard/", imports.discard_many, name="import-discard-many"),
    path("imports/items/<row:pk>/", imports.item, name="import-item"),
    path("imports/items/<row:pk>/text/", imports.text, name="import-text"),
    path("imports/items/<row:pk>/original/", imports.original, name="import-original"),
    path("imports/items/<row:pk>/discard/", imports.discard, name="import-discard"),
    path("imports/items/<row:pk>/compare/<slug:code>/<row:edition>/", imports.comparison, name="import-compare"),
    path("drafts/", drafts.listing, name="drafts"),
    path("drafts/new/", drafts.new, name="draft-new"),
    path("drafts/<row:edition>/", drafts.page, name="draft"),
    path("drafts/<row:edition>/edit/", drafts.edit, name="draft-edit"),
    path("drafts/<row:edition>/preview/", drafts.preview, name="draft-preview"),
    path("drafts/<row:edition>/relations/", parts.relations, name="draft-relations"),
    path("drafts/<row:edition>/files/", parts.files, name="draft-files"),
    path("drafts/<row:edition>/files/<row:file>/", parts.cleaned, name="draft-file"),
    path("drafts/<row:edition>/files/<row:file>/original/", parts.original, name="draft-file-original"),
    path("drafts/<row:edition>/files/<row:file>/detach/", parts.detach, name="draft-detach"),
    path("drafts/<row:edition>/submission/", drafts.submit, name="draft-submit"),
    path("drafts/<row:edition>/inspection/", drafts.inspect, name="draft-inspect"),
    path("drafts/<row:edition>/findings/<row:finding>/override/", drafts.override, name="draft-override"),
    path("drafts/<row:edition>/findings/<row:finding>/allowance/", drafts.allow, name="draft-allow"),
    path("drafts/<row:edition>/secrecy/", drafts.secrecy, name="draft-secrecy"),
    path("drafts/<row:edition>/return/", drafts.send_back, name="draft-return"),
    path("drafts/<row:edition>/publication/", drafts.sign, name="draft-publish"),
    path("drafts/<row:edition>/schedule/", drafts.schedule, name="draft-schedule"),
    path("drafts/<row:edition>/abandonment/", drafts.give_up, name="draft-abandon"),
    path("policies/", policies.listing, name="policies"),
    path("policies/<slug:code>/", policies.page, name="policy"),
    path("policies/<slug:code>/texts/<row:edition>/<row:number>/", policies.text, name="policy-text"),
    path("policies/<slug:code>/edition/", policies.new_edition, name="policy-edition"),
    path("policies/<slug:code>/editions/<row:edition>/correction/", policies.correction, name="policy-correction"),
    path("policies/<slug:code>/withdrawal/", policies.withdrawal, name="policy-withdrawal"),
    path("citations/", citations.listing, name="citations"),
    path("citations/dismissal/", citations.dismiss_many, name="citations-dismiss"),
    path("citations/<row:pk>/confirmation/", citations.confirm, name="citation-confirm"),
    path("citations/<row:pk>/dismissal/", citations.dismiss, name="citation-dismiss"),
    path("expiring/", policies.expiring, name="expiring"),
    *library,
    *interpretations,
    *reviews,
    *patrol,
    *exchange,
    path("topics/", topics.listing, name="topics"),
    path("topics/new/", topics.new, name="topic-new"),
    path("topics/<row:pk>/", topics.topic, name="topic"),
    path("topics/<row:pk>/edit/", topics.edit, name="topic-edit"),
    path("topics/<row:pk>/approval/", topics.approve, name="topic-approve"),
    path("topics/<row:pk>/order/", topics.arrange, name="topic-arrange"),
    path("topics/<row:pk>/removal/", topics.remove, name="topic-remove"),
    path("topics/<row:pk>/entries/<row:entry>/removal/", topics.take_out, name="topic-take-out"),
    path("organisations/", organisations.tree, name="organisations"),
    path("organisations/<row:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<row:pk>/new/", organisations.new, name="organisation-new"),
    path("organisations/<row:pk>/edit/", organisations.edit, name="organisation-edit"),
    path("organisations/<row:pk>/name/", organisations.rename, name="organisation-rename"),
    path("organisations/<row:pk>/move/", organisations.move, name="organisation-move"),
    path("organisations/<row:pk>/closing/", organisations.close, name="organisation-close"),
    path("organisations/<row:pk>/names/", organisations.add_name, name="organisation-add-name"),
    path("organisations/<row:pk>/names/<row:name>/removal/", organisations.remove_name, name="organisation-remove-name"),
    path("organisations/<row:pk>/codes/", organisations.add_code, name="organisation-add-code"),
    path("organisations/<row:pk>/codes/<row:code>/end/", organisations.end_code, name="organisation-end-code"),
    path("officers/", officers.listing, name="officers"),
    path("officers/new/", officers.new, name="officer-new"),
    path("officers/<row:pk>/", officers.officer, name="officer"),
    path("officers/<row:pk>/edit/", officers.edit, name="officer-edit"),
    path("officers/<row:pk>/posts/", officers.appoint, name="officer-appoint"),
    path("officers/<row:pk>/posts/<row:post>/end/", officers.retire, name="officer-retire"),
    path("officers/<row:pk>/password/", officers.reset, name="officer-reset"),
    path("officers/<row:pk>/deactivation/", officers.deactivate, name="officer-deactivate"),
    path("officers/<row:pk>/reactivation/", officers.reactivate, name="officer-reactivate"),
    path("officers/<row:pk>/unlock/", officers.unlock, name="officer-unlock"),
    path("officers/<row:pk>/second-step/removal/", officers.remove_second_step, name="officer-second-step"),
    path("keys/", officers.keys, name="keys"),
    path("keys/new/", officers.new_key, name="key-new"),
    path("keys/<row:pk>/revocation/", officers.revoke_key, name="key-revoke"),
    path("calendar/", calendar.year, name="calendar"),
    path("calendar/new/", calendar.propose, name="holiday-propose"),
    path("calendar/notices/<row:pk>/", calendar.notice, name="holiday-notice"),
    path("calendar/notices/<row:pk>/confirmation/", calendar.confirm, name="holiday-confirm"),
    path("calendar/notices/<row:pk>/rejection/", calendar.reject, name="holiday-reject"),
    path("journal/", journal.listing, name="journal"),
    path("journal/<row:pk>/", journal.entry, name="journal-entry"),
    path("journal/background/", journal.background, name="background"),
    path("journal/background/<row:pk>/retry/", journal.unpark, name="unpark"),
    path("words/", checks.words, name="words"),
    path("words/word/", checks.word, name="word"),
    path("words/switch/", checks.switch, name="word-switch"),
    *finding,
    path("numbers/", checks.numbers, name="numbers"),
    path("numbers/new/", checks.number, name="number-new"),
    path("numbers/<row:pk>/retirement/", checks.retire, name="number-retire"),
    path("allowances/", checks.whitelist, name="allowances"),
    path("allowances/<row:pk>/end/", checks.end, name="allowance-end"),
    path("notices/", notices.listing, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read-all"),
    path("notices/<row:pk>/read/", notices.read, name="notice-read"),
]
