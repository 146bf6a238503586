"""What must be left as it was said: sentences that stand alone although they look as if they leaned on something."""

ALONE = (
    "what time is it", "is it raining", "is it going to rain today", "it's too dark in here", "it's cold in here", "how warm is it outside",
    "(stop|cancel|never mind|forget it|that's all|that is all|nothing|be quiet|shut up)", "(thanks|thank you|thank you very much|great|perfect|well done|cool)",
    "(that was great|that's better|that's right|that's it|good job|ok thanks|and thank you|no thanks|no thank you|all good|okay|alright|i see)",
    "(undo that|undo|take that back|say that again|repeat that|what did you say|what was that|pardon|come again|what did you hear)",
    "(that's wrong|that is wrong|i didn't mean that|that's not what i said|wrong|not that|why did you do that|why|how come)",
    "(good morning|good night|good evening|hello|goodbye|i'm home|i'm leaving|see you later|i am going to bed|movie time|bedtime)",
    "(what can you do|help|help me|who are you|how are you|tell me a joke|tell me another one|what about you|do you like it here)",
    "(turn|switch) everything off", "(turn|switch) off all the lights", "turn on all the lights", "is anything still on", "what else is on",
    "(is there|are there) (a window|any windows) open", "are there any lights on", "which windows are open", "is everything locked", "did i leave anything on",
    "set a timer for (ten|five|twenty|thirty) minutes", "how long is left", "cancel the timer", "cancel all timers", "wake me at (seven|six thirty)",
    "remind me to (call mum|take the bins out|water the plants|buy milk)", "what's the weather like", "what's the date today", "what day is it",
    "(volume up|volume down|louder please|quiet please)", "next song", "previous song", "set the volume to (thirty|fifty) percent",
    "arm the alarm", "disarm the alarm", "is the alarm on", "where is anna", "is anybody home", "where is the vacuum", "what did i teach you",
    "what is in this room", "turn on the lights in here", "turn off the lights here", "close everything", "open all the blinds", "lock all the doors",
    "set the alarm for (six|seven) (thirty|fifteen)", "add (milk|bread|eggs) to the shopping list", "who is at the door", "one more time please",
    "(turn it on|turn that off) when i come home please remind me", "and that's that", "it was nothing", "there you go", "it's me", "let it be",
    "i like that one", "that one was funny", "is that so", "is it true", "there is nobody there", "are you there", "never do that again", "do not do that again",
)  # fmt: skip

AGREE = (
    "(yes|yeah|yep|sure|yes please|okay|go ahead|do it|of course|please do|yes do it|yes go ahead|correct|right|that's right|exactly|i am sure)",
)
REFUSE = (
    "(no|nope|no thanks|no don't|don't|cancel|never mind|stop|leave it|no leave it|forget it|not now|rather not|no thank you|don't do it)",
)

TEACH = (
    "the (tall|small|old|new) one is the {thing}",
    "call the {thing} the (moon|sunset|captain|hero) lamp",
    "the {thing} is in the {room}",
    "i like the {room} warm",
)
