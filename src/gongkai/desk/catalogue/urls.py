from django.urls import path

from gongkai.desk.catalogue import views, work

urlpatterns = [
    path("catalogue/", work.worklist, name="catalogue"),
    path("catalogue/heat/", work.heat, name="catalogue-heat"),
    path("catalogue/items/", views.item_list, name="catalogue-items"),
    path("catalogue/items/new/", views.new, name="catalogue-item-new"),
    path("catalogue/items/<row:pk>/", views.item, name="catalogue-item"),
    path("catalogue/items/<row:pk>/version/", views.edit, name="catalogue-item-edit"),
    path("catalogue/items/<row:pk>/end/", views.end, name="catalogue-item-end"),
    path("catalogue/items/<row:pk>/event/", work.event, name="catalogue-event-new"),
    path("catalogue/versions/", views.versions, name="catalogue-versions"),
    path("catalogue/versions/<row:pk>/approval/", views.approve, name="catalogue-approve"),
    path("catalogue/versions/<row:pk>/return/", views.decline, name="catalogue-decline"),
    path("catalogue/duties/<row:pk>/draft/", work.draft, name="catalogue-draft"),
    path("catalogue/duties/<row:pk>/publication/", work.published, name="catalogue-publish"),
    path("catalogue/duties/<row:pk>/cancellation/", work.cancel, name="catalogue-cancel"),
    path("catalogue/publications/<row:pk>/withdrawal/", work.withdraw, name="catalogue-publication-withdraw"),
    path("catalogue/publications/<row:pk>/confirmation/", work.confirm, name="catalogue-publication-confirm"),
    path("catalogue/import/", views.import_page, name="catalogue-import"),
    path("catalogue/export.<slug:kind>", views.export, name="catalogue-export"),
    path("catalogue/inheritance/", views.inheritance, name="catalogue-inheritance"),
    path("catalogue/inheritance/<slug:code>/adoption/", views.adopt, name="catalogue-adopt"),
    path("catalogue/columns/", work.column_list, name="catalogue-columns"),
    path("catalogue/proposals/", work.proposal_list, name="catalogue-proposals"),
    path("catalogue/proposals/<row:pk>/acceptance/", work.accept, name="catalogue-accept"),
    path("catalogue/proposals/<row:pk>/refusal/", work.turn_down, name="catalogue-turn-down"),
]
