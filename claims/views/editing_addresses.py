"""The addresses where claims and waivers are made, changed and brought back."""

from django.urls import path

from claims.views import bulk, editing, sentence, undoing

EDITING = [
    path("articles/<uuid:pk>/claims/new/", editing.claim_make, name="claim-make"),
    path("articles/<uuid:pk>/claims/bulk/", bulk.claim_bulk, name="claim-bulk"),
    path("articles/<uuid:pk>/waive/", sentence.sentence_waive, name="sentence-waive"),
    path("articles/<uuid:pk>/unwaive/", sentence.sentence_unwaive, name="sentence-unwaive"),
    path("articles/<uuid:pk>/undo/", undoing.edit_undo, name="edit-undo"),
    path("articles/<uuid:pk>/redo/", undoing.edit_redo, name="edit-redo"),
    path("articles/<uuid:pk>/edits/", undoing.edit_list, name="edit-list"),
    path("claims/<uuid:pk>/reshape/", editing.claim_reshape, name="claim-reshape"),
    path("claims/<uuid:pk>/split/", editing.claim_split, name="claim-split"),
    path("claims/<uuid:pk>/merge/", editing.claim_merge, name="claim-merge"),
    path("claims/<uuid:pk>/trash/", editing.claim_trash, name="claim-trash"),
    path("claims/<uuid:pk>/restore/", editing.claim_restore, name="claim-restore"),
    path("claims/<uuid:pk>/describe/", editing.claim_describe, name="claim-describe"),
    path("claims/<uuid:pk>/voice/", editing.claim_voice, name="claim-voice"),
]
