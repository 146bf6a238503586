"""The names of THIS home -> what the recogniser can hear.

    grammar = sentences(names_of(home), patterns)            home.py      pure
    folder = await model_for(model_dir, grammar, cache)      compile.py   a Vosk model folder of this home, compiled in a child process

`grammar.py` reads the carrier sentences, `acceptor.py` lays them out, `pronunciation.py` says how words sound, `graph.py` (the child
alone) makes the decoding graph. Nothing here imports vosk.
"""
