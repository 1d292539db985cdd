//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the scenarios of testdata/script: what a person types, and
// what must come out. They run against one server, whose address and key are
// in the environment.
func TestScripts(t *testing.T) {
	t.Parallel()
	server := start(t, t.TempDir(), "serve", "--workers", "2")
	picture, err := filepath.Abs("../docs/assets/street.jpg")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("ZOETROPE_URL", server.url)
			env.Setenv("ZOETROPE_API_KEY", apiKey)
			env.Setenv("PICTURE", picture)
			return nil
		},
	})
}
