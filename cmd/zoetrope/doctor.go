package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// doctorCmd checks what the server relies on and says in sentences what is
// missing and how to get it.
type doctorCmd struct {
	storageFlags
	catalogFlags
	gpuFlags
}

// finding is one sentence of the report.
type finding struct {
	ok       bool
	required bool
	text     string
}

// Run prints the findings. It fails when something required is missing.
func (c *doctorCmd) Run(ctx context.Context, con *console) error {
	findings := []finding{
		checkProgram(ctx, "ffmpeg", true, "it encodes every video and decodes uploads", "-version"),
		checkProgram(ctx, "ffprobe", true, "it inspects uploads and checks every finished video", "-version"),
		checkEncoder(ctx),
		checkProgram(ctx, "espeak-ng", false, "speech needs it", "--version"),
		checkProgram(ctx, "flite", false, "speech needs it", "--version"),
		checkBackend(),
		checkGPU(ctx, c.gpuFlags),
		checkDataDirectory(c.Data),
		checkCatalog(c.catalogFlags),
	}
	findings = append(findings, checkDatabase(ctx, c.storageFlags))
	missing := 0
	for _, f := range findings {
		mark := "ok  "
		if !f.ok {
			mark = "note"
			if f.required {
				mark = "MISS"
				missing++
			}
		}
		fmt.Fprintf(con.out, "%s  %s\n", mark, f.text)
	}
	if missing > 0 {
		return fmt.Errorf("%d required thing(s) are missing; the lines marked MISS say what to do", missing)
	}
	fmt.Fprintln(con.out, "Everything required is here.")
	return nil
}

// checkProgram looks a child program up and asks it for its version.
func checkProgram(ctx context.Context, name string, required bool, why, versionFlag string) finding {
	path, err := exec.LookPath(name)
	if err != nil {
		return finding{required: required, text: fmt.Sprintf("%s is not in PATH; %s. Install it with: %s", name, why, installHint(name))}
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, _ := exec.CommandContext(ctx, path, versionFlag).CombinedOutput()
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	line, _, _ = strings.Cut(line, " Copyright")
	return finding{ok: true, text: fmt.Sprintf("%s is %s (%s)", name, path, strings.TrimSpace(line))}
}

// checkEncoder makes sure that this ffmpeg can write what players expect.
func checkEncoder(ctx context.Context) finding {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "ffmpeg", "-hide_banner", "-encoders").Output()
	if err != nil {
		return finding{required: true, text: "ffmpeg could not list its encoders, so H.264 output cannot be checked"}
	}
	for _, codec := range []string{"libx264", "aac"} {
		if !strings.Contains(string(out), " "+codec+" ") {
			return finding{required: true, text: fmt.Sprintf("this ffmpeg has no %s encoder; install a full build with: %s", codec, installHint("ffmpeg"))}
		}
	}
	return finding{ok: true, text: "ffmpeg encodes H.264 (libx264) and AAC"}
}

// checkDataDirectory writes and removes a file where the server would.
func checkDataDirectory(dir string) finding {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return finding{required: true, text: fmt.Sprintf("the data directory %q is not a path: %v", dir, err)}
	}
	probe := abs
	for { // the directory may not exist yet: its nearest parent must be writable
		if info, err := os.Stat(probe); err == nil {
			if !info.IsDir() {
				return finding{required: true, text: fmt.Sprintf("%s is a file; give a directory with --data", probe)}
			}
			break
		}
		parent := filepath.Dir(probe)
		if parent == probe {
			break
		}
		probe = parent
	}
	f, err := os.CreateTemp(probe, ".zoetrope-doctor-*")
	if err != nil {
		return finding{required: true, text: fmt.Sprintf("cannot write in %s: %v. Give another directory with --data", probe, err)}
	}
	f.Close()
	os.Remove(f.Name())
	return finding{ok: true, text: fmt.Sprintf("the data directory %s can be written", abs)}
}

// installHint is the command that installs a program on this system.
func installHint(program string) string {
	if runtime.GOOS == "darwin" {
		return "brew install " + strings.Replace(program, "ffprobe", "ffmpeg", 1)
	}
	return "apt-get install " + strings.Replace(program, "ffprobe", "ffmpeg", 1)
}
