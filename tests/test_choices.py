"""What an officer keeps of her queue: whose views are seen, and what is not kept."""

import pytest

from services.desk import choices
from services.errors import GuardRefused, Missing, NotAllowed, NotFound
from tests.town import actor


def names(username: str) -> list[tuple[str, bool, bool]]:
    return [(view.name, view.shared, bool(view.by)) for view in choices.of(actor(username)).views]


def test_a_view_is_seen_by_its_owner_and_if_shared_by_her_agency(database):
    """Own views first; another commune sees none."""
    choices.save_view(actor("canbo"), "Riêng", {"tab": "moi"}, shared=False)
    choices.save_view(actor("chuyenvien"), "Chung", {"tab": "qua-han", "kenh": "2"}, shared=True)
    assert names("canbo") == [("Riêng", False, False), ("Chung", True, True)]
    assert names("chuyenvien") == [("Chung", True, False)]
    assert names("canbo2") == []
    assert choices.of(actor("canbo")).views[1].address == {"tab": "qua-han", "kenh": "2"}


def test_the_same_name_again_replaces_the_view(database):
    """A view is changed by saving it anew; each officer has her own names."""
    for shared in (False, True):
        choices.save_view(actor("canbo"), "  Một   tên ", {"tab": "moi"}, shared=shared)
    choices.save_view(actor("chuyenvien"), "Một tên", {"tab": "moi"}, shared=False)
    assert names("canbo") == [("Một tên", True, False)]


def test_only_what_a_view_is_made_of_is_kept(database):
    """Neither a search (a name or a number) nor anything that an address may carry besides."""
    address = {"tab": "x", "tim": "Nguyễn", "ma": "H31", "kenh": "2", "viec": "1", "trang": "3"}
    choices.save_view(actor("canbo"), "Tên", address, shared=False)
    assert choices.of(actor("canbo")).views[0].address == {"kenh": "2"}


def test_nobody_takes_away_a_colleagues_view(database):
    """A shared view belongs to whoever saved it."""
    choices.save_view(actor("canbo"), "Chung", {}, shared=True)
    view = choices.of(actor("lanhdao")).views[0]
    for who in ("lanhdao", "canbo2"):
        with pytest.raises(NotFound):
            choices.drop_view(actor(who), view.id)
    choices.drop_view(actor("canbo"), view.id)
    assert names("lanhdao") == []


def test_what_is_refused(database, monkeypatch):
    """No name, too many, or no queue at all."""
    with pytest.raises(Missing):
        choices.save_view(actor("canbo"), " \n ", {}, shared=False)
    monkeypatch.setattr(choices, "MOST_VIEWS", 1)
    choices.save_view(actor("canbo"), "Một", {}, shared=False)
    with pytest.raises(GuardRefused):
        choices.save_view(actor("canbo"), "Hai", {}, shared=False)
    for who in map(actor, ("giamsat", "quantri", "congdan")):
        for ask in (
            lambda who=who: choices.of(who), lambda who=who: choices.offered(who),
            lambda who=who: choices.keep_look(who, ["thu-tuc"], dense=True),
            lambda who=who: choices.save_view(who, "Tên", {}, shared=True),
            lambda who=who: choices.drop_view(who, 1),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                ask()


def test_columns_are_kept_in_their_order(database):
    """What is not a column is left out; none at all are the usual ones."""
    choices.keep_look(actor("canbo"), ["han", "thu-tuc", "x"], dense=True)
    kept = choices.of(actor("canbo"))
    assert (kept.columns, kept.dense) == (("thu-tuc", "han"), True)
    choices.keep_look(actor("canbo"), [], dense=False)
    assert choices.of(actor("canbo")).columns == choices.USUAL
    assert choices.of(actor("chuyenvien")).columns == choices.USUAL


def test_only_the_own_agency_is_offered(database):
    """Officers and labels of another commune are not among the choices."""
    offered = choices.offered(actor("canbo"))
    assert "Trần Văn Mẫu Hai" in offered.officers.values()
    assert str(actor("canbo2").account_id) not in offered.officers
    assert offered.procedures["2.000635"]
    assert set(sum(offered.of_field.values(), ())) <= set(offered.procedures)
