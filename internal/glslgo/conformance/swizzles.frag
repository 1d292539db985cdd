#version 300 es
// Swizzles on both sides, compound assignment, variable vector indices, order of evaluation.
precision highp float;
uniform int uIndex;
out vec4 fragColor;
float g = 1.0;
float bump(float d) { g += d; return g; }
bool touch(float d) { g *= d; return g > 2.0; }

void main() {
  vec4 v = vec4(gl_FragCoord.xy, 3.0, 4.0);
  v.xy = v.yx;
  v.zw += v.xx * 2.0;
  v.bgr = v.rgb * 2.0;
  vec3 w = v.wzx;
  w[uIndex] = 9.0;
  int k = int(gl_FragCoord.x) % 3;
  w[k] -= 1.0;
  float e = w[k] + w[uIndex];
  int i = k;
  int j = i++ * 10 + ++i;
  float f = bump(1.0) * 100.0 + g;
  f += g + bump(2.0);
  bool c = gl_FragCoord.x > 4.0 && touch(3.0);
  bool d = c || touch(0.5);
  float h = gl_FragCoord.y > 2.0 ? bump(5.0) : (g = 2.0, g * 2.0);
  fragColor = vec4(v.x + v.y * 2.0 + v.z * 3.0 + v.w * 4.0, e + float(j), f + g * 1000.0 + h, float(c) + 2.0 * float(d));
}
