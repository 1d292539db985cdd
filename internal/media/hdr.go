package media

import "fmt"

// ffmpeg's names of the transfer functions of ITU-R BT.2100.
const (
	transferPQ  = "smpte2084"
	transferHLG = "arib-std-b67"
)

// The luminances, in cd/m2, that a high dynamic range is brought down by. Diffuse white lies at 203 (ITU-R BT.2408-7, section
// 2.2); what is brighter than a mastering display of 1000 is seldom more than a glint, and clips.
const (
	whiteLuminance = 203
	peakLuminance  = 1000
)

// toneMap is the filter that takes frames of BT.2020 colours in a transfer of BT.2100 to BT.709 in limited range. Values up to
// half of diffuse white stay as they are; those above roll off smoothly towards the peak.
func toneMap(transfer string) string {
	return fmt.Sprintf("format=yuv420p10le,zscale=tin=%s:min=2020_ncl:pin=2020:rin=limited:t=linear:npl=%d,format=gbrpf32le,"+
		"zscale=p=709,tonemap=mobius:param=0.5:desat=0:peak=%.4f,zscale=t=709:m=709:r=limited,format=yuv420p",
		transfer, whiteLuminance, float64(peakLuminance)/whiteLuminance)
}
