"""More ways to say things, for training alone: what `phrases` holds is shared out between train, dev and test, and of these
only wordings whose share is train are ever used. Wide, because what people say is wider than any test."""

ELLIPSIS_ROOM = (
    "and (please|maybe) [in] {room}", "and the same (in|for) {room} please", "[and] {room} (please|now|next)", "(could|can|would) you (also )do {room}",
    "in {room} (please|now|as well please)", "i (want|need) (it|that|the same) in {room} (too|as well)", "(oh|yes|yeah|great) and [in] {room}",
    "do {room} (too|as well|next)", "and (then|after that) [in] {room}", "same again (in|for) {room}", "what about {room} (then|please)",
    "(how|what) about the one in {room}", "and the one in {room} [too|as well|please]", "the one in {room} (too|as well)", "also the one in {room}",
    "and over in {room}", "{room} as well please", "this time [in] {room}", "ditto (in|for) {room}", "and (could|can) you do that in {room}",
    "(please|now) do that in {room} too", "i'd like the same in {room}", "make it the same in {room}", "and that in {room} too",
    "the same thing (in|for) {room} [please]", "or in {room}", "okay what about {room}", "{room}",
)  # fmt: skip
ELLIPSIS_THING = (
    "and (maybe|please) {np}", "{np} (please|now|as well please)", "(could|can|would) you do {np} [too|as well]", "and {np} while you are at it",
    "(oh|yes|yeah|great) and {np}", "the same again for {np}", "and (then|after that) {np}", "do {np} (next|now|please)", "(don't forget|and don't forget) {np}",
    "that goes for {np} too", "same (with|for) {np} please", "ditto for {np}", "and make it the same for {np}", "(please|now) also {np}",
    "i (want|need) {np} (too|as well)", "okay now {np}", "and (could|can) you also do {np}", "what about {np} (then|please)", "or {np}", "{np}",
    "apply that to {np}", "the same thing (with|for) {np}", "repeat (that|this) (with|for) {np}", "and that for {np} too", "with {np} too",
)  # fmt: skip
ELLIPSIS_VALUE = (
    "{value}", "no make it {value}", "(or|maybe) {value}", "(just|only) {value}", "{value} (rather|then|now)",
    "i'd (like|prefer|rather have) {value}", "up to {value}", "down to {value}", "(more|rather) like {value}",
    "{value} should (do|be enough)", "let's do {value}", "on second thought {value}",
    "at {value} please", "(okay|ok|well) {value}", "(could|can) (it|that) be {value}", "not so much {value}", "a little more {value}",
)  # fmt: skip
ELLIPSIS_BACK = (
    "{way} please", "(okay|ok) {way}", "{way} once more",
    "(please|now) {way} again", "go {way} again", "make (it|that) {way} again", "{way} it goes again", "(okay|ok|now) {way} (please|then)",
)  # fmt: skip
ELLIPSIS_DEGREE = (
    "(far|lots|loads|a notch|a shade|considerably|a fair bit|a tad|quite a bit) {degree} [please]", "make it (far|a notch|a tad|considerably) {degree}",
    "(and|now) (far|lots|a shade|a tad) {degree}", "ten times {degree}",
    "(and|now) [a bit|a little] {degree}", "(could|can) (it|you make it|that) be [a bit|a little] {degree}", "make (it|that) {degree}",
    "(ever so slightly|just a little|just a bit|a tiny bit|somewhat|a good deal|quite a bit) {degree}", "{degree} (please|again|still|now)", "more {degree}",
    "(a bit|a little|much|even) {degree} (now|still|again)", "i'd like (it|that) [a bit] {degree}", "one more notch {degree}", "go a bit {degree}",
    "it (could|should) be {degree}", "make (it|that) (even|still|much) {degree}", "i need it (a bit|a little|much) {degree}",
)  # fmt: skip
ELLIPSIS_QUANTITY = (
    "and {quantity}", "what's the {quantity} (then|there|in there)", "(and|now) tell me the {quantity}", "the {quantity} [please]", "how about the {quantity} there",
    "what about its {quantity}", "do you know the {quantity} too", "and the {quantity} there", "and the {quantity} please",
)  # fmt: skip
MARKERS = (
    "no that's wrong", "wait a minute", "no sorry i meant", "excuse me", "pardon", "i mean no", "not that", "um sorry", "uh sorry i meant", "oh wait",
    "actually", "actually make that", "wait i meant", "no let me correct that", "no no no", "on second thought", "hm no", "sorry wait", "hang on no",
    "oops i mean", "oops sorry", "no what i meant was", "that is to say", "i should say", "no rather", "instead", "or better", "or wait", "no hang on",
    "wrong", "forget that", "never mind", "strike that", "no scratch that", "ignore that", "ah wait", "uh i mean", "um i mean", "er i mean", "uh no wait", "er",
    "you know what", "nah", "nope", "no it's", "i'm sorry i meant", "sorry correction", "let me start over", "no make it", "make it", "well actually", "well rather",
)  # fmt: skip
REPAIR_AFTER = (
    "no {x} (of course|i think|i guess)", "(uh|um|er) {x}", "(sorry|oops|oh) {x}", "no sorry {x}", "{x} (sorry|of course)", "i wanted {x}", "no i wanted {x}",
    "not {y} but {x}", "{x} instead [of {y}]", "(wrong|no wrong) {x}", "no that's {y} i meant {x}", "i was talking about {x}", "i said {x} not {y}",
    "that was wrong {x}", "please {x} instead", "no it's {x}", "(well|wait) i meant {x}", "it was supposed to be {x}", "let me correct that {x}",
    "no wait i (want|mean) {x}", "actually no {x}", "i did not mean {y} i meant {x}", "you got it wrong {x}", "(not that|not that one) {x}", "{x} is what i (meant|said)",
    "no rather {x}", "should be {x}", "i meant {x} (please|sorry|not {y})", "oops {x} please", "nope {x}", "scratch that {x}",
)  # fmt: skip
OTHER = (
    "the other one please", "not this one the other [one]", "the second of the two", "the one i did not pick", "the one you named too", "that other {noun}",
    "the other {noun} (please|then)", "the one we did not take", "the other (option|choice|thing)", "the one left over", "the {noun} that is left",
    "the other possibility", "the other of these", "that other one", "the other one then", "the one not chosen", "the opposite {noun}", "the remaining {noun}",
)  # fmt: skip
FIRST = (
    "first", "first one please", "the first (please|option|choice|thing)", "(take|i meant|i mean|let's take) the first [one]", "the one you named first",
    "number one please", "(the|that) first {noun} please", "the first of the two", "the first you (said|named|mentioned)", "the one you mentioned first",
    "option number one", "the initial one", "the former one", "the top one", "one please", "choice one", "the first of these", "the earlier one",
)  # fmt: skip
SECOND = (
    "second", "second one please", "the second (please|option|choice|thing)", "(take|i meant|i mean|let's take) the second [one]", "the one you named second",
    "number two please", "(the|that) second {noun} please", "the second of the two", "the second you (said|named|mentioned)", "the one you mentioned second",
    "option number two", "the one you said last", "the latter one", "two please", "choice two", "the second of these", "the later one",
)  # fmt: skip
ANSWERS = (
    "{x} (please|thanks|thank you)", "i (want|need|choose|take|guess) {x}", "(oh|okay|ok|er|right) {x}", "(that's|that would be|it should be) {x}", "(maybe|probably) {x}",
    "{x} (if you can|for now|this time|i meant)", "(i was thinking of|i'm talking about|i had in mind) {x}", "(for|with) {x}", "i'd go (for|with) {x}",
    "{x} is (fine|good|what i want)", "(let's take|let's go for|take|use|do|try) {x} [please]", "my answer is {x}", "(of course|naturally) {x}", "{x} (naturally|obviously)",
    "(yes|yeah) {x}", "i said {x}", "{x} i said", "(how about|what about) {x}", "the answer is {x}", "please {x}", "only {x}", "let it be {x}", "say {x}",
)  # fmt: skip
PRONOUN = {
    "on": ("(turn|switch) {p} on (for me|once more|again please)", "please (turn|switch) {p} on", "i (want|need) {p} on", "power {p} up", "put {p} back on", "(now|then) (turn|switch) {p} on", "would you (turn|switch) {p} on", "get {p} on", "start {p}"),
    "off": ("(turn|switch) {p} off (for me|once more|again please)", "please (turn|switch) {p} off", "i (want|need) {p} off", "power {p} down", "put {p} out", "(now|then) (turn|switch) {p} off", "would you (turn|switch) {p} off", "kill {p}", "shut {p} down", "get {p} off"),
    "set": ("(turn|bring|take) {p} (up|down) to {value}", "please set {p} to {value}", "(now|then) (set|put) {p} to {value}", "i (want|need) {p} at {value}", "would you (set|put) {p} to {value}", "put {p} at {value}", "have {p} at {value}", "adjust {p} to {value}", "get {p} to {value}", "{p} should be at {value}", "let {p} be {value}", "leave {p} at {value}"),
    "color": ("please make {p} {value}", "(now|then) make {p} {value}", "would you make {p} {value}", "give {p} a {value} color", "let {p} be {value}", "have {p} in {value}", "(turn|switch|put) {p} to {value}", "color {p} {value}", "i'd like {p} in {value}"),
    "more": ("can you make {p} [a bit|a little] {more}", "please make {p} {more}", "i (want|need) {p} [a bit] {more}", "{p} could be [a bit|a little] {more}", "get {p} {more}", "(now|and) make {p} [even] {more}"),
    "less": ("can you make {p} [a bit|a little] {less}", "please make {p} {less}", "i (want|need) {p} [a bit] {less}", "{p} could be [a bit|a little] {less}", "get {p} {less}", "(now|and) make {p} [even] {less}"),
    "open": ("please open {p}", "(now|then) open {p}", "would you open {p}", "i want {p} open", "(pull|put|bring) {p} up", "open {p} (once more|for me)"),
    "close": ("please close {p}", "(now|then) (close|shut) {p}", "would you (close|shut) {p}", "i want {p} closed", "(pull|put|bring) {p} down", "close {p} (once more|for me)"),
    "lock": ("please lock {p}", "(now|then) lock {p}", "would you lock {p}", "i want {p} locked", "lock {p} (once more|for me|up)", "secure {p}", "bolt {p}"),
    "unlock": ("please unlock {p}", "(now|then) unlock {p}", "would you unlock {p}", "i want {p} unlocked", "unlock {p} (once more|for me)"),
    "pause": ("please pause {p}", "(now|then) pause {p}", "halt {p}", "stop {p} for a moment", "silence {p}", "hold {p}"),
    "play": ("please start {p}", "(now|then) start {p}", "let {p} go on", "continue {p}", "let {p} run", "get {p} going"),
    "dock": ("please send {p} home", "(now|then) send {p} home", "park {p}", "bring {p} back", "dock {p}", "call {p} back"),
    "ask_on": ("did i leave {p} on", "is {p} (running|off|on already|turned on)", "tell me if {p} is on", "(and is|is) {p} on", "check if {p} is on", "was {p} on"),
    "ask_open": ("did i close {p}", "is {p} (shut|open already)", "tell me if {p} is open", "(and is|is) {p} open", "check if {p} is closed"),
    "ask_locked": ("did i lock {p}", "is {p} (unlocked|locked already)", "tell me if {p} is locked", "(and is|is) {p} locked", "check if {p} is locked"),
}  # fmt: skip
LOCATIVE = {
    "value": ("please set {np} (there|in there) to {value}", "i want {np} there at {value}", "{np} (there|in there) to {value}", "(bring|turn) {np} in there to {value}", "(could|can) you set {np} (there|in there) to {value}", "make {np} in there {value}", "put {np} there at {value}"),
    "on": ("(turn|switch|put) {np} on there", "please (turn|switch) on {np} (there|in there)", "i want {np} on in there", "(could|can) you (turn|switch) on {np} (there|in there)", "{np} (there|in there) on", "(also|now) turn on {np} (there|in there)"),
    "off": ("(turn|switch|shut) {np} off there", "please (turn|switch) off {np} (there|in there)", "i want {np} off in there", "(could|can) you (turn|switch) off {np} (there|in there)", "{np} (there|in there) off", "(also|now) turn off {np} (there|in there)"),
    "open": ("please open {np} (there|in there)", "(could|can) you open {np} (there|in there)", "raise {np} in there", "(also|now) open {np} (there|in there)"),
    "close": ("please close {np} (there|in there)", "(could|can) you close {np} (there|in there)", "lower {np} in there", "(also|now) close {np} (there|in there)"),
    "ask": ("(and|tell me) how (warm|cold|humid|hot) it is (there|in there)", "how (warm|cold|hot) (does it get|is it now) in there", "what temperature is it (there|in there)", "and what's the (temperature|humidity) (there|in there)", "is it (warm|cold) (there|in there)"),
    "ask_on": ("did i leave {np} on (there|in there)", "are {np} on (there|in there)", "tell me if {np} in there is on", "(and is|is) {np} on in there", "what is on in there"),
}  # fmt: skip
REQUESTS = {
    ("on", "light"): ("please (turn|switch) on {np}", "i (want|need) {np} on", "light up {np}", "get {np} on", "turn on {np} for me"),
    ("off", "light"): ("please (turn|switch) off {np}", "i (want|need) {np} off", "put out {np}", "get {np} off", "turn off {np} for me"),
    ("set", "light"): ("i want {np} at {value}", "please set {np} to {value}", "(turn|bring) {np} (up|down) to {value}", "make {np} {value}", "(could|can) you set {np} to {value}", "dim {np} down to {value}", "have {np} at {value}"),
    ("set", "climate"): ("i want {np} at {value}", "please set {np} to {value}", "make {np} {value}", "(could|can) you set {np} to {value}", "set the temperature of {np} to {value}"),
    ("set", "cover"): ("please (set|put) {np} to {value}", "(could|can) you set {np} to {value}", "i want {np} at {value}", "bring {np} to {value}"),
    ("color", "light"): ("please make {np} {value}", "(could|can) you make {np} {value}", "let {np} be {value}", "color {np} {value}"),
    ("open", "cover"): ("please open {np}", "i want {np} open", "would you (open|raise) {np}"),
    ("close", "cover"): ("please (close|shut) {np}", "i want {np} closed", "would you (close|lower) {np}"),
}  # fmt: skip
ALONE = (
    "(play|put on) some music", "what's on tv tonight", "how long until christmas", "(let's|i want to) watch a film", "i'm cold", "i'm (bored|hungry|tired|back)",
    "it is (late|early|hot today|dark outside)", "that's (fine|enough|good|okay|funny|nice|too much|not it)", "(don't|please don't) do that", "one moment please",
    "hang on a second", "just kidding", "leave it (on|as it is)", "it doesn't matter", "that doesn't matter", "is that all", "what about it", "(tell|read) me the news",
    "tell me (something|a story|another joke|more)", "what else can you do", "is it (late|cold outside|windy|sunny today|going to snow)", "what's for dinner",
    "(do you|can you) hear me", "(who|what) is that", "what do you think", "(ok|okay) that's it", "(and now|so what|well then|anyway)", "no idea", "i don't know",
    "it's (fine|okay|all right|nothing|over|time|monday|you)", "are you (sure|listening|awake)", "turn (everything|all of it) off", "(good|very good|nice) work",
    "set the house to (night|day|away)", "i'll do it myself", "do what you like", "can you (sing|dance|cook)", "how do i do that", "what does that mean", "say it again",
    "is there anything (new|wrong|open)", "what's (new|up|that noise|going on)", "who said that", "where are you", "when is (easter|sunset|sunrise|my birthday)",
    "that's not (true|right|good|funny)", "this is (great|nice|terrible|the last time)", "those were the days", "it works", "it still doesn't work", "they are home",
    "where is my phone", "is he at home", "is she (here|home)", "remind me about that tomorrow", "(stop|pause) the music", "(louder|quieter) music", "do you remember",
    "turn on the other side", "call me later", "there is someone at the door", "there's no milk", "the one who knocks", "the first of may is a holiday",
)  # fmt: skip
TIMER_VERBS = ("cancel {p}", "pause {p}", "stop {p}", "add {v} to {p}", "how long is left on {p}")
MORE_TIMER_VERBS = (
    "resume {p}", "how long does {p} still run", "make {p} {v}", "stop {p} please", "is {p} done", "set {p} to {v}", "delete {p}",
    "start {p} again", "how much is left on {p}", "take {v} off {p}", "is {p} still running", "please cancel {p}", "extend {p} by {v}",
)  # fmt: skip
TIMER = (
    "please (set|start) a timer for {label} for {value}", "(could|can|would) you (set|start) a timer for {label} for {value}", "timer for {label} {value}",
    "(set|start) a timer for (my|the) {label} for {value}", "put on a timer for {label} for {value}", "i need a timer for {label} for {value}",
    "{value} timer for {label}", "(set|start) a {value} timer for {label}", "time {label} for {value}", "(set|start) the {label} timer for {value}",
    "run a timer for {label} for {value}", "make a timer for {label} {value}", "i want a timer for {label}, {value}", "new timer for {label} {value}",
)  # fmt: skip
AMOUNTS = (
    "quite a bit",
    "a tiny bit",
    "somewhat",
    "a good deal",
    "far",
    "lots",
    "loads",
    "a notch",
    "a shade",
    "considerably",
    "a fair bit",
    "a tad",
    "ten times",
)
