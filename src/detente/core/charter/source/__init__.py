"""From bytes to a tree of texts with places: a small, strict part of YAML 1.2, every scalar read as text."""

from detente.core.charter.source.nodes import List, Map, Node, Text, find, plain
from detente.core.charter.source.read import Source, read_source

__all__ = ["List", "Map", "Node", "Source", "Text", "find", "plain", "read_source"]
