"""Answers asked for outside of a server: without what Streamlit says of not being one."""

import logging
import warnings

_TALKERS = (
    "streamlit.runtime.caching.cache_data_api",
    "streamlit.runtime.scriptrunner_utils.script_run_context",
    "fpdf.output",
    "fpdf.fonts",
)


def hush() -> None:
    """To be called before an answer is asked for. Letters that a font does not have are not told of either."""
    for name in _TALKERS:
        logging.getLogger(name).addFilter(_is_grave)
    warnings.filterwarnings("ignore", "Glyph .* missing")


def _is_grave(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR
