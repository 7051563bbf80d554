"""Where everything is."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from claims.views import health, metrics
from factcheck.account_addresses import ACCOUNT

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "factcheck.failing.bad_request"
handler500 = "factcheck.failing.server_error"

urlpatterns = [
    path("", include("claims.urls")),
    *ACCOUNT,
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("admin/", admin.site.urls),
]
