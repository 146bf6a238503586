"""Teaching the NLU: grammars and public corpora -> labelled sentences -> a small network -> ONNX.

grammar      the template language and its reader        grammars/    what people say, as rules
homes        invented homes with invented names          fillers      words for slots
corpora      HWU64, CLINC, SNIPS and Home Assistant's sentences, mapped to our intents
noise        what a recogniser does to words             dataset      sentences -> arrays
network      the model                                   train        the loop, resumable
calibrate    confidences that mean something             export       ONNX, parity, int8, model card
"""
