"""What each question is asked with: values that are in the data, and null where a parameter may be null."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from timpora.measure.quality import Pair
from timpora.store.queries import Query

SETS = 2  # of one question, at most, where no more are asked for: Spark takes seconds for each


@dataclass(frozen=True)
class Known:
    """What there is to ask about: months the newest first, the rest with what has most reports first."""

    months: list[date]
    places: list[str]  # a kabupaten, a kecamatan of it, the office
    kecamatan: list[str]
    layers: list[str]
    measures: list[str]
    sources: list[str]
    elections: list[str]
    indicators: list[str]
    methods: list[str]
    day: date  # on which the last file came
    pairs: list[Pair]


# Two kecamatan and their kabupaten: where there is an election, with the most reports.
_PLACES = """
select areas.area_code, areas.kabupaten_code
from marts.areas
join marts.measures using (area_code)
where measures.state = 'reported'
group by all
order by
    any_value(areas.kabupaten_code) in (select kabupaten_code from marts.elections) desc, count(*) desc, areas.area_code
limit 2
"""


def known(con: duckdb.DuckDBPyConnection, pairs: list[Pair]) -> Known:
    def column(sql: str) -> list:
        return [value for (value,) in con.execute(sql).fetchall()]

    places = con.execute(_PLACES).fetchall()
    kecamatan = [area for area, _ in places]
    return Known(
        months=column("from marts.periods order by period desc"),
        places=[places[0][1], kecamatan[0], "kantor"],
        kecamatan=kecamatan,
        layers=column("select layer from marts.layers order by place"),
        measures=column(
            "select measure from marts.measures where state = 'reported' group by all order by count(*) desc, measure"
        ),
        sources=column("select source from marts.loads group by all order by count(*) desc, source"),
        elections=column("select election from marts.elections group by all order by max(voting_day) desc, election"),
        indicators=column("select indicator from marts.indicators order by place"),
        methods=column("select method from marts.methods order by method"),
        day=column("select max(received_on) from marts.loads")[0],
        pairs=pairs,
    )


def sets(question: Query, known: Known, most: int = SETS) -> list[dict[str, object]]:
    """What to ask it with, each time something else, at most so often. A question without parameters is asked once."""
    choices = {name: _choices(name, kind, known) for name, kind in question.parameters.items()}
    count = min(most, max(map(len, choices.values()), default=1))
    return [{name: of[turn % len(of)] for name, of in choices.items()} for turn in range(count)]


def _choices(name: str, kind: str, known: Known) -> list[object]:
    # Of one kecamatan, where the parameter's own line says so.
    special = f"{name} of kecamatan" if "kecamatan" in kind and "office" not in kind else name
    return _CHOICES.get(special, _CHOICES[name])(known)


def _spread(of: list[str]) -> list[str]:
    """The second, the last, the first and one between them: of layers a rate, the index, a count and an indicator."""
    return [*of[1:2], of[-1], of[0], of[len(of) // 2]]


def _of_pairs(name: str) -> Callable[[Known], list[object]]:
    return lambda known: [getattr(pair, name) for pair in known.pairs]


_CHOICES: dict[str, Callable[[Known], list]] = {
    "period": lambda known: known.months[:2],
    "since": lambda known: known.months[-1:],
    "until": lambda known: known.months[:1],
    "day": lambda known: [known.day, known.day - timedelta(days=90)],
    "today": lambda known: [known.day, known.day + timedelta(days=40)],
    "months": lambda known: [None, 3],
    "area": lambda known: known.places,
    "area of kecamatan": lambda known: known.kecamatan,
    "areas": lambda known: [known.places, known.kecamatan],
    "areas of kecamatan": lambda known: [known.kecamatan],
    "layer": lambda known: _spread(known.layers),
    "measure": lambda known: _spread(known.measures),
    "measures": lambda known: [known.measures[:2]],
    "beside": lambda known: [None, known.measures[0]],
    "base": lambda known: ["population"],
    "source": lambda known: _spread(known.sources),
    "revised": lambda known: [known.sources[:2]],
    "revision_days": lambda known: [[60, 30]],
    "indicators": lambda known: [known.indicators],
    "election": lambda known: known.elections,
    "before": lambda known: [365],
    "after": lambda known: [30],
    "method": lambda known: [None, known.methods[-1]],
    **{name: _of_pairs(name) for name in ("first", "second", "smallest", "allowed", "share")},
}
