"""Minimal pairs of context: one sentence, two situations, two meanings. Written by hand, never trained on.

A row: kind | sentence | what its words say | situation and meaning | situation and meaning.
Situations, separated by `;`:   room X · STATE entity,entity · did INTENT entity · habit HOUR INTENT entity · hour H ·
choice WORDS=entity · ago SECONDS entity. Meanings: entities, `?` for a question, `ask: a,b` for the options of one.
"""

ROWS = """
state | turn off the light | turn_off kind=light:light | room living room; on floor | floor | room living room; on ceiling | ceiling
state | switch the lamp off | turn_off kind=lamp:light | room bedroom; on left | left | room bedroom; on right | right
state | light off please | turn_off kind=light:light | room kitchen; on kitchen | kitchen | room kitchen; on counter | counter
state | turn off the fan | turn_off kind=fan:fan | on fan.ceiling | fan.ceiling | on fan.bedroom | fan.bedroom
state | turn off the plug | turn_off kind=plug:outlet | on coffee | coffee | on heater | heater
state | put the light out | turn_off kind=light:light | room office; on desk | desk | room office; on office | office
state | turn the light off | turn_off kind=light:light | room living room; on light.garage | light.garage | room living room; on hall | hall
state | kill the lamp | turn_off kind=lamp:light | room living room; on desk | desk | room living room; on floor | floor
state | stop the fan | turn_off kind=fan:fan | room bedroom; on fan.ceiling | fan.ceiling | room bedroom; on fan.bedroom | fan.bedroom
state | turn it off | turn_off | room kitchen; on coffee | coffee | room kitchen; on kitchen | kitchen
state | switch that off | turn_off | room office; on heater | heater | room office; on desk | desk
state | turn on the light | turn_on kind=light:light | room office; on desk | office | room office; on office | desk
state | turn the lamp out | turn_off kind=lamp:light | room hallway; on right | right | room hallway; on desk | desk

open | close the window | close kind=window:window | open roof; room bedroom | roof | open roof; room kitchen | roof
open | close it | close | room bedroom; open curtains | curtains | room bedroom; open roof | roof
open | shut it please | close | room living room; open blinds | blinds | room garage; open garage | garage
open | close it again | close | did open garage; open garage | garage | did open blinds; open blinds | blinds
open | close it up | close | room bedroom; open roof,curtains; did open roof | roof | room bedroom; open roof,curtains; did open curtains | curtains
open | open it | open | room bedroom; open curtains; closed roof | roof | room bedroom; open roof; closed curtains | curtains
open | open it up again | open | did close blinds; closed blinds | blinds | did close curtains; closed curtains | curtains
open | lower them | close | did open blinds; open blinds | blinds | did open curtains; open curtains | curtains
open | shut that | close | room office; open garage | garage | room office; open roof | roof
open | close it for the night | close | room hallway; open blinds | blinds | room hallway; open curtains | curtains
open | could you close it | close | did open roof; open roof,blinds | roof | did open blinds; open roof,blinds | blinds
open | pull them shut | close | did open curtains; open curtains,blinds | curtains | did open blinds; open curtains,blinds | blinds
open | stop it there | halt | did open blinds; opening blinds | blinds | did close garage; closing garage | garage

playing | pause | media_pause | playing tv; room living room | tv | playing radio; room kitchen | radio
playing | pause it | media_pause | playing tv; room office | tv | playing radio; room office | radio
playing | pause the music | media_pause kind=music:media | playing radio; room living room | radio | playing tv; room living room | tv
playing | next | media_next | playing tv; room living room | tv | playing radio; room living room | radio
playing | skip this one | media_next | playing radio; room bedroom | radio | playing tv; room bedroom | tv
playing | the one before | media_previous | playing tv; room kitchen | tv | playing radio; room kitchen | radio
playing | turn it down | set_volume change=down:down | playing tv; room living room | tv | playing radio; room kitchen | radio
playing | louder | set_volume change=louder:up | playing tv; room living room | tv | room living room | hearth
playing | a bit quieter | set_volume change=quieter:down | playing radio; room kitchen | radio | room kitchen | hearth
playing | mute | mute | playing tv; room living room | tv | room living room | hearth
playing | volume to thirty percent | set_volume percent=30 | playing radio; room kitchen | radio | room kitchen; playing tv | hearth
playing | play on | media_play | paused tv; did media_pause tv | tv | paused radio; did media_pause radio | radio
playing | silence please | mute | playing radio; room kitchen | radio | room bedroom | hearth

last | turn it off again | turn_off | did turn_on floor; on floor,ceiling | floor | did turn_on ceiling; on floor,ceiling | ceiling
last | make it brighter | set_brightness change=brighter:up | did turn_on floor; on floor,ceiling | floor | did turn_on ceiling; on floor,ceiling | ceiling
last | dim it | set_brightness change=dim:down | did turn_on left; on left,right; room bedroom | left | did turn_on right; on left,right; room bedroom | right
last | make it red | set_color color=red:red | did turn_on desk; on desk,office; room office | desk | did turn_on office; on desk,office; room office | office
last | set it to fifty percent | set_brightness brightness=50 | did turn_on kitchen; on kitchen | kitchen | did turn_on hall; on hall | hall
last | warmer | set_temperature change=warmer:up | did set_temperature bedroom.climate; room living room | climate.bedroom | room living room | climate.living
last | the other one | turn_on quantifier=other:other kind=one:light | did turn_on floor; on floor | ceiling | did turn_on ceiling; on ceiling | floor
last | not that one the other lamp | turn_on quantifier=other:other kind=lamp:light | room bedroom; did turn_on left; on left,light.bedroom | right | room bedroom; did turn_on right; on right,light.bedroom | left
last | and now off | turn_off | did turn_on fan.ceiling; on fan.ceiling,floor | fan.ceiling | did turn_on floor; on fan.ceiling,floor | floor
last | lock it again | lock | did unlock front; unlocked front,back | front | did unlock back; unlocked front,back | back
last | turn that up | set_fan_speed change=up:up | did turn_on fan.ceiling; on fan.ceiling,fan.bedroom | fan.ceiling | did turn_on fan.bedroom; on fan.ceiling,fan.bedroom | fan.bedroom
last | off with it | turn_off | did turn_on coffee; on coffee,kitchen; room kitchen | coffee | did turn_on kitchen; on coffee,kitchen; room kitchen | kitchen
last | a little less | set_brightness change=less:down | did set_brightness floor; on floor,ceiling | floor | did set_brightness ceiling; on floor,ceiling | ceiling

room | turn on the light | turn_on kind=light:light | room hallway | hall | room garage | light.garage
room | lights on | turn_on kind=lights:light | room bedroom | light.bedroom,left,right | room office | desk,office
room | turn on the ceiling light | turn_on name=ceiling_light | room kitchen | kitchen | room bedroom | light.bedroom
room | turn on the fan | turn_on kind=fan:fan | room bedroom | fan.bedroom | room living room | fan.ceiling
room | open the cover | open kind=cover:cover | room living room | blinds | room bedroom | curtains
room | a bit warmer | set_temperature change=warmer:up | room bedroom | climate.bedroom | room living room | climate.living
room | how warm is it | ask_value quantity=warm:temperature | room bedroom | sensor.bedroom_temperature | room kitchen | sensor.kitchen_temperature
room | what is the temperature in here | ask_value quantity=temperature:temperature area=here:here | room living room | sensor.living_temperature | room bedroom | sensor.bedroom_temperature
room | is the window open | ask_state kind=window:window state=open:open | room kitchen | binary_sensor.kitchen_window | room bedroom | binary_sensor.bedroom_window,roof
room | everything off in here | turn_off quantifier=everything:all area=here:here | room office; on desk | desk,office,heater | room kitchen; on kitchen | kitchen,counter,coffee,radio,oven
room | set it to nineteen degrees in here | set_temperature temperature=19 area=here:here | room bedroom | climate.bedroom | room living room | climate.living
room | turn the thermostat up | set_temperature change=up:up kind=thermostat:thermostat | room bedroom | climate.bedroom | room living room | climate.living
room | all the lights off here | turn_off kind=lights:light quantifier=all:all area=here:here | room hallway | hall | room living room | ceiling,floor

habit | turn on the lamp | turn_on kind=lamp:light | room bedroom; hour 22; habit 22 turn_on left | left | room bedroom; hour 7; habit 7 turn_on right | right
habit | turn on the light | turn_on kind=light:light | room living room; hour 19; habit 19 turn_on floor | floor | room living room; hour 8; habit 8 turn_on ceiling | ceiling
habit | light please | turn_on kind=light:light | room office; hour 9; habit 9 turn_on desk | desk | room office; hour 9; habit 9 turn_on office | office
habit | some light | turn_on kind=light:light quantifier=some:any | room kitchen; hour 6; habit 6 turn_on counter | counter | room kitchen; hour 6; habit 6 turn_on kitchen | kitchen
habit | turn on the lamp | turn_on kind=lamp:light | room bedroom; hour 22; habit 22 turn_on left; habit 7 turn_on right | left | room bedroom; hour 7; habit 22 turn_on left; habit 7 turn_on right | right
habit | turn on the light | turn_on kind=light:light | room bedroom; hour 21; habit 21 turn_on left; habit 8 turn_on light.bedroom | left | room bedroom; hour 8; habit 21 turn_on left; habit 8 turn_on light.bedroom | light.bedroom
habit | switch the light on | turn_on kind=light:light | room living room; hour 23; habit 23 turn_on floor; habit 10 turn_on ceiling | floor | room living room; hour 10; habit 23 turn_on floor; habit 10 turn_on ceiling | ceiling
habit | turn on a light | turn_on kind=light:light quantifier=a:any | room office; hour 20; habit 20 turn_on desk; habit 10 turn_on office | desk | room office; hour 10; habit 20 turn_on desk; habit 10 turn_on office | office
habit | switch on the plug | turn_on kind=plug:outlet | room hallway; hour 7; habit 7 turn_on coffee | coffee | room hallway; hour 15; habit 15 turn_on heater | heater
habit | dim the light | set_brightness change=dim:down kind=light:light | room living room; on floor,ceiling; hour 21; habit 21 set_brightness floor | floor | room living room; on floor,ceiling; hour 21; habit 21 set_brightness ceiling | ceiling
habit | make the light red | set_color color=red:red kind=light:light | room office; on desk,office; hour 18; habit 18 set_color desk | desk | room office; on desk,office; hour 18; habit 18 set_color office | office
habit | turn off the light | turn_off kind=light:light | room bedroom; on left,right; hour 22; habit 22 turn_off left | left | room bedroom; on left,right; hour 22; habit 22 turn_off right | right

choice | turn on the lamp | turn_on kind=lamp:light | room bedroom; choice lamp|bedroom=left | left | room bedroom; choice lamp|bedroom=right | right
choice | lamp on | turn_on kind=lamp:light | room bedroom; choice lamp|bedroom=right | right | room bedroom | ask: left,right
choice | turn on the light | turn_on kind=light:light | room living room; choice light|living room=floor | floor | room living room; choice light|living room=ceiling | ceiling
choice | turn on the light | turn_on kind=light:light | room kitchen; choice light|kitchen=counter | counter | room kitchen; choice light|kitchen=kitchen | kitchen
choice | light on in the office | turn_on kind=light:light area=office | room kitchen; choice light|office=desk | desk | room kitchen; choice light|office=office | office
choice | switch on the light | turn_on kind=light:light | room bedroom; choice light|bedroom=right | right | room bedroom; choice light|bedroom=light.bedroom | light.bedroom
choice | turn off the lamp | turn_off kind=lamp:light | room bedroom; on left,right; choice lamp|bedroom=left | left | room bedroom; on left,right; choice lamp|bedroom=right | right
choice | set the light to ten percent | set_brightness brightness=10 kind=light:light | room office; on desk,office; choice light|office=desk | desk | room office; on desk,office; choice light|office=office | office
choice | set the lamp to forty percent | set_brightness brightness=40 kind=lamp:light | room bedroom; on left,right; choice lamp|bedroom=left | left | room bedroom; on left,right; choice lamp|bedroom=right | right
choice | make the lamp green | set_color color=green:green kind=lamp:light | room bedroom; on left,right; choice lamp|bedroom=right | right | room bedroom; on left,right; choice lamp|bedroom=left | left
choice | turn on the light in the living room | turn_on kind=light:light area=living_room | room office; choice light|living room=ceiling | ceiling | room office; choice light|living room=floor | floor
choice | turn the lamp off | turn_off kind=lamp:light | room bedroom; on left; choice lamp|bedroom=right | left | room bedroom; on left,right; choice lamp|bedroom=right | right

heat | what is the temperature | ask_value quantity=temperature:temperature | room living room; heat oven | oven | room living room | sensor.living_temperature
heat | how hot is it | ask_value quantity=hot:temperature | room kitchen; heat oven | oven | room kitchen | sensor.kitchen_temperature
heat | what temperature is it | ask_value quantity=temperature:temperature | room bedroom; heat oven | oven | room bedroom | sensor.bedroom_temperature
heat | tell me the temperature | ask_value quantity=temperature:temperature | room office; heat oven; did turn_on oven | oven | room bedroom; did turn_on left | sensor.bedroom_temperature
heat | temperature | ask_value quantity=temperature:temperature | room kitchen; heat oven; did set_temperature oven | oven | room kitchen; did turn_on kitchen | sensor.kitchen_temperature
heat | how many degrees | ask_value quantity=degrees:temperature | room kitchen; heat oven | oven | room living room | sensor.living_temperature
heat | what is the temperature now | ask_value quantity=temperature:temperature | room hallway; heat oven | oven | room bedroom; off oven | sensor.bedroom_temperature
heat | is it hot yet | ask_value quantity=hot:temperature | room living room; heat oven; did turn_on oven | oven | room living room; did turn_on floor | sensor.living_temperature
heat | set the temperature to sixty | set_temperature temperature=60 | room kitchen; heat oven; did turn_on oven | oven | room bedroom | climate.bedroom
heat | make it twenty degrees | set_temperature temperature=20 | room bedroom; heat oven | climate.bedroom | room living room; heat oven | climate.living
heat | how warm is it now | ask_value quantity=warm:temperature | room kitchen; off oven | sensor.kitchen_temperature | room kitchen; heat oven | oven
heat | what is the temperature in the bedroom | ask_value quantity=temperature:temperature area=bedroom | room kitchen; heat oven | sensor.bedroom_temperature | room living room | sensor.bedroom_temperature

recent | turn off the light | turn_off kind=light:light | room living room; on floor,ceiling; did turn_on floor | floor | room living room; on floor,ceiling; did turn_on ceiling | ceiling
recent | turn the lamp off | turn_off kind=lamp:light | room bedroom; on left,right; did turn_on right | right | room bedroom; on left,right; did turn_on left | left
recent | light off | turn_off kind=light:light | room office; on desk,office; did turn_on desk | desk | room office; on desk,office; did turn_on office | office
recent | turn off the fan again | turn_off kind=fan:fan | on fan.ceiling,fan.bedroom; did turn_on fan.bedroom; room bedroom | fan.bedroom | on fan.ceiling,fan.bedroom; did turn_on fan.ceiling; room living room | fan.ceiling
recent | close the cover | close kind=cover:cover | room bedroom; open curtains,blinds; did open blinds | blinds | room living room; open curtains,blinds; did open curtains | curtains
recent | switch off the light again | turn_off kind=light:light | room kitchen; on kitchen,counter; did turn_on counter | counter | room kitchen; on kitchen,counter; did turn_on kitchen | kitchen
recent | lock the door | lock kind=door:door | unlocked front,back; did unlock front | front | unlocked front,back; did unlock back | back
recent | turn the plug off | turn_off kind=plug:outlet | on coffee,heater; did turn_on coffee | coffee | on coffee,heater; did turn_on heater | heater
recent | pause it | media_pause | playing tv,radio; did media_play tv | tv | playing tv,radio; did media_play radio | radio
recent | turn the volume down | set_volume change=down:down | playing tv,radio; did media_play radio; room kitchen | radio | playing tv,radio; did media_play tv; room living room | tv
recent | brighter | set_brightness change=brighter:up | room living room; on floor; did turn_on floor | floor | room living room; on ceiling; did turn_on ceiling | ceiling
recent | close the window again | close kind=window:window | open roof; did open roof | roof | open roof; room kitchen | roof

repair | no the bedroom | correct area=bedroom | room living room; on light.ceiling; did turn_on ceiling name=ceiling_light | light.bedroom | room living room; did open blinds kind=cover:cover | curtains
repair | i meant the other one | correct quantifier=other:other | room living room; on floor; did turn_on floor kind=light:light | ceiling | room bedroom; on left,light.bedroom; did turn_on left kind=lamp:light | right
repair | no the kitchen | correct area=kitchen | room living room; on ceiling; did turn_on ceiling name=ceiling_light | kitchen | room living room; on ceiling,floor; did turn_on ceiling,floor kind=lights:light | kitchen,counter
repair | no the lamp on the left | correct name=left_lamp | room bedroom; did turn_on right kind=lamp:light; on right | left | room living room; did open blinds kind=blinds:blind | ?
repair | i meant the fan | correct kind=fan:fan | room bedroom; did turn_on light.bedroom kind=light:light; on light.bedroom | fan.bedroom | room living room; did turn_on ceiling kind=light:light; on ceiling | fan.ceiling
repair | no thirty percent | correct percent=30 brightness=30 | did set_brightness floor name=floor_lamp brightness=40; on floor | floor | did set_brightness desk name=desk_lamp brightness=40; on desk | desk
repair | not the floor lamp the ceiling light | correct name=ceiling_light | room living room; did turn_on floor name=floor_lamp; on floor | ceiling | room office; did turn_on floor name=floor_lamp; on floor | office
repair | undo that | undo | did turn_on floor; on floor | floor | did open blinds; open blinds | blinds
repair | that was wrong | wrong | did turn_on desk; on desk | desk | did turn_on hall; on hall | hall
repair | put it back | undo | did close curtains; closed curtains | curtains | did turn_off coffee; off coffee | coffee
repair | take that back | undo | room bedroom; did turn_on left kind=lamp:light; on left | left | room bedroom; did lock front; locked front | front
repair | no in the office | correct area=office | did turn_on kitchen name=ceiling_light; on kitchen | office | did turn_on ceiling,floor kind=lights:light; on ceiling,floor | office,desk
"""
