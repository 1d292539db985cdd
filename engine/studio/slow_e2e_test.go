//go:build e2e

package studio

import "testing"

func slow(*testing.T) {}
