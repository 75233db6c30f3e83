from django.urls import path

from gongkai.desk.reviews import views

urlpatterns = [
    path("rounds/", views.queue, name="rounds"),
    path("rounds/many/", views.pass_many, name="rounds-pass"),
    path("rounds/plans/", views.plans, name="round-plans"),
    path("rounds/plans/new/", views.set_plan, name="round-plan-new"),
    path("rounds/absences/", views.absences, name="absences"),
    path("rounds/absences/new/", views.register_absence, name="absence-new"),
    path("rounds/absences/<row:pk>/end/", views.end_absence, name="absence-end"),
    path("rounds/<row:pk>/", views.page, name="round"),
    path("rounds/<row:pk>/pass/", views.pass_round, name="round-pass"),
    path("rounds/<row:pk>/sign/", views.sign, name="round-sign"),
    path("rounds/<row:pk>/return/", views.send_back, name="round-return"),
    path("rounds/<row:pk>/remark/", views.remark, name="round-remark"),
    path("rounds/<row:pk>/remarks/<row:remark>/answer/", views.answer, name="remark-answer"),
    path("releases/", views.releases, name="releases"),
    path("releases/<row:pk>/cancellation/", views.cancel_release, name="release-cancel"),
]
