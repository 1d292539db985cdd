// Package zoetrope is the vocabulary of the platform: the nouns and verbs that
// every other package speaks in, and the rules that belong to them alone.
//
// It imports nothing but the standard library. Packages below internal/ hold
// the behaviour: who may submit (internal/account), what becomes of a
// submission (internal/generation, internal/render), where bytes live
// (internal/asset, internal/blob), and how it all looks on the wire
// (internal/pixverse).
package zoetrope
