#version 300 es
// Integer arithmetic, shifts, bit casts, conversions, hashes.
precision highp float;
precision highp int;
uniform int uN;
uniform uint uBits;
uniform bool uFlag;
out vec4 fragColor;
float hash(ivec3 p) {
  uint h = uint(p.x) * 1597334677u ^ uint(p.y) * 3812015801u ^ uint(p.z) * 2798796415u;
  h *= 0x7feb352du;
  h ^= h >> 15u;
  h *= 0x846ca68bu;
  return float(h) * (1.0 / 4294967296.0);
}
void main() {
  int x = int(gl_FragCoord.x) - 6, y = int(gl_FragCoord.y);
  uint u = uint(x);
  int a = x / 3 * 100 + x % 3 + (x << 2) - (x >> 1) + (x & y) - (x | y) + (x ^ y) - ~x;
  uint b = u / 7u + u % 7u + (u >> uint(y)) + (uBits << 3);
  int c = abs(x) * 3 + sign(x) + min(x, y) - max(x, 2) + clamp(x, -2, 2);
  ivec2 q = ivec2(x, y) * 2 + ivec2(uN);
  q %= ivec2(5, 3);
  q <<= 1;
  float f = intBitsToFloat(floatBitsToInt(gl_FragCoord.x) + (1 << 23)) + uintBitsToFloat(floatBitsToUint(2.5)) + float(u) * 1e-9;
  f += float(uFlag) + float(bool(x)) + float(int(-2.7)) + float(uint(gl_FragCoord.x * 1e8) >> 4u) * 1e-7;
  fragColor = vec4(float(a), float(b & 0xffffffu), float(c + q.x * 10 + q.y), f + hash(ivec3(x, y, uN)));
}
