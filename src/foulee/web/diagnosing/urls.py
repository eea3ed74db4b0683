"""Addresses of the questions and of the answer."""

from django.urls import path

from foulee.web.diagnosing import exchange, questions, show, start, supposing, versions
from foulee.web.diagnosing import sharing as links

FIRM = "firm/<uuid:firm_id>/"

urlpatterns = [
    path("start/", start.start, name="start"),
    path(f"{FIRM}questions/", questions.following, name="questions"),
    path(f"{FIRM}questions/picture/", questions.picture_now, name="picture"),
    path(f"{FIRM}questions/presences/", questions.presences, name="presences"),
    path(f"{FIRM}questions/<str:field>/", questions.question, name="question"),
    path(f"{FIRM}ready/", questions.ready, name="ready"),
    path(f"{FIRM}answers/", exchange.review, name="answers"),
    path(f"{FIRM}firm.toml", exchange.export, name="export_toml"),
    path(f"{FIRM}import/", exchange.import_file, name="import_toml"),
    path(f"{FIRM}diagnose/", show.ask, name="diagnose"),
    path(f"{FIRM}answer/", show.latest_answer, name="answer"),
    path(f"{FIRM}answer/<int:number>/", show.answer, name="answer_number"),
    path(f"{FIRM}answer/<int:number>/strategy.pdf", show.strategy, name="strategy"),
    path(f"{FIRM}answer/<int:number>/what-if/", show.what_if_now, name="what_if"),
    path(f"{FIRM}steps/<slug:rule>/", show.tick_step, name="tick"),
    path(f"{FIRM}suppose/", supposing.suppose, name="suppose"),
    path(f"{FIRM}suppose/<str:field>/", supposing.supposed, name="supposed"),
    path(f"{FIRM}suppose/<str:field>/keep/", supposing.keep_supposed, name="keep_supposed"),
    path(f"{FIRM}versions/", versions.versions, name="versions"),
    path(f"{FIRM}versions/<int:before>/<int:after>/", versions.compared, name="compare"),
    path(f"{FIRM}links/", links.links, name="links"),
    path(f"{FIRM}links/<uuid:link_id>/revoke/", links.revoke, name="revoke_link"),
    path("l/<str:secret>/", links.open_file, name="open_file"),
    path("s/<str:secret>/", links.shared, name="shared"),
    path("s/<str:secret>/strategy.pdf", links.shared_strategy, name="shared_strategy"),
]
