package voice

// The voices.
const (
	Surf       Kind = "surf"
	Ocean      Kind = "ocean"
	Lake       Kind = "lake"
	River      Kind = "river"
	Waterfall  Kind = "waterfall"
	Underwater Kind = "underwater"
	Bubbles    Kind = "bubbles"
	Splash     Kind = "splash"
	Rain       Kind = "rain"
	Wind       Kind = "wind"
	Leaves     Kind = "leaves"
	Thunder    Kind = "thunder"
	Fire       Kind = "fire"
	Birds      Kind = "birds"
	Gull       Kind = "gull"
	Crow       Kind = "crow"
	Eagle      Kind = "eagle"
	Owl        Kind = "owl"
	Dove       Kind = "dove"
	Duck       Kind = "duck"
	Rooster    Kind = "rooster"
	Crickets   Kind = "crickets"
	Insects    Kind = "insects"
	Frogs      Kind = "frogs"
	Wolf       Kind = "wolf"
	Dog        Kind = "dog"
	Cat        Kind = "cat"
	Cow        Kind = "cow"
	Sheep      Kind = "sheep"
	Horse      Kind = "horse"
	Elephant   Kind = "elephant"
	Roar       Kind = "roar"
	Whale      Kind = "whale"
	Dolphin    Kind = "dolphin"
	Hooves     Kind = "hooves"
	Footsteps  Kind = "footsteps"
	Crowd      Kind = "crowd"
	Applause   Kind = "applause"
	Heart      Kind = "heart"
	City       Kind = "city"
	Traffic    Kind = "traffic"
	Car        Kind = "car"
	Horn       Kind = "horn"
	Siren      Kind = "siren"
	Train      Kind = "train"
	Plane      Kind = "plane"
	Rocket     Kind = "rocket"
	Helicopter Kind = "helicopter"
	Bell       Kind = "bell"
	Chimes     Kind = "chimes"
	Clock      Kind = "clock"
	Glass      Kind = "glass"
	Typing     Kind = "typing"
	Creak      Kind = "creak"
	Explosion  Kind = "explosion"
	Fireworks  Kind = "fireworks"
	Whoosh     Kind = "whoosh"
	Pop        Kind = "pop"
	Space      Kind = "space"
	Machine    Kind = "machine"
	Servo      Kind = "servo"
	Magic      Kind = "magic"
	Laser      Kind = "laser"
	Thud       Kind = "thud"
	Phone      Kind = "phone"
	Click      Kind = "click"
	Drip       Kind = "drip"
)

func bedVoice(level, send float64) Traits { return Traits{Level: level, Send: send} }

// onTheSpot is an event voice of one thing in one place.
func onTheSpot(level, send float64) Traits {
	return Traits{Level: level, Send: send, Point: true, Events: true}
}

// around is an event voice that comes from everywhere.
func around(level, send float64) Traits { return Traits{Level: level, Send: send, Events: true} }

