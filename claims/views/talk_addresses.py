"""The addresses of notices and of questions to the editor."""

from django.urls import path

from claims.views import notices, questions

TALK = [
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/open/", notices.notice_open, name="notice-open"),
    path("notices/read/", notices.notices_read, name="notices-read"),
    path("settings/notices/", notices.notice_settings, name="notice-settings"),
    path("questions/", questions.question_list, name="question-list"),
    path("questions/<uuid:pk>/answer/", questions.question_answer, name="question-answer"),
    path("questions/<uuid:pk>/withdraw/", questions.question_withdraw, name="question-withdraw"),
    path("claims/<uuid:pk>/ask/", questions.question_ask, name="question-ask"),
]
