"""How Hearth learns a wake word: any phrase -> synthetic voices, near misses and other speech -> a small head, as ONNX.

python -m learning.wake --phrase "hey hearth" --out exported_models/wake [--audio DIR] [--rooms FILE]
"""
