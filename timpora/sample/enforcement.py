"""TAK: administrative actions against foreign nationals, a handful a month in a whole office."""

from datetime import date

from timpora.sample import figures
from timpora.sample.areas import Area
from timpora.sample.chance import draws, poisson
from timpora.sample.times import number

# Of a hundred actions, how many take each of the six forms of article 75(2).
FORMS = {
    "pencegahan_penangkalan": 14,
    "perubahan_izin": 18,
    "larangan_tempat": 3,
    "keharusan_tempat": 4,
    "biaya_beban": 41,
    "deportasi": 20,
}
PER_PERMIT = 0.011  # actions a month for each permit in force
MOST = 12


def actions(area: Area, month: date) -> dict[str, int]:
    """TAK: actions of the month by form."""
    chance = draws(area.code, "actions", number(month))
    mean = PER_PERMIT * figures.permits(area, month)["total"]
    row = dict.fromkeys(FORMS, 0)
    for _ in range(min(MOST, poisson(mean, next(chance)))):
        row[_form(100 * next(chance))] += 1
    return row | {"total": sum(row.values())}


def _form(place: float) -> str:
    for form, share in FORMS.items():
        place -= share
        if place < 0:
            return form
    return form
