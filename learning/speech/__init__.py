"""How Hearth learned to hear: text -> synthetic voices and public recordings -> augmentation -> CTC network -> Vosk folder.

python -m learning.speech.synthesise --out DIR [--data DIR]     sentences spoken by free synthesisers, int16 shards
python -m learning.speech.pseudo --audio DIR --out FILE         the likely words of people recorded without a transcript
python -m learning.speech.train --corpus DIR [--audio DIR]      a time-delay network, resumable
python -m learning.speech.export --checkpoint FILE --out DIR    the folder that Vosk loads
python -m learning.speech.parity --model DIR                    PyTorch and Vosk give the same scores

The synthesisers are Debian's espeak-ng, flite, libttspico-utils, rhvoice and rhvoice-english (the last three from non-free: free licences without
the scripts that made their voices); what is missing is left out and said. `pip install pocketsphinx` for learning.speech.pseudo.
"""
