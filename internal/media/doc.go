// Package media reads and writes pictures, video and sound.
//
// Pictures are decoded in this process by memory-safe decoders, and only after
// their headers have shown that they are small enough. Video and sound go
// through ffmpeg and ffprobe, which are kept on a leash: each runs in a process
// group of its own that is killed with its context, with an argument slice (no
// shell), without the network, with bounded memory, and with the demuxer that
// this package chose by looking at the bytes, so that a file can never be
// opened as something that refers to other files.
package media
