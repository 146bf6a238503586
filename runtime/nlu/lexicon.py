"""Closed lists of everyday words: kinds of devices, colours, modes, states, quantities. Data, no behaviour beyond look-up.

A phrase maps to its canonical word. Plurals are listed because they are said. Knows nothing of one home.
"""


def _table(lines: str) -> dict[str, str]:
    """Read `canonical: phrase, phrase` lines; the canonical word is a phrase of itself."""
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        canonical, _, phrases = line.partition(":")
        canonical = canonical.strip()
        for phrase in (canonical.replace("_", " "), *phrases.split(",")):
            if phrase.strip():
                table.setdefault(phrase.strip(), canonical)
    return table


KINDS = _table("""
light: lights, lamp, lamps, lighting, bulb, bulbs, lightbulb, lightbulbs, light bulb, light bulbs, led, leds, spotlight, spotlights, spots
switch: switches
outlet: outlets, plug, plugs, socket, sockets, plug socket, smart plug, smart plugs, smart socket, power strip
fan: fans, ventilator, ventilators, ventilation
blind: blinds, venetian blinds, roller blinds, roller blind
curtain: curtains, drape, drapes
shutter: shutters, roller shutter, roller shutters
shade: shades, screen, screens
cover: covers, window coverings
awning: awnings, sunshade
window: windows, skylight, skylights
door: doors
garage_door: garage, garage doors
gate: gates
valve: valves, water valve, water
lock: locks, deadbolt, deadbolts
thermostat: thermostats
heating: heat, heater, heaters, radiator, radiators, central heating, furnace, boiler, underfloor heating
air_conditioning: air conditioner, air conditioners, air con, aircon, ac, a c, cooling
water_heater: hot water, water heaters
humidifier: humidifiers
dehumidifier: dehumidifiers
vacuum: vacuums, vacuum cleaner, vacuum cleaners, robot vacuum, robot cleaner, hoover, roomba, robot, robot vacuum cleaner, cleaner
mower: lawn mower, lawnmower, mowers, robot mower, mowing robot
media: music, song, songs, track, playback, media, media player, media players, audio, sound, tunes, show, movie, film, video, podcast
speaker: speakers, sound system, stereo, stereos
tv: tvs, television, televisions, telly, t v
radio: radios
scene: scenes
button: buttons
siren: sirens
alarm_panel: alarm system, security system, burglar alarm, house alarm, alarm, security
camera: cameras
sensor: sensors, detector, detectors
motion: motion sensor, motion sensors, motion detector
smoke: smoke detector, smoke detectors, smoke alarm, smoke alarms
leak: leak sensor, water leak, leak detector, leaks
battery: batteries
device: devices, thing, things, appliance, appliances, gadget, gadgets, electronics, stuff
timer: timers
""")
"""Phrase -> canonical kind."""

COLORS = _table("""
red: scarlet, ruby
green: emerald
blue: sapphire
yellow
orange
purple: plum
pink: rose
white: plain white
cyan: aqua
magenta: fuchsia
turquoise: teal
violet
indigo
lime: lime green
gold: golden
lavender: lilac
brown
crimson: dark red
salmon
coral
amber
beige
navy: dark blue
sky_blue: light blue
olive
maroon
peach
mint
warm_white: warm light, soft white, candlelight, candle light, incandescent, cosy, cozy
cool_white: cold white, cool light, cold light
daylight: day light, natural white, neutral white, daylight white
""")
"""Phrase -> canonical colour."""

MODES = _table("""
heat: heating
cool: cooling
auto: automatic
heat_cool: heat cool, heating and cooling
dry: drying, dehumidify
fan_only: fan, ventilation
off
eco: economy, energy saving
away: armed away, vacation, holiday
home: stay, at home, armed home
night: armed night, nighttime, night time
sleep: sleeping
boost: turbo, performance, high demand
comfort
normal
quiet: silent
electric
gas
baby
""")
"""Climate, humidifier and alarm-panel modes."""

STATES = _table("""
on: switched on, turned on, lit, burning, powered on
off: switched off, turned off, out
open: opened, opening, up
closed: shut, close, closing, down
locked: secured
unlocked
running: going, working, active, busy
playing
paused
idle: finished, done
home: at home, in
away: not home, gone
heating
cooling
cleaning: vacuuming
mowing
docked: charging, charged
armed
disarmed
low: empty, flat
full
occupied
motion: moving, movement
wet: leaking
jammed: stuck
unavailable: offline
online: available
triggered: going off, ringing
muted
""")

QUANTITIES = _table("""
temperature: warm, hot, cold, temp, cool, degrees, how many degrees, heat, chilly
humidity: humid, moist, dry, damp
brightness: bright, dim, light level, illuminance
battery: battery level, charge
power: wattage, watts, consumption, using, drawing, power consumption, electricity
energy: energy consumption, energy use
voltage
current
co2: carbon dioxide, c o two, co two, carbon dioxide level
air_quality: air, air pollution
pressure: air pressure
position: far open
volume: loud, volume level
speed: fan speed, fast
target_temperature: set to, set at, set point, setpoint, target temperature, target
target_humidity: target humidity
mode
state: status, doing
water: water level, water consumption
gas: gas consumption
signal: signal strength
rain: rainfall
wind: wind speed
noise: noise level
moisture: soil moisture
""")

QUANTIFIERS = _table("""
all: every, everything, every single, all of my, all my, home, house, all of the
all: all the, each, entire, whole, everywhere, all of, whole house, entire house, everything everywhere
both
any: anything, some, a
other: other one, other ones, another
one: single, just one
""")

FLOORS = (
    "upstairs|downstairs|basement|attic|cellar|loft|ground floor|first floor|second floor|third floor|top floor|"
    "upper floor|lower floor|main floor|lower level|upper level|first storey|second storey"
).split("|")
"""Floors are rarely told by devices, so they are recognised by their usual names."""

ROOMS = (
    "living room|kitchen|bedroom|bathroom|hallway|hall|dining room|office|study|garage|garden|nursery|guest room|"
    "kids room|laundry room|utility room|entrance|balcony|terrace|patio|porch|conservatory|lounge|playroom|workshop|"
    "master bedroom|closet|pantry|corridor|landing|den|library|gym|toilet|shed|driveway|yard|outside|front yard|back yard"
).split("|")
"""Rooms as people call them even in a home that has none of that name."""

HERE = ("here", "in here", "this room", "this area", "my room", "the room", "around here")
UNITS = frozenset(
    "percent percentage degrees degree celsius fahrenheit kelvin seconds second minutes minute hours hour days day mins min secs sec "
    "am pm o'clock half quarter".split()
)
NUMBER_WORDS = frozenset(
    "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half quarter couple dozen point".split()
)
DAYS = frozenset(
    "today tonight tomorrow monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night noon midnight "
    "weekend weekday january february march april june july august september october november december".split()
)
