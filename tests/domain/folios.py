"""Random jurisdictions as raw tables and as TOML text, and random nights: one seed gives one folio."""

from datetime import date, timedelta
from random import Random
from typing import Any

Raw = dict[str, Any]
TAGS = ["lodging", "food", "drink", "services", "fee", "other"]
RATES = [
    "0",
    "3.5",
    "4.712",
    "5",
    "5.875",
    "6",
    "7",
    "7.5",
    "8.875",
    "9.975",
    "10",
    "12.5",
    "13",
    "19",
    "20",
    "24",
]
CATEGORIES = ["3*", "4*", "5*"]


def toml(value: Any) -> str:
    """A value as TOML writes it, tables inline."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {toml(item)}' for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def text_of(file: list[Raw], package: Raw | None = None) -> str:
    """The rules as a jurisdiction file, with a package."""
    head = 'schema = 1\njurisdiction = "R"\ncurrency = "EUR"\nchecked_on = 2026-03-01\nuntaxed = ["paid_out"]\n'
    blocks = [("tax", rule) for rule in file] + ([("package", package)] if package else [])
    return head + "".join(
        f"\n[[{name}]]\n" + "".join(f"{key} = {toml(item)}\n" for key, item in block.items()) for name, block in blocks
    )


def random_file(random: Random) -> list[Raw]:
    """Included taxes on every tag, then a stack of added ones; `plus` names earlier rules only."""
    file = [_vat(random, f"VAT{n}", tags) for n, tags in enumerate(_partition(random))]
    if random.random() < 0.4:
        file.append(
            {
                "code": "LEVY",
                "kind": "percent",
                "mode": "included",
                "on": ["lodging"],
                "percent": random.choice(RATES),
            }
        )
        if random.random() < 0.5:
            file[-1]["plus"] = [next(rule["code"] for rule in file if "lodging" in rule["on"])]
    if random.random() < 0.3:
        file.append(_flat_inside(random))
        if random.random() < 0.5:
            file.append(
                {
                    "code": "ON_FLAT",
                    "kind": "percent",
                    "mode": "included",
                    "on": ["lodging"],
                    "plus": ["FLAT"],
                    "percent": random.choice(RATES),
                }
            )
    for number in range(random.randint(0, 4)):
        file.append(_added(random, f"ADD{number}", file))
    if random.random() < 0.3 and (added := [rule["code"] for rule in file if rule["mode"] == "added"]):
        file.append(
            {
                "code": "TOP",
                "kind": "percent",
                "mode": "included",
                "on": ["lodging"],
                "plus": [random.choice(added)],
                "percent": random.choice(RATES),
            }
        )
    for order, rule in enumerate(file):
        rule["order"] = order
        rule["source"] = ["chance"]
        rule.setdefault("versions", [{"from": date(2020, 1, 1)}])
    return file


def _partition(random: Random) -> list[list[str]]:
    groups: list[list[str]] = [[] for _ in range(random.randint(1, 3))]
    for tag in TAGS:
        random.choice(groups).append(tag)
    return [group for group in groups if group]


def _vat(random: Random, code: str, tags: list[str]) -> Raw:
    rule: Raw = {"code": code, "kind": "percent", "mode": "included", "on": tags}
    shape = random.random()
    if shape < 0.25:
        rule["versions"] = [
            {"from": date(2020, 1, 1), "to": date(2026, 2, 28), "percent": random.choice(RATES)},
            {"from": date(2026, 3, 1), "percent": random.choice(RATES)},
        ]
    elif shape < 0.4:
        rule["percent"] = random.choice(RATES)
        rule["los"] = {
            "from_night": random.randint(2, 6),
            "base_share": random.choice(["0.2", "0.25", "0"]),
            "keep": random.choice(["net", "gross"]),
        }
    elif shape < 0.5:
        rule["kind"] = "slab"
        rule["tiers"] = [
            {"from": "0", "percent": random.choice(RATES)},
            {"from": "80", "percent": random.choice(RATES)},
        ]
    else:
        rule["percent"] = random.choice(RATES)
    return rule


def _flat_inside(random: Random) -> Raw:
    return {
        "code": "FLAT",
        "kind": "amount",
        "mode": "included",
        "on": ["lodging"],
        "amount": random.choice(["0.50", "2", "3.33"]),
    }


def _added(random: Random, code: str, file: list[Raw]) -> Raw:
    rule: Raw = {
        "code": code,
        "mode": "added",
        "on": ["lodging", *random.sample(TAGS[1:], random.randint(0, 2))],
    }
    make = random.choice([_percent, _percent, _amount, _tier, _slab])
    make(random, rule, file)
    if random.random() < 0.3:
        rule["exempt"] = random.choice(
            [
                [{"kind": "age", "below": 13}],
                [{"kind": "reason", "codes": ["un"]}],
                [{"kind": "age", "below": 16}, {"kind": "reason", "codes": ["un"]}],
            ]
        )
    if random.random() < 0.2:
        rule["max_nights"] = random.randint(1, 5)
    if random.random() < 0.2:
        rule["los"] = {
            "from_night": random.randint(2, 7),
            "effect": random.choice(["forward", "retroactive"]),
            "decide_on": random.choice(["booked", "actual"]),
        }
    if random.random() < 0.2:
        rule["complimentary"] = "due"
    if random.random() < 0.2:
        rule["day_use"] = True
    return rule


def _percent(random: Random, rule: Raw, file: list[Raw]) -> None:
    rule |= {
        "kind": "percent",
        "percent": random.choice(RATES),
        "per": random.choice(["posting", "posting", "room_night", "person_night"]),
    }
    rule["base"] = random.choice(["net", "gross"])
    earlier = [other["code"] for other in file if other["mode"] == "added" or rule["base"] == "net"]
    if earlier and random.random() < 0.5:
        rule["plus"] = random.sample(earlier, random.randint(1, min(2, len(earlier))))
        if random.random() < 0.2:
            rule["on"] = []
            rule["per"] = "posting"
    if random.random() < 0.2:
        rule["cap"] = random.choice(["1.50", "4.00"])
        if random.random() < 0.8:
            rule["cap_per"] = random.choice(["person_night", "room_night"])
    if rule["per"] == "person_night" and random.random() < 0.5 and "plus" not in rule:
        rule["round_per"] = "unit"


def _amount(random: Random, rule: Raw, file: list[Raw]) -> None:
    rule |= {"kind": "amount", "per": random.choice(["person_night", "person_night", "room_night", "stay"])}
    shape = random.random()
    if shape < 0.3:
        rule["by"] = "category"
        rule["amounts"] = {category: random.choice(["1.00", "2.25", "7.50"]) for category in CATEGORIES}
    elif shape < 0.5:
        low, high = random.choice(["1.00", "2.25"]), random.choice(["4.00", "7.50"])
        rule["versions"] = [
            {"from": date(2020, 1, 1), "months": [4, 5, 6, 7, 8, 9, 10], "amount": high},
            {"from": date(2020, 1, 1), "months": [11, 12, 1, 2, 3], "amount": low},
            {"from": date(2020, 1, 1), "channel": "agent", "amount": "1.11"},
        ]
    else:
        rule["amount"] = random.choice(["0.65", "1.70", "4.00"])


def _tier(random: Random, rule: Raw, file: list[Raw]) -> None:
    rule |= {
        "kind": "tier",
        "measure": random.choice(["person_night", "room_night"]),
        "base": random.choice(["net", "gross"]),
    }
    rule["tiers"] = [
        {"from": "0", "amount": "0"},
        {"from": "40", "amount": "1.00"},
        {"from": "90", "amount": "2.50"},
    ]


def _slab(random: Random, rule: Raw, file: list[Raw]) -> None:
    rule |= {"kind": "slab", "measure": "room_night", "base": random.choice(["net", "gross"])}
    rule["tiers"] = [{"from": "0", "percent": "5"}, {"from": "75.01", "percent": "18"}]


def random_night(random: Random) -> tuple[list[Raw], Raw]:
    """Charges and the night they belong to."""
    complimentary = random.random() < 0.1
    charges = [{"key": "room", "tag": "lodging", "amount": 0 if complimentary else random.randint(1000, 40000)}]
    if random.random() < 0.1:
        charges = []
    for number in range(random.randint(0, 3)):
        charges.append({"key": f"extra {number}", "tag": random.choice(TAGS), "amount": random.randint(600, 9000)})
    before = random.randint(0, 8)
    context = {
        "date": date(2025, 6, 1) + timedelta(days=random.randint(0, 500)),
        "nights_before": before,
        "nights_total": before + random.randint(1, 4),
        "persons": [
            {
                "age": random.choice([None, 5, 12, 13, 15, 30, 44]),
                "exempt": random.choice([[], [], [], ["un"]]),
            }
            for _ in range(random.randint(1, 4))
        ],
        "category": random.choice(CATEGORIES),
        "channel": random.choice(["direct", "direct", "agent"]),
        "complimentary": complimentary,
        "day_use": random.random() < 0.05,
    }
    return charges, context


def random_package(random: Random) -> Raw:
    """A package with a part for the room: by percent, by reference prices, with or without a fixed part."""
    tags = random.sample(TAGS[1:], random.randint(1, 3))
    fixed = (
        [{"tag": random.choice(TAGS[1:]), "amount": random.choice(["4.50", "9.99"])}] if random.random() < 0.3 else []
    )
    if random.random() < 0.5:
        lodging = [{"tag": "lodging", "weight": random.choice(["220", "89.50"])}]
        shares = [{"tag": tag, "weight": random.choice(["7", "40", "12.34"])} for tag in tags]
    else:
        lodging = []
        shares = [{"tag": tag, "percent": random.choice(["5", "12.5", "15", "20"])} for tag in tags]
    return {
        "code": "PACK",
        "rate_plans": ["All in"],
        "source": ["the tests"],
        "versions": [{"from": date(2020, 1, 1), "parts": [*lodging, *shares, *fixed]}],
    }
