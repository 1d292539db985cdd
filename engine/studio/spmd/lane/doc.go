// Package lane holds the operations that generated shader code is made of: GLSL built-in functions on float32, int32,
// uint32 and bool (scalar.go, every platform) and on eight lanes of each (simd_amd64.go, AVX2 and FMA, built with
// GOEXPERIMENT=simd).
//
// Naming: a scalar function has the GLSL name (Floor, Mix); its eight-lane twin carries the lane type as suffix: F for
// eight float32, I for eight int32, U for eight uint32, M for a mask of eight booleans (FloorF, AddI, ShrU, AndM).
// All calls of simd/archsimd in this repository's shader runtime sit in simd_amd64.go, so a change of that experimental
// package touches one file.
//
// # Accuracy
//
// Exp2, Log2, Sin, Atan and what is built on them are polynomial approximations fitted by minimax (relative error given
// beside the coefficients); scalar and SIMD use the same coefficients, and differ in the last bits because the SIMD code
// fuses multiplications and additions.
//
// # NaN and infinity
//
// GLSL ES 3.00 does not require either, and neither does this package: arithmetic follows IEEE 754, Min and Max return
// their second argument when one is NaN, MinF and MaxF either, Exp2 of NaN is near zero, Log2 of zero or less is finite or NaN but never a
// fault, Pow of a base at or below 1e-30 is 0. No operation panics: integer division by zero gives zero, and an index
// outside an array is clamped to it.
package lane
