package media

import (
	"bufio"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
)

// pngHeader is the part of IHDR (W3C PNG, 11.2.1) that gives the amount of
// data.
type pngHeader struct {
	width, height int64
	depth         byte // bits per sample
	colour        byte // colour type
	interlaced    bool
}

// bitsPerPixel follows table 11.1 of the PNG specification.
func (h pngHeader) bitsPerPixel() int64 {
	samples := map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[h.colour]
	return samples * int64(h.depth)
}

// pngChunks reads the chunks of a PNG (W3C PNG, 5.3) and checks their sums. It
// is a reader of the current chunk's data.
type pngChunks struct {
	r    io.Reader
	sum  hash.Hash32
	name string
	left int64 // bytes of the chunk's data not read yet
}

// openPNG reads the signature and the header.
func openPNG(r io.Reader) (*pngChunks, pngHeader, error) {
	p := &pngChunks{r: bufio.NewReader(r), sum: crc32.NewIEEE()}
	if _, err := io.CopyN(io.Discard, p.r, 8); err != nil {
		return nil, pngHeader{}, unexpected(err)
	}
	var b [13]byte
	name, err := p.next()
	if err != nil {
		return nil, pngHeader{}, err
	}
	if name != "IHDR" || p.left != int64(len(b)) {
		return nil, pngHeader{}, errors.New("no header at the start")
	}
	if _, err := io.ReadFull(p, b[:]); err != nil {
		return nil, pngHeader{}, unexpected(err)
	}
	return p, pngHeader{
		width:      int64(binary.BigEndian.Uint32(b[:])),
		height:     int64(binary.BigEndian.Uint32(b[4:])),
		depth:      b[8],
		colour:     b[9],
		interlaced: b[12] == 1,
	}, nil
}

// next ends the current chunk and returns the name of the next one.
func (p *pngChunks) next() (string, error) {
	var b [8]byte
	if p.name != "" {
		if _, err := io.Copy(io.Discard, p); err != nil {
			return "", err
		}
		if _, err := io.ReadFull(p.r, b[:4]); err != nil {
			return "", unexpected(err)
		}
		if binary.BigEndian.Uint32(b[:4]) != p.sum.Sum32() {
			return "", fmt.Errorf("the checksum of chunk %q is wrong", p.name)
		}
	}
	if _, err := io.ReadFull(p.r, b[:]); err != nil {
		return "", unexpected(err)
	}
	p.left = int64(binary.BigEndian.Uint32(b[:]))
	if p.left > 1<<31-1 {
		return "", errors.New("a chunk of negative length")
	}
	p.name = string(b[4:])
	p.sum.Reset()
	_, _ = p.sum.Write(b[4:])
	return p.name, nil
}

// Read reads the data of the current chunk.
func (p *pngChunks) Read(b []byte) (int, error) {
	if p.left == 0 {
		return 0, io.EOF
	}
	n, err := p.r.Read(b[:min(int64(len(b)), p.left)])
	p.left -= int64(n)
	_, _ = p.sum.Write(b[:n])
	return n, unexpected(err)
}

// pngPixels reads the data of consecutive IDAT chunks as one stream.
type pngPixels struct{ *pngChunks }

func (p pngPixels) Read(b []byte) (int, error) {
	for p.left == 0 {
		name, err := p.next()
		if err != nil {
			return 0, err
		}
		if name != "IDAT" {
			return 0, errors.New("the pixels end too early")
		}
	}
	return p.pngChunks.Read(b)
}

// verifyPNG reads a PNG to its end as a decoder would, one row at a time, and
// keeps nothing.
func verifyPNG(r io.Reader) error {
	p, header, err := openPNG(r)
	if err != nil {
		return err
	}
	if err := p.seekPixels(header); err != nil {
		return err
	}
	pixels, err := zlib.NewReader(pngPixels{p})
	if err != nil {
		return unexpected(err)
	}
	defer pixels.Close()
	if err := verifyRows(pixels, header); err != nil {
		return err
	}
	// The end of the stream is where its checksum is compared.
	if n, err := io.CopyN(io.Discard, pixels, 1); n != 0 || !errors.Is(err, io.EOF) {
		return fmt.Errorf("the pixels do not end where they should: %w", err)
	}
	if p.left != 0 {
		return errors.New("there is data behind the pixels")
	}
	return p.verifyEnd()
}

