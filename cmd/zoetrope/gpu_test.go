package main

import (
	"slices"
	"testing"
)

func TestDriverSettings(t *testing.T) {
	t.Parallel()
	got := driverSettings([]string{
		"HOME=/root", "MESA_LOADER_DRIVER_OVERRIDE=iris", "ZOETROPE_DATABASE=postgres://secret", "XDG_CACHE_HOME=/c",
		"__EGL_VENDOR_LIBRARY_FILENAMES=/v.json", "AWS_SECRET_ACCESS_KEY=x", "NVIDIA_VISIBLE_DEVICES=all",
	})
	want := []string{
		"MESA_LOADER_DRIVER_OVERRIDE=iris", "XDG_CACHE_HOME=/c", "__EGL_VENDOR_LIBRARY_FILENAMES=/v.json", "NVIDIA_VISIBLE_DEVICES=all",
	}
	if !slices.Equal(got, want) {
		t.Errorf("a driver sees %q, want %q", got, want)
	}
}
