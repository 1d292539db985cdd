package speech

import (
	"slices"
	"strings"
)

// Auto is the id of the voice that is chosen by what is to be said.
const Auto = "Auto"

// Voice is one of the system voices. The synthesiser speaks with its pitch and speed; then the sound is shaped: Formant
// scales the resonances of the throat without changing pitch or speed, as a smaller (above 1) or larger head does.
type Voice struct {
	ID     string // as the voice list of the API has it
	Name   string
	Female bool

	flite   string  // flite's voice for English; empty has espeak-ng speak English too
	accent  string  // espeak-ng's English
	variant string  // espeak-ng's speaker, whatever the language
	Pitch   float64 // Hz around which it speaks; flite's rms cannot be moved from 103 Hz times Formant
	Speed   float64 // 1 is an even pace
	Formant float64
	warmth  float64 // dB around 220 Hz
	bright  float64 // dB above 3.5 kHz
}

// voices are in the order of the API's list. Pairs that share a synthesiser's speaker differ in pitch by at least a tone
// or in their resonances by 6 % or more.
var voices = []Voice{
	{ID: "7", Name: "Harper", Female: true, flite: "slt", accent: "en-us", variant: "f2", Pitch: 184, Speed: 1.02, Formant: 1.0},
	{ID: "8", Name: "Ava", Female: true, flite: "slt", accent: "en-us", variant: "f4", Pitch: 244, Speed: 1.08, Formant: 1.05, bright: 1},
	{ID: "3", Name: "Isabella", Female: true, accent: "en-us", variant: "f3", Pitch: 204, Speed: 0.95, Formant: 0.93, warmth: 5, bright: -4},
	{ID: "9", Name: "Sophia", Female: true, flite: "slt", accent: "en-gb", variant: "f5", Pitch: 156, Speed: 0.93, Formant: 0.94, warmth: 4, bright: -3},
	{ID: "1", Name: "Emily", Female: true, accent: "en-gb-x-rp", variant: "f1", Pitch: 214, Speed: 1.0, Formant: 1.13, warmth: -4, bright: 4},
	{ID: "5", Name: "Chloe", Female: true, flite: "slt", accent: "en-us", variant: "Annie", Pitch: 272, Speed: 1.14, Formant: 1.18, warmth: -4, bright: 5},
	{ID: "10", Name: "Julia", Female: true, accent: "en-us", variant: "linda", Pitch: 168, Speed: 1.04, Formant: 1.09, warmth: -2, bright: 4},
	{ID: "11", Name: "Mason", flite: "rms", accent: "en-us", variant: "m3", Pitch: 92, Speed: 0.97, Formant: 0.89, warmth: 5, bright: -2},
	{ID: "12", Name: "Jack", flite: "awb", accent: "en-gb-scotland", variant: "m1", Pitch: 130, Speed: 1.08, Formant: 1.03, warmth: -3, bright: 5},
	{ID: "4", Name: "Liam", flite: "rms", accent: "en-us", variant: "m7", Pitch: 114, Speed: 1.08, Formant: 1.1, warmth: -2, bright: 2},
	{ID: "2", Name: "James", accent: "en-gb-x-rp", variant: "m2", Pitch: 97, Speed: 0.94, Formant: 1.02, warmth: 1, bright: 3},
	{ID: "13", Name: "Oliver", flite: "awb", accent: "en-gb", variant: "m4", Pitch: 103, Speed: 0.96, Formant: 0.92, warmth: 4, bright: -6},
	{ID: "6", Name: "Adrian", flite: "kal16", accent: "en-us", variant: "m5", Pitch: 127, Speed: 1.0, Formant: 0.92, warmth: 5, bright: -6},
	{ID: "14", Name: "Ethan", accent: "en-us", variant: "m6", Pitch: 143, Speed: 1.12, Formant: 1.13, bright: -2},
	{ID: Auto, Name: "Auto", Female: true, flite: "slt", accent: "en-us", variant: "f2", Pitch: 192, Speed: 1, Formant: 1.03},
}

// Voices lists the system voices in the order of the API's list, Auto last.
func Voices() []Voice { return slices.Clone(voices) }

// Find returns the voice with an id or a name; letters of either case will do.
func Find(id string) (Voice, bool) {
	id = strings.TrimSpace(id)
	for _, v := range voices {
		if strings.EqualFold(v.ID, id) || strings.EqualFold(v.Name, id) {
			return v, true
		}
	}
	return Voice{}, false
}

// ForFace returns the voice that Auto stands for when it is known who speaks: a stable choice by the language and the seed.
func ForFace(female bool, seed uint64) Voice {
	var fit []Voice
	for _, v := range voices {
		if v.Female == female && v.ID != Auto {
			fit = append(fit, v)
		}
	}
	return fit[seed%uint64(len(fit))]
}
