from django.urls import include, path

from gongkai.enquiries.rules.messages import Kind
from gongkai.policies.rules.kinds import Category
from gongkai.portal.answers import views as answers
from gongkai.portal.assistant import views as assistant
from gongkai.portal.enquiries import views as enquiries
from gongkai.portal.policies import asked_often, columns, compare, files, interpretations, library, package, proof, subscribing, views
from gongkai.portal.site import feeds, home, sitemap
from gongkai.portal.site import views as site

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("policies/", library.library, name="library"),
    path("policies/<slug:code>/", views.policy, name="policy"),
    path("policies/<slug:code>/<int:edition>/", views.policy, name="edition"),
    path("policies/<slug:code>/compare/", compare.comparison, name="compare"),
    path("policies/<slug:code>/views/", views.seen, name="views"),
    path("policies/<slug:code>/files/<int:file>/", files.attachment, name="attachment"),
    path("policies/<slug:code>/<int:edition>.<slug:kind>", files.download, name="download"),
    path("policies/<slug:code>/<int:edition>/<int:text>/proof/", proof.proof, name="proof"),
    path("policies/<slug:code>/<int:edition>/<int:text>/proof.json", proof.proof_json, name="proof-json"),
    path("policies/<slug:code>/<int:edition>/<int:text>/text.json", proof.text_json, name="text-json"),
    path("p/<slug:code>", views.code, name="code"),
    path("interpretations/", interpretations.listing, name="interpretations"),
    path("interpretations/<slug:code>/", interpretations.picture, name="picture"),
    path("interpretations/<slug:code>/picture.<slug:kind>", interpretations.picture_file, name="picture-file"),
    path("news/", columns.column, {"category": Category.NEWS}, name="news"),
    path("others/", columns.column, {"category": Category.OTHER}, name="others"),
    path("register/", columns.register, name="register"),
    path("topics/", columns.topics, name="topics"),
    path("topics/<slug:slug>/", columns.topic, name="topic"),
    path("topics/<slug:slug>.zip", package.download, name="topic-package"),
    path("search", library.search, name="search"),
    path("search/suggest", asked_often.suggest, name="suggest"),
    path("qa/", assistant.qa, name="qa"),
    path("qa/stream", assistant.stream, name="qa-stream"),
    path("qa/like", assistant.like, name="qa-like"),
    path("qa/new", assistant.fresh, name="qa-fresh"),
    path("qa/panel/<slug:code>", assistant.panel, name="qa-panel"),
    path("answers/", answers.answers, name="answers"),
    path("answers/<slug:code>/", answers.answer, name="answer"),
    path("search/subscribe", subscribing.subscribe, name="subscribe"),
    path("subscriptions/<slug:token>/", subscribing.subscription, name="subscription"),
    path("foi/", include("gongkai.portal.foi.urls")),
    path("catalogue/", include("gongkai.portal.catalogue.urls")),
    path("registers/", include("gongkai.portal.registers.urls")),
    path("ask/", enquiries.message, {"kind": Kind.QUESTION}, name="enquiry"),
    path("correct/", enquiries.message, {"kind": Kind.CORRECTION}, name="correction"),
    path("progress/", enquiries.progress, name="enquiry-progress"),
    path("received/", enquiries.received, name="enquiry-received"),
    path("feeds/", feeds.about, name="feeds"),
    path("feeds/latest.atom", feeds.latest, name="feed-latest"),
    path("feeds/interpretations.atom", feeds.interpretations, name="feed-interpretations"),
    path("feeds/issuer.atom", feeds.issuer, name="feed-issuer"),
    path("feeds/search.atom", subscribing.feed, name="feed-search"),
    path("feeds/topics/<slug:slug>.atom", feeds.topic, name="feed-topic"),
    path("feeds/seals.atom", feeds.seals, name="feed-journal"),
    path("map/", sitemap.for_people, name="map"),
    path("sitemap.xml", sitemap.index, name="sitemap-index"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap-pages"),
    path("sitemap-<int:span>.xml", sitemap.policies, name="sitemap"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("favourites/", site.favourites, name="favourites"),
    path("look", site.look, name="look"),
    path("manifest.webmanifest", site.manifest, name="manifest"),
    path("robots.txt", site.robots, name="robots"),
]
