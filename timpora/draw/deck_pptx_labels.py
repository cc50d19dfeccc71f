"""The numbers on a chart of PowerPoint, as its own data labels: every bar's, and of a line the last one's.

A label is the number behind it in the form in which it is published, "≈"#,##0: who edits the number sees it change.
"""

from timpora.draw.figures import ABOUT
from timpora.draw.slide import Chart
from timpora.text import number

_SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


def label(drawn, shown: Chart, size) -> None:
    """drawn: python-pptx' chart of `shown`; size: of the type."""
    from pptx.enum.chart import XL_LABEL_POSITION

    is_line, ends = shown.kind == "line", {id(one): place for place, one in shown.ends}
    for plotted, one in zip(drawn.plots[0].series, shown.series, strict=True):
        known = [place for place, value in enumerate(one.values) if value is not None and one.text(place)]
        for place in known if not is_line else [place for place in known if place == ends.get(id(one))]:
            own = plotted.points[place].data_label
            own.position = XL_LABEL_POSITION.ABOVE if is_line else XL_LABEL_POSITION.OUTSIDE_END
            own.font.size, own.font.bold = size, is_line
            _shows(own._dLbl, written(one.text(place)))


def written(text: str) -> str:
    """The form in which a number is written as this text: "≈15" is "≈" before it, "0–4" is those words.

    A decimal comma or point is that of whoever opens the document.
    """
    bare = text.removeprefix(ABOUT)
    about = f'"{ABOUT}"' if bare != text else ""
    digits = bare.lstrip("+−")
    whole, _, part = digits.partition(number(0.5, 1)[1])
    if not (whole + part).replace(".", "").replace(",", "").isdecimal():
        return f'"{text}"'
    form = "#,##0" + ("." + "0" * len(part) if part else "")
    return f'{about}"+"{form};{about}"−"{form}' if digits != bare else f"{about}{form}"


def _shows(own, form: str) -> None:
    """The value alone, in this form. own: c:dLbl, in which the order of what it holds is fixed."""
    from pptx.oxml.ns import qn

    for name in ("numFmt", *_SHOWN):
        for old in own.findall(qn(f"c:{name}")):
            own.remove(old)
    after = next(child for child in own if child.tag in {qn(f"c:{name}") for name in ("spPr", "txPr", "dLblPos")})
    after.addprevious(own.makeelement(qn("c:numFmt"), {"formatCode": form, "sourceLinked": "0"}))
    for name in _SHOWN:
        own.append(own.makeelement(qn(f"c:{name}"), {"val": "1" if name == "showVal" else "0"}))
