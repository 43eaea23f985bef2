"""What each role may give alone: the tables of GC-23, and limits held against what is asked."""

import pytest

from frontdesk.domain.authority import (
    RANK,
    Limits,
    Used,
    allowance_limit,
    approves,
    hold_against,
    is_manager,
    limits_of,
    require_second_person,
)
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal

ASSOCIATE, SUPERVISOR, MANAGER = Role.ASSOCIATE, Role.SUPERVISOR, Role.DUTY_MANAGER


@pytest.mark.parametrize(
    ("night", "role", "figures"),
    [
        (150_00, ASSOCIATE, (25_00, 50_00, 150_00)),
        (150_00, SUPERVISOR, (100_00, 150_00, 500_00)),
        (150_00, MANAGER, (300_00, 500_00, 1500_00)),
        (20_000, ASSOCIATE, (3_300, 6_700, 20_000)),
        (20_000, SUPERVISOR, (13_000, 20_000, 67_000)),
        (20_000, MANAGER, (40_000, 67_000, 200_000)),
        (45_000, ASSOCIATE, (7_500, 15_000, 45_000)),
        (45_000, SUPERVISOR, (30_000, 45_000, 150_000)),
        (45_000, MANAGER, (90_000, 150_000, 450_000)),
    ],
)
def test_gc23_figures_follow_from_the_typical_night(night: int, role: Role, figures: tuple[int, int, int]) -> None:
    limits = limits_of(role, night)
    assert (limits.per_credit, limits.per_stay, limits.per_day) == figures


def test_the_share_of_the_lines_by_role() -> None:
    assert [limits_of(role, 15000).of_base for role in Role] == [100_000, 250_000, 250_000, 1_000_000, 1_000_000]
    assert limits_of(Role.NIGHT_AUDITOR, 15000) == limits_of(SUPERVISOR, 15000)


def test_a_general_manager_has_no_figure() -> None:
    assert limits_of(Role.GENERAL_MANAGER, 15000) == Limits(
        per_credit=None, of_base=1_000_000, per_stay=None, per_day=None
    )


def broken(limits: Limits, **used: int) -> list[str]:
    given = {"credit": 0, "base": 100_000, "stay_before": 0, "day_before": 0, **used}
    return [check.name for check in hold_against(limits, Used(**given)) if not check.within]


@pytest.mark.parametrize(
    ("used", "names"),
    [
        ({"credit": 2500}, []),
        ({"credit": 2501}, ["This credit"]),
        ({"credit": 2500, "base": 24_999}, []),
        ({"credit": 2500, "base": 24_989}, ["Share of the lines"]),
        ({"credit": 800, "stay_before": 4200}, []),
        ({"credit": 801, "stay_before": 4200}, ["This stay"]),
        ({"credit": 100, "day_before": 14_900}, []),
        ({"credit": 101, "day_before": 14_900}, ["Your day"]),
        ({"credit": 9999, "base": 10_000, "stay_before": 9999, "day_before": 9999}, ["This credit", "Share of the lines", "This stay", "Your day"]),
    ],
)  # fmt: skip
def test_gc20_all_four_columns_hold(used: dict[str, int], names: list[str]) -> None:
    assert broken(limits_of(ASSOCIATE, 15000), **used) == names


def test_gc20_of_the_base_allows_the_half_up_rounded_share() -> None:
    """10 % of 284.70 is 28.47; of 0.05 it is 0.005, rounded to 0.01."""
    free = Limits(per_credit=None, of_base=100_000, per_stay=None, per_day=None)
    assert broken(free, credit=2847, base=28470) == []
    assert broken(free, credit=2848, base=28470) == ["Share of the lines"]
    assert broken(free, credit=1, base=5) == []
    assert broken(free, credit=1, base=4) == ["Share of the lines"]


def test_gc19_zero_is_nothing_and_none_is_everything() -> None:
    nothing = Limits(per_credit=0, of_base=1_000_000, per_stay=None, per_day=None)
    assert broken(nothing, credit=1) == ["This credit"]
    everything = Limits(per_credit=None, of_base=None, per_stay=None, per_day=None)
    assert broken(everything, credit=10**15, base=1) == []
    assert broken(limits_of(ASSOCIATE, 0), credit=1)[0] == "This credit"


@pytest.mark.parametrize(
    ("role", "figures"),
    [
        (ASSOCIATE, (5000, 1000)),
        (Role.NIGHT_AUDITOR, (25_000, 10_000)),
        (SUPERVISOR, (25_000, 10_000)),
        (MANAGER, (None, None)),
        (Role.GENERAL_MANAGER, (None, None)),
    ],
)
def test_allowances_with_and_without_evidence(role: Role, figures: tuple[int | None, int | None]) -> None:
    assert tuple(allowance_limit(role, 15000, evidence=evidence) for evidence in (True, False)) == figures


def test_who_approves_and_who_manages() -> None:
    assert [role for role in Role if not approves(role)] == [ASSOCIATE]
    assert [role for role in Role if is_manager(role)] == [MANAGER, Role.GENERAL_MANAGER]
    assert set(RANK) == set(Role)


def test_gc28_a_second_person_is_another_person() -> None:
    require_second_person("a", "b")
    with pytest.raises(Refusal, match="Nobody approves their own request"):
        require_second_person("a", "a")
