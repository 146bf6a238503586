"""What is said on a trip. Data only; what each pattern means beside what is said."""

KINDS = {
    "gas station": ("some gas", "gas", "petrol"),
    "coffee shop": ("a coffee", "coffee", "some coffee"),
    "coffee place": ("a coffee", "a tea"),
    "grocery store": ("groceries", "some groceries"),
    "parking garage": ("parking", "a parking spot"),
    "hospital": ("a doctor", "medical help"),
    "pizza restaurant": ("pizza", "a pizza"),
    "chinese restaurant": ("chinese food", "some chinese takeout"),
    "restaurant": ("something to eat", "food"),
    "rest stop": ("some rest", "a break"),
    "shopping center": ("clothes", "some shopping"),
    "hotel": ("a room for tonight", "a bed"),
    "pharmacy": ("some medicine",),
    "bakery": ("bread",),
    "bookstore": ("a book",),
    "car wash": ("a clean car",),
    "museum": ("something to see",),
    "mall": ("new shoes",),
    "fast food restaurant": ("a burger",),
    "bank": ("cash",),
}
FIRSTS = (
    "Golden Silver Blue Red Happy Lucky Old New Royal Green Sunny Corner Central Grand Little Urban Harbor Mountain River Valley Oak Maple "
    "Willow Bright Quick Fresh Twin Western Northern Jade Lotus Bamboo Iron Copper Stone Whole Pacific Union Liberty Palm Cedar"
).split()
LASTS = (
    "Garden Market House Cafe Express Inn Lodge Plaza Court Corner Kitchen Palace Dragon Table Garage Center Point Square Suites Grill Pot "
    "Wok Bean Leaf Clinic Care Station Stop Foods Farm Roots Oven Slice Tower Bay Gate Pump Mart"
).split()
PEOPLES = "Dario Mendel Chow Fink Rossi Lee Papa Mama Tony Wang Ferrari Marlow Quentin Teddy Sally Benson Hobbs Yoshi Ling Ping Ming Carla".split()
STREETS = "Amaro Bellini Cordova Dorset Elmwood Farley Garnet Hollow Ivory Juniper Kestrel Larch Mercer Norwood Orchard Pinto Quarry Rowan Sutter Tamal Alta El".split()
WAYS = "St Street Ave Avenue Rd Road Dr Drive Way Ln Lane Ct Court Pl Place Blvd".split()
TRAFFIC = (
    "heavy traffic", "moderate traffic", "no traffic", "light traffic", "a car collision nearby", "a road block nearby", "some traffic",
)  # fmt: skip
WANTED = (
    "where is the nearest {k}", "find me a {k}", "i need a {k}", "directions to the closest {k}", "take me to the nearest {k}", "find a {k}",
    "give me directions to a {k}", "is there a {k} around here", "navigate to the nearest {k}", "what {k} is nearby", "where's a {k}",
    "i'm looking for a {k}", "please find me a {k} close by", "can you find a {k} near me", "where can i find a {k}", "send me to a {k}",
    "show me the way to a {k}", "i would like to go to a {k}", "are there any {k}s nearby", "which {k}s are near", "address to the {k}",
    "please give me the address and directions via the fastest route to a {k} nearby", "car i need a {k}, do you know one",
)  # fmt: skip
CRAVED = (
    "where can i get {c}", "i want {c}", "find {c}", "i'm looking for {c}", "i need {c}", "get me {c} somewhere", "car i would like {c}",
)  # fmt: skip
ONE = (
    ("the nearest {k} is {n}", "name"), ("there is {n} {m} away", "name miles"), ("{n} is the closest", "name"),
    ("the closest one is {n}, {m} away", "name miles"), ("{n} is {m} away with {t}", "name miles traffic"), ("{n} is at {a}", "name address"),
    ("there is {n} {m} away, do you want the address", "name miles"), ("we are {m} away from {n} and there is {t} on our way", "name miles traffic"),
    ("i found {n} at {a}, {m} away", "name address miles"), ("there is a {k} {m} away, would you like info on it", "miles"),
    ("navigating you to {n}", "name"), ("the nearest {k} is {n} at {a}, it is {m} away", "name address miles"), ("i have {n} in {t}", "name traffic"),
    ("the nearest {k} is {m} away, would you like directions there", "miles"), ("a {k} nearby is {n}", "name"),
    ("{n} is a {k} i can find, it is located at {a}", "name address"), ("the only {k} is {n}, {m} away but there is {t}", "name miles traffic"),
)  # fmt: skip
TWO = (
    ("there is {n} {m} away and {o} {p} away", True), ("{n} and {o} are both close", False), ("i see {n} and {o}", False),
    ("we are {m} away from {n} and {p} away from {o}, which one do you like more", True), ("there is a {n} and a {o}", False),
    ("two of them, {n} located {m} away and {o} {p} away", True), ("{n} or {o}", False), ("{n} is {m} away, while {o} is {p} away", True),
    ("which one, {n} or {o}", False), ("there are two, {n} and {o}, do you have a preference", False),
)  # fmt: skip
ASKED = (
    ("{what} the address", "{what} the address of {d}", "address traffic", "address"),
    ("{what} its address", "{what} the address of {d}", "address traffic", "address"),
    ("where is it", "where is {d}", "address traffic", "address"),
    ("where is it located", "where is {d} located", "address traffic", "address"),
    ("how far is it", "how far is {d}", "miles traffic", "miles"),
    ("how far away is it", "how far away is {d}", "miles traffic", "miles"),
    ("is there any traffic", "is there any traffic to {d}", "traffic", "traffic"),
    ("how is the traffic", "how is the traffic to {d}", "traffic", "traffic"),
    ("is there traffic on the way there", "is there traffic on the way to {d}", "traffic", "traffic"),
)  # fmt: skip
WHAT = (
    "what is", "give me", "tell me", "please give me", "can you get me", "send me", "can you tell me", "what's", "i want", "please send me",
    "could you give me", "show me", "get me", "may i have",
)  # fmt: skip
ROADS = (
    "the quickest route", "a quick route", "the fastest route", "a route that avoids all heavy traffic", "the route with the least traffic",
    "the shortest way", "a route with no traffic", "the best way", "a fast way", "another route", "the route", "directions", "the directions",
)  # fmt: skip
ROADED = (
    ("give me {r}", "give me {r} to {d}"), ("please pick {r}", "please pick {r} to {d}"), ("show me {r} please", "show me {r} to {d} please"),
    ("pick {r} for me", "pick {r} to {d} for me"), ("can you find {r}", "can you find {r} to {d}"), ("what is {r}", "what is {r} to {d}"),
    ("i would like {r}", "i would like {r} to {d}"), ("direct me there via {r}", "direct me to {d} via {r}"),
    ("please direct me via {r}", "please direct me to {d} via {r}"), ("let's go there by {r}", "let's go to {d} by {r}"),
    ("take me there through {r}", "take me to {d} through {r}"), ("send {r} to my screen", "send {r} to {d} to my screen"),
    ("set {r}", "set {r} to {d}"), ("use {r} to go there", "use {r} to go to {d}"), ("is there {r} to reach it", "is there {r} to reach {d}"),
    ("set the gps for {r}", "set the gps for {r} to {d}"), ("give me {r} to get there", "give me {r} to get to {d}"),
    ("make sure we take {r}", "make sure we take {r} to {d}"), ("give me directions via {r}", "give me directions to {d} via {r}"),
)  # fmt: skip
GONE = (
    ("let's go there", "let's go to {d}"), ("set the navigation for there", "set the navigation for {d}"), ("take me there", "take me to {d}"),
    ("set the gps to go there", "set the gps to go to {d}"), ("please direct me there", "please direct me to {d}"), ("drive there", "drive to {d}"),
    ("start navigation", "start navigation to {d}"), ("let's head there now", "let's head to {d} now"), ("navigate there", "navigate to {d}"),
    ("let's go", "let's go to {d}"), ("start directions", "start directions to {d}"), ("i want to go there", "i want to go to {d}"),
    ("bring me to that place", "bring me to {d}"), ("let's try that one", "let's try {d}"), ("set the gps to it", "set the gps to {d}"),
    ("set the navigation", "set the navigation to {d}"), ("go there", "go to {d}"), ("then let's get going", "then let's get going to {d}"),
)  # fmt: skip
BEFORE = (
    "yes, ", "yes please, ", "ok, ", "okay, ", "sure, ", "thanks, ", "thank you car, ", "sounds good, ", "that's fine, ", "that sounds great, ",
    "perfect, ", "great, ", "oh yes, ", "alright, ", "well, it is what it is, ", "that is ok, ", "no, ",
)  # fmt: skip
AFTER = (" please", ", thank you", ", thanks", " thank you car", ", please", " then", ", thank you car")
ENOUGH = (
    "thank you", "thanks", "thank you car", "great thanks", "okay thank you", "yes please", "yes", "sure", "sounds good", "yes, thank you",
    "perfect", "that will be all, thanks", "no thanks", "that's ok, thank you", "awesome thank you", "that sounds perfect", "nope, thank you",
    "thanks for the information", "that's all i needed, thanks", "yes please, that sounds great", "not now", "maybe later", "i see, thank you",
    "yes i need to rest", "sure, thank you car", "cool", "alright thanks", "thank you so much", "oh yes that sounds great",
)  # fmt: skip
SENT = (
    "setting the navigation now", "okay, i sent it on your screen", "i sent the route on your screen, drive carefully", "we are on our way",
    "setting gps now", "here we go", "the route is now set", "i picked the fastest route for you", "no problem", "is there anything else",
)  # fmt: skip
TOLD = {
    "address": (
        "{n} is located at {a}",
        "its address is {a}",
        "{n} is at {a}",
        "it is at {a}, shall i set the gps",
        "the address is {a}",
        "{a}",
    ),
    "miles": ("{n} is {m} away", "it is {m} away", "just {m} away", "{m}"),
    "traffic": ("there is {t} on the way to {n}", "{n} has {t}", "there is {t}", "with {t}, do you still want to go"),
}
CHOSEN = (
    ("which is closer", "which {k}, either {x} or {y}, is closer"), ("which one is closer", "which {k}, either {x} or {y}, is closer"),
    ("which one is the quickest to reach", "which {k}, either {x} or {y}, is the quickest to reach"),
    ("which has less traffic", "which {k}, either {x} or {y}, has less traffic"),
    ("take me to the closer one", "take me to the closer {k}, either {x} or {y}"), ("which is the nearest", "which {k}, either {x} or {y}, is the nearest"),
    ("what are their addresses", "what are the addresses of {x} and {y}"), ("how far are they", "how far are {x} and {y}"),
    ("i want the quickest one", "i want the quickest {k}, either {x} or {y}"), ("tell me the one with no traffic", "tell me the {k}, either {x} or {y}, with no traffic"),
)  # fmt: skip
ELSEWHERE = (
    ("is there another {k}", "is there another {k}, besides {d}"), ("are there any other {k}s", "are there any other {k}s, besides {d}"),
    ("is there another one", "is there another {k}, besides {d}"), ("any other", "any other {k}, besides {d}"),
)  # fmt: skip
NAMED = (
    ("let's go to {n}", "let's go to {d}"), ("where is {n}", "where is {d}"), ("{n} please", "{d} please"), ("i want to go to {n}", "i want to go to {d}"),
    ("is there traffic to {n}", "is there traffic to {d}"), ("then take me to {n}", "then take me to {d}"), ("let's try {n}", "let's try {d}"),
    ("give me the address of {n}", "give me the address of {d}"), ("how far is {n}", "how far is {d}"), ("tell me more of {n}", "tell me more of {d}"),
)  # fmt: skip
HOME = (
    "take me home",
    "give me directions to home",
    "i need to get home",
    "where is my home",
    "navigate home",
    "i need directions to home",
    "find the way home",
)
FRIEND = (
    "where does my friend live",
    "what is my friend's address",
    "take me to my friend's house",
    "give me directions to my friend's house",
)
HOMED = (
    ("home is at {a}", "address"), ("home is {m} away", "miles"), ("we are {m} away from home and there is {t}", "miles traffic"), ("you live at {a}", "address"),
    ("home is {m} away but there is {t}", "miles traffic"), ("navigating you home with {t}", "traffic"), ("home is {m} away at {a}", "miles address"),
)  # fmt: skip
FRIENDED = (
    ("your {k} is at {a}", "address"), ("your {k} is {m} away", "miles"), ("your {k} is {m} away with {t}", "miles traffic"), ("{k} is located at {a}", "address"),
)  # fmt: skip
