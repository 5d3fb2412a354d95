"""Adapters of the ``Embedder`` seam: the bundled model, and any sentence-transformers model."""
