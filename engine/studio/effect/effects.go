package effect

// effects lists them all. Each stands in a file of its name.
var effects = []effect{
	{Kind{Name: "explode", Min: 1, Max: 1, Sound: "explosion then whoosh then glass breaking", Mood: "dramatic", Opens: true}, explode},
	{Kind{Name: "sand", Min: 1, Max: 1, Sound: "strong wind", Mood: "calm", Opens: true}, sand},
	{Kind{Name: "melt", Min: 1, Max: 1, Sound: "bubbles", Mood: "dreamy", Opens: true}, melt},
	{Kind{Name: "inflate", Min: 1, Max: 1, Sound: "whoosh then pop", Mood: "happy", Opens: true}, inflate},
	{Kind{Name: "freeze", Min: 1, Max: 1, Sound: "howling wind, chimes", Mood: "dreamy", Opens: true}, freeze},
	{Kind{Name: "burn", Min: 1, Max: 1, Sound: "fire", Mood: "dramatic", Opens: true}, burn},
	{Kind{Name: "levitate", Min: 1, Max: 1, Sound: "magic", Mood: "dreamy", Opens: true}, levitate},
	{Kind{Name: "hologram", Min: 1, Max: 1, Sound: "spaceship, laser", Mood: "dramatic", Opens: true}, hologram},
}