// verifyEnd reads the chunks behind the pixels.
func (p *pngChunks) verifyEnd() error {
	for {
		name, err := p.next()
		if err != nil {
			return err
		}
		switch name {
		case "IHDR", "PLTE", "tRNS":
			return fmt.Errorf("chunk %s behind the pixels", name)
		case "IEND":
			if p.left != 0 {
				return errors.New("the last chunk has data")
			}
			return p.endSum()
		}
	}
}

// endSum checks the sum of the last chunk.
func (p *pngChunks) endSum() error {
	var b [4]byte
	if _, err := io.ReadFull(p.r, b[:]); err != nil {
		return unexpected(err)
	}
	if binary.BigEndian.Uint32(b[:]) != p.sum.Sum32() {
		return errors.New("the checksum of the end is wrong")
	}
	return nil
}

// seekPixels goes to the first IDAT chunk and checks what decoding depends on
// before it: the palette and its transparency.
func (p *pngChunks) seekPixels(h pngHeader) error {
	palette, transparent := false, false
	for {
		name, err := p.next()
		if err != nil {
			return err
		}
		switch name {
		case "IHDR", "IEND":
			return fmt.Errorf("chunk %s before the pixels", name)
		case "PLTE":
			if palette || transparent || !h.paletteFits(p.left) {
				return errors.New("the palette is wrong")
			}
			palette = true
		case "tRNS":
			if transparent || !h.transparencyFits(p.left, palette) {
				return errors.New("the transparency is wrong")
			}
			transparent = true
		case "IDAT":
			if h.colour == 3 && !palette {
				return errors.New("there is no palette")
			}
			return nil
		}
	}
}

// paletteFits checks a PLTE chunk's length (W3C PNG, 11.2.2).
func (h pngHeader) paletteFits(size int64) bool {
	entries := size / 3
	if size%3 != 0 || entries == 0 || entries > 256 {
		return false
	}
	switch h.colour {
	case 3:
		return entries <= 1<<h.depth
	case 2, 6:
		return true // a suggestion that decoders skip
	}
	return false
}

// transparencyFits checks a tRNS chunk's length (W3C PNG, 11.3.1.1).
func (h pngHeader) transparencyFits(size int64, palette bool) bool {
	switch h.colour {
	case 0:
		return size == 2
	case 2:
		return size == 6
	case 3:
		return palette && size <= 256
	}
	return false
}

// verifyRows reads all rows of all passes and checks their filter bytes.
func verifyRows(r io.Reader, h pngHeader) error {
	buf := make([]byte, 32<<10)
	for _, pass := range h.passes() {
		row := (pass.width*h.bitsPerPixel() + 7) / 8
		for y := range pass.height {
			if _, err := io.ReadFull(r, buf[:1]); err != nil {
				return fmt.Errorf("row %d: %w", y, unexpected(err))
			}
			if buf[0] > 4 {
				return fmt.Errorf("row %d: filter %d does not exist", y, buf[0])
			}
			for left := row; left > 0; {
				n, err := io.ReadFull(r, buf[:min(left, int64(len(buf)))])
				if err != nil {
					return fmt.Errorf("row %d: %w", y, unexpected(err))
				}
				left -= int64(n)
			}
		}
	}
	return nil
}

// pngPass is one of the reduced pictures that an interlaced PNG consists of.
type pngPass struct{ width, height int64 }

// passes are the seven of Adam7 (W3C PNG, 8.1), or the whole picture.
func (h pngHeader) passes() []pngPass {
	if !h.interlaced {
		return []pngPass{{h.width, h.height}}
	}
	var all []pngPass
	for _, p := range [7]struct{ x, y, dx, dy int64 }{
		{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2},
	} {
		w, hh := (h.width-p.x+p.dx-1)/p.dx, (h.height-p.y+p.dy-1)/p.dy
		if w > 0 && hh > 0 {
			all = append(all, pngPass{w, hh})
		}
	}
	return all
}
