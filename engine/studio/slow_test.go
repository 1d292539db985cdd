//go:build !e2e

package studio

import "testing"

// slow skips a test that renders for seconds, unless the end-to-end tests are run. Such tests are called Test…Slow.
func slow(t *testing.T) {
	t.Helper()
	t.Skip("renders for seconds: make e2e runs it")
}
