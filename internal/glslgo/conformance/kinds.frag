#version 300 es
// Every operator and array access with each component type, varying and uniform.
precision highp float;
precision highp int;
uniform int uI;
uniform uint uU;
uniform bool uB;
uniform uvec2 uPair[2];
uniform bool uFlags[3];
out vec4 fragColor;

float[3] triple(int k) {
  if (k > 4) return float[3](1.0, 2.0, float(k));
  return float[](float(k), 5.0, 6.0);
}

float bools(int x, int y) {
  bool p = x > 3, q = y > 1;
  bool list[2];
  list[x & 1] = p;
  list[uI & 1] = q || uB;
  float r = (p != q ? 1.0 : 0.0) + (p == q ? 2.0 : 0.0) + (p ^^ q ? 4.0 : 0.0) + (!p ? 8.0 : 0.0) + (list[y & 1] ? 16.0 : 0.0);
  bvec2 v = bvec2(p, q), w = bvec2(uB);
  r += (v == w ? 32.0 : 0.0) + (v != bvec2(q, p) ? 64.0 : 0.0) + (any(notEqual(v, w)) ? 128.0 : 0.0) + (uFlags[x % 3] ? 256.0 : 0.0);
  p = uB ? q : p;
  return r + float(p) * 512.0 + (all(bvec2(q ? w.x : v.x, p ? w.y : v.y)) ? 1024.0 : 0.0);
}

float ints(int x, int y) {
  int list[3] = int[3](x, uI, y);
  list[y % 3] *= 2;
  int n = x < uI ? -x : list[x % 3];
  n = n >= y && n <= 20 || n == 21 ? n + 1 : n;
  ivec3 v = max(ivec3(n, x, y), uI) - min(ivec3(1, y, x), ivec3(uI));
  v.x ^= v.y; v.y |= 4; v.z &= 6; v.x <<= y; v.y >>= 1; v %= 7;
  return float(n * 100 + v.x + v.y * 10 - v.z) + float(bool(n)) * 0.5 + float(-v.x / 2) * 0.25;
}

float uints(uint x, uint y) {
  uint list[3] = uint[3](x, uU, y * 3000000000u);
  list[int(y) % 3] += 9u;
  uint n = x < uU ? -x : list[int(x) % 3];
  n = n >= y && n <= 20u || n == 21u || n > 4000000000u ? n + 1u : n;
  uvec2 p = uPair[x & 1u] + uPair[uU & 1u];
  uvec3 v = max(uvec3(n, x, y), uU) - min(uvec3(1u, y, x), uvec3(uU)) + clamp(n, 2u, 5u);
  v.x = ~v.x; v.y = v.y / 3u; v.z = v.z % 5u + p.x - p.y;
  return float(n) * 1e-3 + float(v.x >> 8u) + float(v.y * 10u) - float(v.z & 255u) + float(bool(y)) * 0.5 + float(int(n) < 0);
}

void main() {
  int x = int(gl_FragCoord.x), y = int(gl_FragCoord.y);
  float list[3] = triple(x);
  float f = list[y % 3] * 10.0 + list[1] + triple(uI)[2];
  fragColor = vec4(bools(x, y), ints(x, y), uints(uint(x), uint(y)) + uints(uU, 2u) * 0.5 + ints(uI, 3), f + bools(uI, 2));
}
