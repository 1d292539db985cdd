package main

import (
	"bytes"
	_ "embed"
	"html/template"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

//go:embed page.html
var pageSource string

var page = template.Must(template.New("page").Parse(pageSource))

func writePage(path string, films []film) error {
	var b bytes.Buffer
	if err := page.Execute(&b, films); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// The contact sheet: cells of one size, each a picture and its name: the prompts are in scripts that the face does not have.
const (
	columns   = 6
	cellW     = 300
	pictureH  = 169
	captionH  = 22
	gap       = 10
	captionPt = 11
)

var (
	paper = color.RGBA{0x12, 0x13, 0x16, 0xff}
	ink   = color.RGBA{0xb4, 0xb8, 0xc0, 0xff}
)

func writeSheet(path, dir string, films []film) error {
	rows := (len(films) + columns - 1) / columns
	sheet := image.NewRGBA(image.Rect(0, 0, gap+columns*(cellW+gap), gap+rows*(pictureH+captionH+gap)))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(paper), image.Point{}, draw.Src)
	face, err := captionFace()
	if err != nil {
		return err
	}
	for i, f := range films {
		x, y := gap+i%columns*(cellW+gap), gap+i/columns*(pictureH+captionH+gap)
		poster, err := readJPEG(filepath.Join(dir, f.Name+".jpg"))
		if err != nil {
			return err
		}
		draw.CatmullRom.Scale(sheet, within(image.Rect(x, y, x+cellW, y+pictureH), poster.Bounds()), poster, poster.Bounds(), draw.Src, nil)
		d := font.Drawer{Dst: sheet, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(x, y+pictureH+captionH-7)}
		d.DrawString(f.Name)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, sheet, &jpeg.Options{Quality: 82}); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// within is the largest rectangle of b's aspect ratio in the middle of cell.
func within(cell, b image.Rectangle) image.Rectangle {
	w, h := cell.Dx(), cell.Dx()*b.Dy()/b.Dx()
	if h > cell.Dy() {
		w, h = cell.Dy()*b.Dx()/b.Dy(), cell.Dy()
	}
	x, y := cell.Min.X+(cell.Dx()-w)/2, cell.Min.Y+(cell.Dy()-h)/2
	return image.Rect(x, y, x+w, y+h)
}

func captionFace() (font.Face, error) {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(parsed, &opentype.FaceOptions{Size: captionPt, DPI: 72, Hinting: font.HintingFull})
}

func readJPEG(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return jpeg.Decode(f)
}
