"""What stands on a slide of PowerPoint: text, a picture, a chart that can be edited, a table. Places are in pixels."""

from io import BytesIO

from timpora.draw import deck_pptx_labels, deck_template
from timpora.draw.deck_fit import LEAST, PAD, Fitted, Laid
from timpora.draw.image_sheet import BAND, HAIR, HEAD, INK, PAPER, Place
from timpora.draw.slide import Chart
from timpora.draw.uploads import harmless

_POINT = 0.75  # of a pixel


class Page:
    """One slide of a presentation that is being made."""

    def __init__(self, made, layout):
        self.slide = made.slides.add_slide(layout)
        self._layout = layout
        self._pixel = made.slide_width / deck_template.WIDE
        self._written: dict[str, object] = {}

    def emu(self, *edges: float) -> list[int]:
        return [round(edge * self._pixel) for edge in edges]

    def write(self, name: str, place: Place, text: Fitted, **look) -> None:
        """Text in the placeholder of this name."""
        shape = self._own(name)
        self._put(shape, place)
        self._fill(shape, text, **look)
        self._written[name] = shape

    def text(self, place: Place, text: Fitted, **look) -> None:
        """Text that no placeholder is for."""
        shape = self.slide.shapes.add_textbox(*self._box(place))
        self._fill(shape, text, **look)

    def strip(self, text: Fitted, height: float, colour: str, ground: str) -> None:
        """Across the upper edge, over whatever a template has there."""
        from pptx.enum.shapes import MSO_SHAPE

        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self._box((0, 0, deck_template.WIDE, height)))
        shape.shadow.inherit = False
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(ground)
        shape.line.fill.background()
        self._fill(shape, text, colour=colour, bold=True)

    def link(self, words: str, address: str, name: str) -> None:
        """These words at the end of the first paragraph lead to an address; where they were cut, all of it does."""
        paragraph = self._written[name].text_frame.paragraphs[0]
        run = paragraph.runs[0]
        if run.text.endswith(words):
            run.text = run.text.removesuffix(words)
            size, run = run.font.size, paragraph.add_run()
            run.text, run.font.size = words, size
        run.hyperlink.address = address

    def bare(self) -> None:
        """Without the placeholders that nothing was written in: PowerPoint would ask for their text."""
        for shape in list(self.slide.placeholders):
            if all(shape._element is not own._element for own in self._written.values()):
                shape._element.getparent().remove(shape._element)

    def _own(self, name: str):
        wanted = deck_template.placeholder(self._layout, name)
        index = wanted.placeholder_format.idx
        found = [one for one in self.slide.placeholders if one.placeholder_format.idx == index]
        if not found:  # a foot is of those that PowerPoint gives a slide only where it is asked for
            self.slide.shapes.clone_placeholder(wanted)
            found = [one for one in self.slide.placeholders if one.placeholder_format.idx == index]
        found[0]._element.nvSpPr.cNvPr.set("name", name)
        return found[0]

    def _put(self, shape, place: Place) -> None:
        shape.left, shape.top, shape.width, shape.height = self._box(place)

    def _box(self, place: Place) -> list[int]:
        left, top, right, bottom = place
        return self.emu(left, top, right - left, bottom - top)

    def _fill(
        self,
        shape,
        text: Fitted,
        *,
        colour: str = INK,
        bold: bool = False,
        is_low: bool = False,
        bullets: bool = False,
        loud_from: int | None = None,
        loud: str = INK,
    ) -> None:
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN

        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM if is_low else MSO_ANCHOR.TOP
        frame.margin_top = frame.margin_bottom = self.emu(2)[0]
        for number, words in enumerate(text.texts):
            paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
            is_loud = loud_from is not None and number >= loud_from
            paragraph.alignment = PP_ALIGN.LEFT
            if number:
                paragraph.space_before = self.points(text.size * 0.4)
            if bullets:
                _bullet(paragraph, self.emu(text.size)[0])
            run = paragraph.add_run()
            run.text = words
            run.font.size, run.font.bold = self.points(text.size), bold
            run.font.color.rgb = _colour(loud if is_loud else colour)

    def points(self, pixels: float):
        from pptx.util import Pt

        return Pt(round(pixels * self._pixel / deck_template.PIXEL * _POINT * 2) / 2)


