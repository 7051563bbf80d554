"""The addresses of a project's members and of what each role may do."""

from django.urls import path

from claims.views import first, invitations, invited, members, roles

MEMBERS = [
    path("settings/members/", members.member_list, name="member-list"),
    path("settings/members/add/", members.member_add, name="member-add"),
    path("settings/members/<uuid:pk>/", members.member_set, name="member-set"),
    path("settings/members/<uuid:pk>/remove/", members.member_remove, name="member-remove"),
    path("settings/members/invite/", invitations.invitation_make, name="invitation-make"),
    path("settings/members/invitations/<uuid:pk>/revoke/", invitations.invitation_revoke, name="invitation-revoke"),
    path("invited/<str:secret>/", invited.invited, name="invited"),
    path("first/<str:key>/", first.first_account, name="first-account"),
    path("settings/roles/", roles.role_page, name="role-page"),
]
