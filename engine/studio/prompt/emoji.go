package prompt

// emoji are the words of the lexicon that pictographs stand for. Those that mostly decorate a sentence, such as sparkles, are left
// out, and so are hands and signs.
var emoji = map[rune]string{
	// Places
	'🌊': "wave", '🏖': "beach", '🏝': "island", '🏔': "snowy mountain", '⛰': "mountain", '🗻': "mountain", '🏜': "desert", '🌋': "volcano",
	'🌲': "conifer forest", '🌳': "forest", '🌴': "palm tree", '🌵': "desert", '🌾': "wheat", '🌃': "skyline at night", '🌆': "skyline at dusk", '🏙': "skyline",
	'🌇': "skyline at sunset", '🏘': "village", '🏡': "village", '🛣': "road", '🏞': "valley", '🪸': "coral reef", '🌌': "galaxy", '🪐': "planet", '🌍': "earth from space",
	'🌎': "earth from space", '🌏': "earth from space",
	// Light, weather, season
	'🌅': "sunrise", '🌄': "sunrise", '☀': "sunny", '🌞': "sunny", '🌙': "night", '🌜': "night", '🌕': "full moon", '⭐': "starry", '🌟': "starry", '🌠': "shooting star",
	'☄': "meteor", '☁': "cloudy", '⛅': "cloudy", '🌧': "rain", '☔': "rain", '⛈': "thunderstorm", '🌩': "thunderstorm", '⚡': "lightning", '❄': "snow", '🌨': "snow",
	'☃': "snow", '⛄': "snow", '🌫': "fog", '🌬': "wind", '🌈': "rainbow", '🍂': "falling leaves", '🍁': "autumn", '🌸': "cherry blossom", '🔥': "fire", '🎆': "fireworks",
	'🎇': "fireworks", '🎉': "confetti", '🎊': "confetti", '🫧': "bubbles",
	// Animals
	'🐶': "dog", '🐕': "dog", '🐱': "cat", '🐈': "cat", '🐴': "horse", '🐎': "running horse", '🦌': "deer", '🐺': "wolf", '🦊': "fox", '🐻': "bear", '🐼': "panda",
	'🐨': "koala", '🦁': "lion", '🐯': "tiger", '🐅': "tiger", '🐆': "leopard", '🐘': "elephant", '🦒': "giraffe", '🦓': "zebra", '🐪': "camel", '🐫': "camel",
	'🐰': "rabbit", '🐇': "rabbit", '🐮': "cow", '🐄': "cow", '🐑': "sheep", '🐦': "bird", '🕊': "bird", '🦅': "eagle", '🦉': "owl", '🐟': "fish",
	'🐠': "fish", '🐳': "whale", '🐋': "whale", '🐬': "dolphin", '🪼': "jellyfish", '🦋': "butterfly", '🐉': "dragon", '🐲': "dragon", '🐢': "turtle",
	// People and things
	'👨': "man", '👩': "woman", '🧒': "child", '👧': "child", '👦': "child", '🚶': "person walking", '🏃': "person running", '💃': "woman dancing", '🕺': "man dancing",
	'👫': "couple", '💑': "couple", '🚴': "cyclist", '🛹': "skateboarder", '🏄': "surfer", '🚀': "rocket", '🤖': "robot", '🚗': "car", '🚙': "car", '🚕': "yellow car",
	'🚌': "bus", '🚚': "truck", '🏍': "motorcycle", '🚂': "steam train", '🚆': "train", '🚄': "train", '⛵': "sailing boat", '🚣': "rowing boat", '✈': "plane", '🎈': "balloon",
	'🏮': "lantern", '🪁': "kite", '🌷': "tulip", '🌹': "rose", '🌻': "sunflower", '🌺': "flower", '🌼': "flower",
	// Moods
	'😀': "happy", '😊': "happy", '😄': "happy", '😢': "melancholy", '😭': "melancholy", '😌': "calm", '❤': "romantic", '💕': "romantic", '💖': "romantic",
}
