package media

import (
	"bytes"
	"fmt"
	"os/exec"
	"testing"
)

func TestDecodeBringsDownHighDynamicRange(t *testing.T) {
	t.Parallel()
	filters, err := exec.CommandContext(t.Context(), "ffmpeg", "-hide_banner", "-filters").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(filters, []byte(" zscale ")) {
		t.Skip("this ffmpeg has no zimg")
	}
	const size = 64 * 64
	// A colour whose channels all lie below half of diffuse white, so that it has to come back as it was.
	source := lavfi("color=0x8a6040:size=64x64:rate=10,format=gbrp")
	first := func(path string) []byte {
		var frame []byte
		err := tools(t).Decode(t.Context(), path, DecodeOptions{Frames: 1}, func(f []byte) error {
			frame = bytes.Clone(f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return frame
	}
	plain := first(sample(t, "plain.mp4", with(source, []string{"-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"},
		[]string{"-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"})...))
	for _, transfer := range []string{transferPQ, transferHLG} {
		t.Run(transfer, func(t *testing.T) {
			t.Parallel()
			grade := fmt.Sprintf("zscale=min=gbr:tin=709:pin=709:rin=full:p=2020:t=%s:m=2020_ncl:r=limited:npl=%d,format=yuv420p10le", transfer, whiteLuminance)
			path := sample(t, "hdr.mp4", with(source, []string{"-vf", grade, "-c:v", "libx265", "-x265-params", "log-level=none"},
				[]string{"-colorspace", "bt2020nc", "-color_primaries", "bt2020", "-color_trc", transfer, "-color_range", "tv"})...)
			info, err := tools(t).Probe(t.Context(), path)
			if err != nil || info.HDR != transfer {
				t.Fatalf("probed as %q, %v", info.HDR, err)
			}
			got := first(path)
			for plane, at := range map[string]int{"Y": size / 2, "Cb": size + size/8, "Cr": size + size/4 + size/8} {
				if d := int(got[at]) - int(plain[at]); d < -4 || d > 4 {
					t.Errorf("%s is %d, without high dynamic range %d", plane, got[at], plain[at])
				}
			}
		})
	}
}
