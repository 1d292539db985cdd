// Package gpu runs the studio's fragment shaders on a graphics processor: the GLSL ES 3.00 text that spmd.Program carries is
// compiled by the machine's own driver, through EGL and OpenGL ES 3 without a window. Nothing is linked against: the libraries
// are looked up when a Device is opened, and a machine without them has no Device.
//
// Draw has the meaning of spmd.Draw, and its pictures differ by rounding only. Software rasterisers are refused, because the
// kernels of package spmd are quicker than they are.
package gpu
