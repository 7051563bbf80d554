"""The addresses of webhooks: other systems that are told what happens in the project."""

from django.urls import path

from claims.views import webhooks

WEBHOOKS = [
    path("settings/webhooks/", webhooks.webhook_list, name="webhook-list"),
    path("settings/webhooks/new/", webhooks.webhook_make, name="webhook-make"),
    path("settings/webhooks/<uuid:pk>/", webhooks.webhook_page, name="webhook-page"),
    path("settings/webhooks/<uuid:pk>/change/", webhooks.webhook_change, name="webhook-change"),
    path("settings/webhooks/<slug:act>/<uuid:pk>/", webhooks.webhook_act, name="webhook-act"),
    path("deliveries/<uuid:pk>/resend/", webhooks.delivery_resend, name="delivery-resend"),
]