def picture(page: Page, png: bytes, place: Place, alt: str) -> None:
    shape = page.slide.shapes.add_picture(BytesIO(png), *page._box(place))
    shape._element.nvPicPr.cNvPr.set("descr", alt)


def chart(page: Page, shown: Chart, place: Place, alt: str) -> None:
    """A chart with its numbers behind it. A gap stays a gap."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {"line": XL_CHART_TYPE.LINE_MARKERS, "bar": XL_CHART_TYPE.BAR_CLUSTERED}
    form = "#,##0" + ("." + "0" * shown.decimals if shown.decimals else "")
    data = CategoryChartData(number_format=form)
    # The workbook behind a chart runs what begins like a formula.
    data.categories = [harmless(one) or " " for one in shown.categories] or [" "]
    for series in shown.series:
        data.add_series(harmless(series.name), series.values)
    frame = page.slide.shapes.add_chart(kinds.get(shown.kind, XL_CHART_TYPE.COLUMN_CLUSTERED), *page._box(place), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    _dress(page, frame.chart, shown, form)


def _dress(page: Page, drawn, shown: Chart, form: str) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION

    drawn.font.size = page.points(LEAST)
    drawn.has_title = False
    drawn.has_legend = len(shown.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    if not shown.series:
        return
    values, along = drawn.value_axis, drawn.category_axis
    values.has_title = True
    values.axis_title.text_frame.text = shown.unit
    run = values.axis_title.text_frame.paragraphs[0].runs
    if run:
        run[0].font.size, run[0].font.bold = page.points(LEAST), False
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = form, False
    values.major_gridlines.format.line.color.rgb = _colour(HAIR)
    values.format.line.fill.background()
    along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if all(value is None or value >= 0 for series in shown.series for value in series.values):
        values.minimum_scale = 0
    if shown.kind == "bar":
        # The first one on top, and the scale under the last.
        along.reverse_order, values.tick_label_position = True, XL_TICK_LABEL_POSITION.HIGH
    for plotted, series in zip(drawn.plots[0].series, shown.series, strict=True):
        if shown.kind == "line":
            plotted.smooth = False
            plotted.format.line.color.rgb, plotted.format.line.width = _colour(series.colour), page.points(4)
            plotted.marker.style, plotted.marker.size = XL_MARKER_STYLE.CIRCLE, 6
            plotted.marker.format.fill.solid()
            plotted.marker.format.fill.fore_color.rgb = _colour(series.colour)
            plotted.marker.format.line.color.rgb = _colour(series.colour)
        else:
            plotted.format.fill.solid()
            plotted.format.fill.fore_color.rgb = _colour(series.colour)
            plotted.invert_if_negative = False
    if shown.kind != "line":
        drawn.plots[0].gap_width = 60
    deck_pptx_labels.label(drawn, shown, page.points(LEAST))


def table(page: Page, laid: Laid, place: Place, alt: str) -> float:
    """A table; returns where it ends."""
    from pptx.enum.text import PP_ALIGN

    rows = [laid.heads, *laid.rows]
    heights = [laid.row_height(row) for row in rows]
    left, top, right, _ = place
    lower = top + sum(heights)
    frame = page.slide.shapes.add_table(len(rows), len(laid.widths), *page._box((left, top, right, lower)))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    for column, width in zip(frame.table.columns, laid.widths, strict=True):
        column.width = page.emu(width)[0]
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        frame.table.rows[number].height = page.emu(height)[0]
        for column, lines in enumerate(row):
            cell = frame.table.cell(number, column)
            cell.margin_left = cell.margin_right = page.emu(PAD)[0]
            cell.margin_top = cell.margin_bottom = page.emu(laid.size * 0.25)[0]
            cell.fill.solid()
            cell.fill.fore_color.rgb = _colour(HEAD if not number else PAPER if number % 2 else BAND)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT if laid.is_number[column] else PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = " ".join(lines)
            run.font.size, run.font.bold = page.points(laid.size), not number
            run.font.color.rgb = _colour(INK)
    return lower


def _bullet(paragraph, indent: int) -> None:
    from pptx.oxml.ns import qn

    own = paragraph._p.get_or_add_pPr()
    own.set("marL", str(indent))
    own.set("indent", str(-indent))
    mark = own.makeelement(qn("a:buChar"), {"char": "•"})
    own.append(mark)


def _colour(written: str):
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(written.removeprefix("#")[:6].upper())
