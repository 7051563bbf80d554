"""The addresses of what reaches an open workbench, of comments on claims and of their history."""

from django.urls import path

from claims.views import comments, history, live

LIVE = [
    path("articles/<uuid:pk>/pulse/", live.article_pulse, name="article-pulse"),
    path("articles/<uuid:pk>/parts/", live.article_parts, name="article-parts"),
    path("claims/<uuid:pk>/history/", history.claim_history, name="claim-history"),
    path("claims/<uuid:pk>/comments/", comments.comment_add, name="comment-add"),
    path("comments/<uuid:pk>/", comments.comment_change, name="comment-change"),
]
