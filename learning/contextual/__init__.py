"""Following the conversation: data, the published recipe, our rewriter, metrics, export.

homes       homes that do not exist              scenes       what a reference can lean on
phrases     how people say things (more_phrases: only to train)
errands     dialogues that are not about a home, only to train (errand, outings, trips; trip_words, errand_words)
                                                 references   the ways a sentence leans on what came before
leave       what must be left alone              corrections  putting right, within a sentence and after it
acts        a request as structure               asking       questions back, and their answers
telling     what Hearth says of itself           dialogues    whole conversations of all that
corpora     CQR, GECOR, Disfl-QA, CANARD         stream       the endless mixture that trains
features    examples -> arrays                   model        ours: a copy-only pointer over cached passages
recipe_*    the published recipe's view, running baseline     the published recipe's network
metrics     new entities, when, BLEU-4, ...      train        trains either; export: ONNX, int8, parity

python -m learning.contextual.train --data FOLDER --steps 4700 --out ours.pt
python -m learning.contextual.export --data FOLDER --weights ours.pt
python -m learning.contextual.train --recipe --data FOLDER --steps 4000 --batch 48 --peak 0.003 --out recipe.pt
python -m learning.contextual.baseline --weights recipe.pt
python -m bench.contextual --data FOLDER --json
"""
