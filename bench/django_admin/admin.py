"""The list and the dossier, as one who knows Django's admin would set them up for many rows."""

from typing import Any

from django.conf import settings
from django.contrib import admin

from bench.django_admin.models import Dossier, Event, Paper
from services.identity import fold


class _Shown(admin.TabularInline):
    """Lines below a dossier: read, not edited."""

    extra = 0
    can_delete = False

    def has_change_permission(self, *_: Any) -> bool:
        return False

    def has_add_permission(self, *_: Any) -> bool:
        return False


class Events(_Shown):
    """The story."""

    model, fields = Event, ("seq", "at", "action", "actor_name", "to_state")


class Papers(_Shown):
    """The files."""

    model, fields = Paper, ("slot", "filename", "pages")


@admin.register(Dossier)
class Dossiers(admin.ModelAdmin):
    """Newest first, from one index; nothing is counted that nobody asked for."""

    list_display = (
        "code", "applicant_name", "procedure_code", "state", "level", "received_at", "due_at", "holder",
    )  # fmt: skip
    list_filter = ("state", "level", "channel", "money")
    list_select_related = ("holder",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("applicant_folded",)
    ordering = ("-submitted_at", "-id")
    readonly_fields = ("code", "submitted_at", "received_at", "due_at", "ready_at", "form")
    raw_id_fields = ("holder",)
    inlines = (Events, Papers)

    def get_queryset(self, request: Any) -> Any:
        """Her agency's dossiers."""
        return super().get_queryset(request).filter(agency_id=settings.OFFICERS[request.user.username])

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        """By the folded name: every fragment, in any order."""
        for word in fold(search_term).split():
            queryset = queryset.filter(applicant_folded__contains=word)
        return queryset, False
