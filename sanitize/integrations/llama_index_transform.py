"""A transformation for LlamaIndex: the text of nodes is cleaned as a document's before it is indexed or shown to a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.schema import BaseNode, MetadataMode, TransformComponent

from sanitize._api import clean
from sanitize.prompts import OUTGOING


class CleanNodes(TransformComponent):
    """Cleans nodes: ``IngestionPipeline(transformations=[CleanNodes(), ...])``.

    ``policy`` is the name of a preset; by default only what draws nothing goes, as in documents of a request.
    """

    policy: str = ""

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> Sequence[BaseNode]:
        """Return the nodes, their text cleaned where they stand."""
        del kwargs
        policy = self.policy or OUTGOING.policy("document")
        for node in nodes:
            text = node.get_content(metadata_mode=MetadataMode.NONE)
            cleaned = clean(text, policy)
            if cleaned is not text:
                node.set_content(cleaned)
        return nodes
