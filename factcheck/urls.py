"""Where everything is."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from claims.views import health

urlpatterns = [
    path("", include("claims.urls")),
    path("sign-in/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("sign-out/", auth.LogoutView.as_view(), name="logout"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
