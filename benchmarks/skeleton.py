"""What a page is made of, without what it says: its places, its widgets with their choices, places for words.

Taken from the messages a page sent, so that the page it is compared with has what the page has today. Words, tables,
pictures and maps of it are left out: they are the product, the widgets are Streamlit.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from google.protobuf.json_format import MessageToDict
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MAIN = 0  # the first step of a path: not the side bar, nor what is only heard of
# Of what a widget is told, that which a widget with nothing behind it needs.
_KEPT = (
    "label",
    "options",
    "default",
    "min",
    "max",
    "step",
    "value",
    "id",
    "is_form_submitter",
    "form_id",
    "page",
    "required",
)


def write(folder: Path, name: str, messages: Sequence[ForwardMsg], *, is_fragment: bool) -> None:
    """Keep what these messages drew as a page of that name for apps/bare_any.py."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {"is_fragment": is_fragment, "nodes": tree(messages)}
    (folder / f"{name}.json").write_text(json.dumps(made), "utf-8")


def tree(messages: Sequence[ForwardMsg]) -> list[dict]:
    """Nested nodes, in the order they stand on the page: {"kind", "parts", and what a widget is told}.

    Where something took the place of something else, the last stands; what stands in a place that these messages did
    not make (a rerun of a part of a page) stands at the top.
    """
    nodes: dict[tuple[int, ...], dict] = {}
    for message in messages:
        path = tuple(message.metadata.delta_path)
        if message.WhichOneof("type") == "delta" and path and path[0] == MAIN and (node := _node(message.delta)):
            nodes[path] = {"parts": nodes.get(path, {}).get("parts", []), **node}
    top = []
    for path in sorted(nodes):
        nodes.get(path[:-1], {"parts": top})["parts"].append(nodes[path])
    return top


def _node(delta: Delta) -> dict | None:
    kind = delta.WhichOneof("type")
    if kind == "add_block":
        told = MessageToDict(delta.add_block, preserving_proto_field_name=True)
        kind = delta.add_block.WhichOneof("type") or "container"
    elif kind == "new_element":
        kind = delta.new_element.WhichOneof("type")
        told = MessageToDict(delta.new_element, preserving_proto_field_name=True)
    else:
        return None
    about = told.get(kind, {})
    about = about if isinstance(about, dict) else {}
    node = {"kind": kind, **{key: about[key] for key in _KEPT if key in about}}
    if kind == "column":
        node["weight"] = about.get("weight", 1)
    if kind == "button_group":
        node["options"] = [option.get("content", "") for option in about.get("options", [])]
    if kind == "flex_container":
        node["is_row"] = about.get("direction") == "HORIZONTAL"
    if name := _key(node.get("id", "")):
        node["key"] = name
    return node


def _key(widget_id: str) -> str:
    """The key a widget was given, at the end of its id; nothing where it was given none."""
    # $$ID-<digest of what it was told>-<key>
    name = widget_id.split("-", 2)[-1]
    return "" if name == "None" else name
