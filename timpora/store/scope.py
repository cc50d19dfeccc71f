"""What of a snapshot somebody may see: every mart as a view that has only the rows of their areas."""

import duckdb

from timpora.text.data import in_files

# Of the whole office, and of no area in particular.
_OPEN = {
    "alarm_rule",
    "disclosure",
    "indicators",
    "layers",
    "measures_described",
    "methods",
    "periods",
    "snapshot",
    "sources",
    "stage_kinds",
    "stages",
}
# Which rows of the others: those of kecamatan, kabupaten or groups that lie wholly in the scope; of elections and
# reports, which speak of a kabupaten and hold no count, those that touch it.
_ROWS = {
    "areas": "area_code in (from scope.areas)",
    "area_groups": "group_code in (from scope.groups) and group_code <> 'kantor'",
    "measures": "area_code in (from scope.areas)",
    "followups": "area_code in (from scope.areas)",
    **dict.fromkeys(
        ("indicator_values", "scores", "pillar_scores", "score_parts", "score_changes"),
        "area_code in (from scope.areas)",
    ),
    **dict.fromkeys(("totals", "bounds", "alarms"), "group_code in (from scope.groups)"),
    "kabupaten_measures": "kabupaten_code in (from scope.groups)",
    "corrections": "area_code in (from scope.areas) or area_code in (from scope.groups)",
    "elections": "kabupaten_code in (from scope.touched)",
    "ikp": "kabupaten_code in (from scope.touched)",
    "report_places": "kabupaten_code in (from scope.touched)",
    "report_files": "kabupaten_code in (from scope.touched)",
    "loads": (
        "load_id in (select load_id from snapshot.marts.report_files where kabupaten_code in (from scope.touched))"
    ),
}
# The office's own total tells of areas outside: "kantor" is for them the areas they may see, added up.
_OWN_OFFICE = """
    union all
    select 'kantor' as group_code, $name as group_name, 'office' as group_kind, area_code
    from scope.areas
"""


def limit(con: duckdb.DuckDBPyConnection, scope: tuple[str, ...] | None) -> None:
    """Create marts.* over the attached snapshot.marts.*.

    A mart that this file does not know has no row for anybody whose scope is not the whole office.
    """
    con.execute("create schema marts")
    marts = con.execute(
        "select table_name from duckdb_tables() where database_name = 'snapshot' and schema_name = 'marts'"
    ).fetchall()
    if scope is None:
        for (mart,) in marts:
            con.execute(f"create view marts.{mart} as from snapshot.marts.{mart}")
        return
    _areas(con, scope)
    for (mart,) in marts:
        rows = "true" if mart in _OPEN else _ROWS.get(mart, "false")
        own = _OWN_OFFICE.replace("$name", _quoted(in_files("scope.own"))) if mart == "area_groups" else ""
        con.execute(f"create view marts.{mart} as from snapshot.marts.{mart} where {rows} {own}")


def _areas(con: duckdb.DuckDBPyConnection, scope: tuple[str, ...]) -> None:
    """scope.areas: its kecamatan · scope.groups: what lies wholly in it · scope.touched: kabupaten it has a part of."""
    con.execute("create schema scope")
    con.execute(
        "create table scope.areas as select area_code from snapshot.marts.areas "
        "where list_contains($scope, area_code) or list_contains($scope, kabupaten_code)",
        {"scope": list(scope)},
    )
    con.execute(
        "create table scope.groups as select group_code from snapshot.marts.area_groups where group_code <> 'kantor' "
        "group by group_code having bool_and(area_code in (from scope.areas))"
    )
    con.execute(
        "create table scope.touched as select distinct kabupaten_code from snapshot.marts.areas "
        "where area_code in (from scope.areas)"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
