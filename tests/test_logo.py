"""An office's own logo, name and class: from office.toml onto pages and slides, and nothing hostile with it."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from timpora import paths, settings
from timpora.draw import deck_pdf, deck_png, deck_pptx, logo, show
from timpora.draw.markup import Markup
from timpora.draw.slide import Deck, Slide
from timpora.web import house as rooms
from timpora.web import starting

RED = (200, 20, 30)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(size=(600, 200), form="PNG", **told) -> bytes:
    content = BytesIO()
    Image.new("RGB", size, RED).save(content, form, **told)
    return content.getvalue()


@pytest.fixture
def office(house):
    """Puts a logo beside office.toml and names it there."""

    def has(content: bytes, name: str = "logo.png") -> None:
        folder = paths.own_reference()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "logo.png").write_bytes(content)
        text = (paths.ROOT / "data/reference/office.toml").read_text("utf-8")
        assert 'logo = ""' in text
        (folder / "office.toml").write_text(text.replace('logo = ""', f'logo = "{name}"'))
        settings._office.cache_clear()

    yield has
    settings._office.cache_clear()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_is_made_small_and_drawn_anew(office, form):
    office(picture(form=form) + b"<script>alert(1)</script>")
    own = rooms.find()
    assert (own.width, own.height) == (360, 120) and own.within(150, 90) == (150, 50)
    assert own.png.startswith(b"\x89PNG") and b"script" not in own.png
    assert own.address.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (SVG, "logo.png", "bukan PNG atau JPEG"),
        (picture()[:200], "logo.png", "bukan PNG atau JPEG"),
        (picture(form="GIF"), "logo.png", "bukan PNG atau JPEG"),
        (picture((4001, 1)), "logo.png", "4000 piksel"),
        (b"\x89PNG" + bytes(logo.MOST_BYTES), "logo.png", "1000 kB"),
        (picture(), "../logo.png", "nama berkas saja"),
        (picture(), "lain.png", "tidak dapat dibaca"),
    ],
)
def test_what_is_no_logo_is_refused_with_what_to_do(office, content, name, said):
    office(content, name)
    with pytest.raises(logo.LogoFault, match=said):
        rooms.find()
    assert rooms.logo() is None  # a page goes on without


def test_a_server_whose_logo_is_none_says_so_and_does_not_start(office, capsys):
    office(SVG)
    with pytest.raises(SystemExit):
        starting.insist()
    assert "SVG tidak diterima" in capsys.readouterr().err


def test_every_page_says_whose_it_is_and_of_which_class(office):
    office(picture())
    app = AppTest.from_file(str(paths.ROOT / "timpora" / "web" / "frame.py"), default_timeout=60).run()
    said = [one.proto.body for one in app.get("html") if "house" in one.proto.body]
    assert len(said) == 1 and "TERBATAS" in said[0] and "Kantor Imigrasi Kelas II TPI Parepare" in said[0]


def test_slides_of_every_kind_carry_the_logo(office):
    office(picture())
    slide = Slide(title="Satu kalimat.", address="/peta", filters=(), source_note="Sumber", alt="", points=("Satu.",))
    deck = Deck("Rapat", "Kantor", date(2024, 11, 5), "x", "protected", "TERBATAS", "http://x", (slide,))
    with_logo = replace(deck, logo=rooms.find())
    assert "data:image/png" in show.section(Markup(""), with_logo, 1, 1, "Judul")
    assert "data:image" not in show.section(Markup(""), deck, 1, 1, "Judul")
    from pptx import Presentation

    (drawn,) = [
        one for one in Presentation(BytesIO(deck_pptx.pptx(with_logo))).slides[0].shapes if one.shape_type == 13
    ]
    assert drawn.image.blob == with_logo.logo.png
    assert deck_pdf.storyboard(with_logo).count(b"/Subtype /Image") == 1 + deck_pdf.storyboard(deck).count(
        b"/Subtype /Image"
    )
    phone = Image.open(BytesIO(deck_png.phone(with_logo, slide))).convert("RGB")
    assert max(abs(a - b) for a, b in zip(phone.getpixel((1080 - 100, 1350 - 70)), RED, strict=True)) < 30
