"""What errands are about: towns, days, events, songs, lists. Data only."""

TOWNS = (
    "oakdale", "new harbor", "port lindow", "salem", "springfield", "san tomas", "east ridge", "boston", "seattle", "london", "oslo", "lisbon", "fresno",
    "little rock", "downtown denver", "kyoto", "grand falls", "brookfield", "camden", "durban", "white plains", "los pinos", "new york city", "chicago",
    "manhattan", "mill valley", "redford", "west haven", "paris", "vienna", "dublin", "santa rosa", "milford", "carson city", "fort wayne", "leeds",
)  # fmt: skip
DAYS = (
    "today", "tomorrow", "this week", "next week", "on monday", "on tuesday", "on wednesday", "on friday", "this weekend", "on saturday", "on sunday",
    "tomorrow night", "tonight", "over the next seven days", "in the next two days", "on thursday", "right now", "during the week", "any day this week",
)  # fmt: skip
SKIES = (
    "rain", "snow", "be windy", "be cloudy", "be hot", "be warm", "be cold", "be foggy", "be dry", "hail", "be misty", "be sunny", "be humid", "drizzle",
    "freeze", "be stormy", "be overcast",
)  # fmt: skip
WEATHER = (
    "will it {w}", "is it going to {w}", "is it supposed to {w}", "does the forecast say it will {w}", "could it {w}", "do you think it will {w}",
    "what's the weather like", "what is the forecast", "what will the temperature be", "give me the forecast", "how is the weather", "check the weather",
    "what is the highest temperature", "what is the weather going to be",
)  # fmt: skip
WHICH_TOWN = (
    "for what city", "which city", "what city do you want the weather for", "where are you located", "for which town", "what location do you mean",
    "in which city would you like to know", "what city are you asking about", "what city should i check the forecast for", "where",
)  # fmt: skip
DAY_ASKED = (
    "it is fine in {t}", "in {t} it is dry today", "what days are you interested in", "what can i tell you about the weather in {t}",
    "it will be hot in {t}, anything else", "{t} will be wet", "no rain is predicted for {t}", "for which day",
)  # fmt: skip
EVENTS = (
    "dentist appointment", "doctor's appointment", "meeting", "yoga class", "tennis match", "swimming lesson", "dinner", "conference", "lab test",
    "football game", "piano lesson", "parents evening", "job interview", "haircut", "blood test", "choir practice", "optometrist appointment", "phone call",
    "school play", "swim meet", "book club", "driving lesson",
)  # fmt: skip
PEOPLE = (
    "my sister", "my brother", "anna", "tom", "my mother", "the boss", "the sales team", "marta", "my aunt", "human resources", "joe", "my father", "alex",
    "the vice president", "ben", "my wife", "the neighbours", "lucy", "grandpa",
)  # fmt: skip
DATES = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "the 4th", "the 12th", "august 3rd", "the 20th", "next friday",
    "the 1st", "july 7th", "next week", "march 9th",
)  # fmt: skip
TIMES = (
    "9 am", "10am", "3 pm", "1pm", "noon", "5 pm", "11 am", "half past two", "7pm", "six o'clock", "4:30", "8am", "2 pm", "eleven", "seven thirty",
)  # fmt: skip
SCHEDULE = (
    "schedule a {e}", "put a {e} in my calendar", "set a reminder for my {e}", "remind me of my {e}", "make an appointment for a {e}", "add a {e} to my calendar",
    "please schedule my {e}", "set up a {e}", "i have a {e}", "book a {e}", "set a date for a {e}", "can you set a reminder for the {e}", "schedule a new {e}",
)  # fmt: skip
WHEN = (
    "when is my {e}", "what time is my {e}", "what day is my {e}", "tell me when my {e} is", "what is the date of my next {e}", "do i have a {e} this week",
    "when is the {e}", "what time is the next {e}", "find my {e}",
)  # fmt: skip
ABOUT = (
    ("who is attending", "who is attending {d}"), ("with whom", "with whom is {d}"), ("where is it", "where is {d}"), ("who is going", "who is going to {d}"),
    ("what is it about", "what is {d} about"), ("cancel it", "cancel {d}"), ("move it to the evening", "move {d} to the evening"),
    ("who else is coming to that", "who else is coming to {d}"), ("how long is it", "how long is {d}"), ("please delete that", "please delete {d}"),
    ("remind me of it", "remind me of {d}"), ("what is the agenda", "what is the agenda of {d}"), ("and who is invited", "and who is invited to {d}"),
    ("which room is it in", "which room is {d} in"), ("tell anna about it", "tell anna about {d}"),
)  # fmt: skip
ARTISTS = (
    "the paper kites", "nora lane", "velvet harbor", "the old foxes", "dj marlo", "sunday bells", "kate winter", "the rolling hills", "mono lake", "red june",
    "los tigres", "anton weber", "grey owls", "miss clara", "the beetles", "imaginary dragons", "cold summer", "abel king", "blue parade", "queen of hearts",
)  # fmt: skip
SONGS = (
    "believer", "morning light", "paper moon", "the long road", "stay", "rainy day", "firefly", "home again", "yellow boat", "never mind me", "blue sky",
    "dancing shoes", "half the world", "thunder", "little bird", "summer rain", "hello again", "north star", "hurricane", "falling",
)  # fmt: skip
WHO = (
    ("who sings {s}", "{s} is by {a}"), ("who is this", "this is {s} by {a}"), ("play {s}", "playing {s} by {a}"), ("what is playing", "{s} by {a}"),
    ("play something by {a}", "here is {s}"), ("who wrote {s}", "{a} wrote it"), ("do you like {a}", "very much"), ("play {a}", "playing {a}"),
)  # fmt: skip
MORE_OF = (
    ("play their latest album", "play the latest album by {a}"), ("play more of them", "play more of {a}"), ("play something else by them", "play something else by {a}"),
    ("what else did they write", "what else did {a} write"), ("play her new song", "play the new song by {a}"), ("play his first album", "play the first album by {a}"),
    ("how old is he", "how old is {a}"), ("where is she from", "where is {a} from"), ("are they on tour", "are {a} on tour"), ("who are they", "who are {a}"),
    ("play their greatest hits", "play the greatest hits of {a}"), ("more like that", "more like {a}"), ("play some more by that band", "play some more by {a}"),
    ("i want to hear more of their songs", "i want to hear more songs of {a}"), ("add them to my favourites", "add {a} to my favourites"),
)  # fmt: skip
MORE_SONG = (
    ("play it again", "play {s} again"), ("play that in the kitchen", "play {s} in the kitchen"), ("how long is it", "how long is {s}"),
    ("turn that song up", "turn {s} up"), ("add it to my list", "add {s} to my list"), ("skip that song", "skip {s}"),
)  # fmt: skip
CHORES = (
    ("add {x} to the shopping list", ("milk", "bread", "eggs", "apples", "rice", "butter", "soap", "some cheese", "coffee", "tomatoes", "a lemon", "dog food")),
    ("put {x} on the shopping list", ("milk", "bread", "onions", "pasta", "salt", "bananas", "honey", "tea", "flour", "batteries")),
    ("remind me to {x}", ("call mum", "water the plants", "take the bins out", "feed the cat", "buy stamps", "pay the rent", "lock the shed", "ring the dentist")),
    ("what time is it in {x}", TOWNS),
    ("wake me at {x}", ("six", "seven", "half past six", "eight", "six thirty", "quarter to seven")),
    ("how do you say {x} in spanish", ("hello", "thank you", "good night", "kitchen", "moon", "bread")),
    ("how far is it to {x}", TOWNS),
    ("call {x}", PEOPLE),
    ("play {x}", SONGS),
    ("what is the capital of {x}", ("france", "peru", "norway", "kenya", "japan", "canada", "poland", "chile")),
    ("set an alarm for {x}", ("six", "seven", "half past six", "eight thirty", "nine", "five forty five")),
    ("tell {x} dinner is ready", PEOPLE),
)  # fmt: skip
