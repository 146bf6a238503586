"""Following the conversation: data, the published recipe, our rewriter, metrics, export.

homes      homes that do not exist          dialogues  whole conversations in them, with the sentence that stands alone
phrases    how people say things            references the ways a sentence leans on what came before
corpora    CQR, GECOR, Disfl-QA, CANARD     metrics    new entities, when to rewrite, BLEU-4, hallucination
features   examples -> arrays               model      ours: a copy-only pointer over cached passages
baseline   the published recipe             train      trains either        export     ONNX, int8, parity, card
"""
