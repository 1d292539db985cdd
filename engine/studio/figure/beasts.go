package figure

// The four-legged animals.
var beasts = map[string]beast{
	"horse": {
		coat: glossy(0x6b3a1f, 0.10), belly: srgb(0x5a301a), mane: srgb(0x1d120c), dark: srgb(0x17110d),
		leg: 0.92, length: 1.02, chest: 0.30, waist: 0.265, rump: 0.285, thick: 0.125, foot: 0.048,
		neck: 0.62, neckUp: 0.82, neckThick: 0.125, head: 0.34, muzzle: 0.24, skull: 0.125,
		earSize: 0.16, tail: hair, tailLength: 0.80, maned: true,
	},
	"deer": {
		coat: srgb(0x8a5a34), belly: srgb(0xb08a62), mane: srgb(0x9b7146), dark: srgb(0x1c140e),
		leg: 0.74, length: 0.78, chest: 0.21, waist: 0.18, rump: 0.19, thick: 0.085, foot: 0.030,
		neck: 0.50, neckUp: 1.02, neckThick: 0.082, head: 0.22, muzzle: 0.14, skull: 0.085,
		earSize: 0.15, tail: stub, tailLength: 0.16, antlers: true,
	},
	"wolf": {
		coat: srgb(0x6d6a66), belly: srgb(0x9d988f), mane: srgb(0x4c4a48), dark: srgb(0x121110),
		leg: 0.46, length: 0.62, chest: 0.165, waist: 0.13, rump: 0.135, thick: 0.072, foot: 0.034,
		neck: 0.24, neckUp: 0.55, neckThick: 0.105, head: 0.18, muzzle: 0.12, skull: 0.088,
		earSize: 0.105, tail: brush, tailLength: 0.42, paws: true,
	},
	"dog": {
		coat: srgb(0xb98146), belly: srgb(0xd8b78a), mane: srgb(0x9a6631), dark: srgb(0x14100d),
		leg: 0.36, length: 0.48, chest: 0.135, waist: 0.115, rump: 0.12, thick: 0.060, foot: 0.032,
		neck: 0.20, neckUp: 0.85, neckThick: 0.085, head: 0.17, muzzle: 0.085, skull: 0.085,
		ears: hanging, earSize: 0.12, tail: whip, tailLength: 0.30, paws: true,
	},
	"cat": {
		coat: srgb(0xc07a3a), belly: srgb(0xe6cba6), mane: srgb(0xa9652b), dark: srgb(0x3a1f1a),
		leg: 0.20, length: 0.29, chest: 0.085, waist: 0.080, rump: 0.085, thick: 0.038, foot: 0.021,
		neck: 0.09, neckUp: 0.70, neckThick: 0.058, head: 0.115, muzzle: 0.025, skull: 0.066,
		earSize: 0.066, tail: whip, tailLength: 0.30, paws: true,
	},
	"lion": {
		coat: srgb(0xb98b4e), belly: srgb(0xcfae78), mane: srgb(0x6b3f1c), dark: srgb(0x17100b),
		leg: 0.62, length: 0.92, chest: 0.235, waist: 0.195, rump: 0.205, thick: 0.105, foot: 0.056,
		neck: 0.26, neckUp: 0.62, neckThick: 0.185, head: 0.26, muzzle: 0.10, skull: 0.140,
		earSize: 0.085, tail: tuft, tailLength: 0.85, paws: true, maned: true,
	},
	"bear": {
		coat: srgb(0x4a2f1d), belly: srgb(0x3c2617), mane: srgb(0x4a2f1d), dark: srgb(0x0f0b09),
		leg: 0.55, length: 0.88, chest: 0.33, waist: 0.33, rump: 0.34, thick: 0.150, foot: 0.085,
		neck: 0.24, neckUp: 0.35, neckThick: 0.190, head: 0.27, muzzle: 0.10, skull: 0.150,
		earSize: 0.085, tail: stub, tailLength: 0.10, paws: true,
	},
	"elephant": {
		coat: srgb(0x6e6862), belly: srgb(0x635d58), mane: srgb(0x5c5650), dark: srgb(0x4d4844),
		leg: 1.45, length: 1.75, chest: 0.80, waist: 0.82, rump: 0.76, thick: 0.300, foot: 0.185,
		neck: 0.42, neckUp: 0.42, neckThick: 0.46, head: 0.70, muzzle: 0.16, skull: 0.44,
		ears: fan, earSize: 0.95, tail: tuft, tailLength: 1.05, tusks: true,
	},
	"tiger": {
		coat: srgb(0xc47a32), belly: srgb(0xe6d3b0), mane: srgb(0xb06a2a), dark: srgb(0x17100b),
		leg: 0.58, length: 0.95, chest: 0.225, waist: 0.19, rump: 0.205, thick: 0.105, foot: 0.055,
		neck: 0.25, neckUp: 0.50, neckThick: 0.145, head: 0.25, muzzle: 0.08, skull: 0.130,
		earSize: 0.080, tail: whip, tailLength: 0.80, paws: true,
	},
	"fox": {
		coat: srgb(0xb85a22), belly: srgb(0xe8ddcb), mane: srgb(0xa44e1e), dark: srgb(0x15100c),
		leg: 0.33, length: 0.44, chest: 0.110, waist: 0.092, rump: 0.098, thick: 0.048, foot: 0.024,
		neck: 0.17, neckUp: 0.60, neckThick: 0.075, head: 0.14, muzzle: 0.10, skull: 0.066,
		earSize: 0.105, tail: brush, tailLength: 0.40, paws: true,
	},
	"sheep": {
		coat: srgb(0xe2dccd), belly: srgb(0xe8e2d4), mane: srgb(0xd8d0bf), dark: srgb(0x2b2420),
		leg: 0.40, length: 0.58, chest: 0.235, waist: 0.25, rump: 0.24, thick: 0.065, foot: 0.032,
		neck: 0.18, neckUp: 0.55, neckThick: 0.105, head: 0.18, muzzle: 0.09, skull: 0.085,
		ears: hanging, earSize: 0.11, tail: stub, tailLength: 0.10,
	},
	"cow": {
		coat: srgb(0xd9d4cb), belly: srgb(0xe6ddd0), mane: srgb(0x2a221d), dark: srgb(0x2a201a),
		leg: 0.72, length: 1.10, chest: 0.34, waist: 0.35, rump: 0.33, thick: 0.120, foot: 0.056,
		neck: 0.38, neckUp: 0.28, neckThick: 0.165, head: 0.30, muzzle: 0.18, skull: 0.130,
		ears: hanging, earSize: 0.16, tail: tuft, tailLength: 0.80,
	},
	"rabbit": {
		coat: srgb(0x8d7459), belly: srgb(0xcdbca5), mane: srgb(0xe8e0d2), dark: srgb(0x2a1c18),
		leg: 0.115, length: 0.17, chest: 0.066, waist: 0.080, rump: 0.095, thick: 0.035, foot: 0.019,
		neck: 0.05, neckUp: 0.85, neckThick: 0.052, head: 0.085, muzzle: 0.02, skull: 0.052,
		ears: long, earSize: 0.125, tail: stub, tailLength: 0.03, paws: true,
	},
}
