#version 300 es
// Directives and includes; gl_FragCoord and globals in functions.
#include "lib/more.glsl"
#include "lib/more.glsl"
precision highp float;
#define QUALITY 2
#if QUALITY > 1 && defined(MORE) && !defined(NOTHING)
#define STEPS 4
#elif QUALITY == 1
#define STEPS 2
#else
#error no quality
#endif
#ifdef NOTHING
this is not GLSL
#endif
#define LOOP(i, n) for (int i = 0; i < n; \
  i++)
out vec4 fragColor;
const float SCALE = THREE * 2.0;
const vec2 DIR = normalize(vec2(3.0, 4.0));
float where() { return gl_FragCoord.x + 100.0 * gl_FragCoord.y; }
float depth;
void sink(float d) { depth = max(depth, d); }
void main() {
  float s = 0.0;
  LOOP(i, STEPS) s += CALL(helper, float(i));
  if (gl_FragCoord.x > 3.0) sink(gl_FragCoord.x);
  if (gl_FragCoord.x > 6.0) sink(2.0);
  fragColor = vec4(s, where(), depth, SCALE + DIR.y /* comment */);
}