// models holds every voice. The trims bring each to its level; TestLevels prints what it measures.
var models = map[Kind]model{
	Surf:       {Traits: bedVoice(-24, 0.05), trim: -15.1, make: surf},
	Ocean:      {Traits: bedVoice(-25, 0.05), trim: -16.2, make: ocean},
	Lake:       {Traits: bedVoice(-31, 0.1), trim: -6.2, make: lake},
	River:      {Traits: bedVoice(-26, 0.05), trim: -10.3, make: river},
	Waterfall:  {Traits: bedVoice(-23, 0.05), trim: -17.5, make: waterfall},
	Underwater: {Traits: bedVoice(-26, 0.25), trim: -18.4, make: underwater},
	Bubbles:    {Traits: bedVoice(-29, 0.1), trim: -6.2, make: bubbles},
	Splash:     {Traits: onTheSpot(-25, 0.15), trim: -2.7, make: splash},
	Rain:       {Traits: bedVoice(-26, 0.05), trim: -20.2, variants: []string{"ground", "roof", "leaves"}, make: rain},
	Wind:       {Traits: bedVoice(-27, 0.05), trim: -8.5, variants: []string{"open", "howling"}, make: wind},
	Leaves:     {Traits: bedVoice(-32, 0.08), trim: -11.9, make: leaves},
	Thunder:    {Traits: Traits{Level: -20, Send: 0.25, Events: true, Far: true}, trim: 3, make: thunder},
	Fire:       {Traits: bedVoice(-26, 0.05), trim: -13.2, make: fire},
	Birds:      {Traits: around(-29, 0.3), trim: -21.9, variants: []string{"chorus", "thrush", "sparrow", "canary", "tit", "robin", "finch", "cuckoo"}, make: birds},
	Gull:       {Traits: onTheSpot(-28, 0.3), trim: -12.7, make: gull},
	Crow:       {Traits: onTheSpot(-28, 0.3), trim: -8.7, make: crow},
	Eagle:      {Traits: onTheSpot(-28, 0.4), trim: -17.9, make: eagle},
	Owl:        {Traits: onTheSpot(-28, 0.45), trim: -14.8, make: owl},
	Dove:       {Traits: onTheSpot(-29, 0.3), trim: -16.2, make: dove},
	Duck:       {Traits: onTheSpot(-28, 0.2), trim: -8.6, make: duck},
	Rooster:    {Traits: onTheSpot(-26, 0.35), trim: -14.6, make: rooster},
	Crickets:   {Traits: bedVoice(-32, 0.1), trim: -22.6, make: crickets},
	Insects:    {Traits: bedVoice(-33, 0.05), trim: -23.2, variants: []string{"cicadas", "bees"}, make: insects},
	Frogs:      {Traits: around(-30, 0.2), trim: -15, make: frogs},
	Wolf:       {Traits: onTheSpot(-26, 0.6), trim: -17.1, make: wolf},
	Dog:        {Traits: onTheSpot(-24, 0.25), trim: -8.1, make: dog},
	Cat:        {Traits: onTheSpot(-26, 0.2), trim: -13.4, make: cat},
	Cow:        {Traits: onTheSpot(-26, 0.25), trim: -9, make: cow},
	Sheep:      {Traits: onTheSpot(-27, 0.2), trim: -11.3, make: sheep},
	Horse:      {Traits: onTheSpot(-25, 0.25), trim: -11.9, make: horse},
	Elephant:   {Traits: onTheSpot(-23, 0.35), trim: -7.3, make: elephant},
	Roar:       {Traits: onTheSpot(-21, 0.4), trim: -0.6, make: roar},
	Whale:      {Traits: onTheSpot(-25, 0.7), trim: -12.6, make: whale},
	Dolphin:    {Traits: onTheSpot(-28, 0.4), trim: -26.4, make: dolphin},
	Hooves:     {Traits: onTheSpot(-25, 0.12), trim: -4.7, variants: []string{"trot", "walk", "gallop"}, make: hooves},
	Footsteps:  {Traits: onTheSpot(-28, 0.12), trim: -7.7, variants: []string{"stone", "wood", "gravel", "snow", "grass", "sand", "leaves", "water", "metal"}, make: footsteps},
	Crowd:      {Traits: bedVoice(-27, 0.3), trim: -10.8, variants: []string{"murmur", "cheer"}, make: crowd},
	Applause:   {Traits: bedVoice(-23, 0.3), trim: -2.3, make: applause},
	Heart:      {Traits: onTheSpot(-26, 0.05), trim: -5.3, make: heart},
	City:       {Traits: bedVoice(-29, 0.1), trim: -12.9, make: city},
	Traffic:    {Traits: bedVoice(-26, 0.1), trim: -12.1, make: traffic},
	Car:        {Traits: Traits{Level: -25, Send: 0.08, Point: true}, trim: -11.3, variants: []string{"car", "motorcycle", "boat", "truck"}, make: car},
	Horn:       {Traits: onTheSpot(-24, 0.25), trim: -9.7, variants: []string{"car", "ship"}, make: horn},
	Siren:      {Traits: Traits{Level: -27, Send: 0.3, Point: true}, trim: -19.4, make: siren},
	Train:      {Traits: bedVoice(-24, 0.12), trim: -13.6, make: train},
	Plane:      {Traits: Traits{Level: -25, Send: 0.2, Far: true}, trim: -8.8, make: plane},
	Rocket:     {Traits: bedVoice(-19, 0.15), trim: -16.6, make: rocket},
	Helicopter: {Traits: Traits{Level: -23, Send: 0.12, Point: true}, trim: -9.8, make: helicopter},
	Bell:       {Traits: onTheSpot(-25, 0.4), trim: -7, variants: []string{"church", "hand", "temple"}, make: bell},
	Chimes:     {Traits: around(-30, 0.35), trim: -20.8, make: chimes},
	Clock:      {Traits: onTheSpot(-32, 0.2), trim: -13.5, make: clock},
	Glass:      {Traits: onTheSpot(-24, 0.2), trim: -0.2, variants: []string{"break", "clink"}, make: glass},
	Typing:     {Traits: onTheSpot(-31, 0.12), trim: -12.4, make: typing},
	Creak:      {Traits: onTheSpot(-30, 0.25), trim: -11.4, make: creak},
	Explosion:  {Traits: around(-18, 0.3), trim: -4.5, make: explosion},
	Fireworks:  {Traits: around(-22, 0.4), trim: -6.6, make: fireworks},
	Whoosh:     {Traits: around(-25, 0.15), trim: -13.4, make: whoosh},
	Pop:        {Traits: onTheSpot(-26, 0.15), trim: -4.9, make: pop},
	Space:      {Traits: bedVoice(-25, 0.5), trim: -9.8, make: space},
	Machine:    {Traits: bedVoice(-29, 0.25), trim: -17.1, make: machine},
	Servo:      {Traits: onTheSpot(-29, 0.15), trim: -16.8, make: servo},
	Magic:      {Traits: around(-28, 0.6), trim: -3.9, make: magic},
	Laser:      {Traits: onTheSpot(-26, 0.3), trim: -7.6, make: laser},
	Thud:       {Traits: onTheSpot(-24, 0.25), trim: -8.3, variants: []string{"fall", "door", "knock", "punch"}, make: thud},
	Phone:      {Traits: onTheSpot(-25, 0.2), trim: -16.4, make: phone},
	Click:      {Traits: onTheSpot(-30, 0.15), trim: -6.6, variants: []string{"shutter", "switch"}, make: click},
	Drip:       {Traits: around(-31, 0.45), trim: -7.6, make: drip},
}
