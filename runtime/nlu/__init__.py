"""From a sentence to intents and slots: an ONNX model of ours over words, told which words name things of this home.

What the slots hold (`text` is what was said, `value` what it means; `runtime.nlu.values` is the list):

    name             words that name one device, scene or person; its room is part of it when the full name holds the room
    area, floor      a room or floor; "here", "in here", "this room" have the value "here"
    kind             a class of devices ("lights", "the blinds", "garage door"); value: the canonical kind of `lexicon.KINDS`
    quantifier       all | both | any | other | one  ("everything" and "every" are all)
    except           what is left out, as said, to be resolved like a name, a room or a kind
    brightness, percent, level, temperature   numbers; level also low | medium | high
    change           "up" or "down", or a signed number in the unit of what changes
    color            canonical colour name, or kelvin as "2700K"
    mode, state, quantity, option             canonical words
    duration, change_duration                 seconds
    time             "HH:MM"; "07:00?" when it may be morning or evening
    date             "today", "tomorrow", "monday", "12-25" (month-day), "+3" (days ahead)
    label, message, alias, pin                as said; pin: digits

Pronouns ("it", "them", "that one") are not slots: the rewriter or the resolver reads them in the text.
Knows nothing of states, of devices' abilities or of what is done with an understanding.
"""
