"""One open form of a command: the dossier, who fills it in, and what its widgets are called."""

from dataclasses import dataclass

from pages.parts.words import _
from services.actors import Actor
from services.desk.rows import DossierView
from services.sentences import need_name
from services.workflow import Need

DAY_FORMAT = "DD/MM/YYYY"


@dataclass(frozen=True)
class Asking:
    """One form: the dossier, who fills it in, and a name that begins the keys of its widgets."""

    view: DossierView
    reader: Actor
    action: str

    def key(self, name: str) -> str:
        """The key of a widget; another dossier or action starts afresh."""
        return f"{self.action}-{self.view.code}-{name}"


def label(need: Need) -> str:
    """Nearly everything is required here, so a file that is not says so."""
    name = need_name(need.name)
    return _("%(name)s (nếu có)") % {"name": name} if need.kind == "file" and not need.required else name
