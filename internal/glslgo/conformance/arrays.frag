#version 300 es
// Constant, uniform and local arrays with constant, uniform and varying indices.
precision highp float;
uniform vec3 uTable[4];
uniform int uIndex;
uniform float uWeights[3];
out vec4 fragColor;
const float PRIMES[6] = float[6](2.0, 3.0, 5.0, 7.0, 11.0, 13.0);
const ivec2 OFFSETS[] = ivec2[](ivec2(1, 2), ivec2(3, 4), ivec2(5, 6));
struct Ball { vec2 at; float r; };

float total(float list[4]) {
  float s = 0.0;
  for (int i = 0; i < list.length(); i++) s += list[i];
  list[0] = 100.0;
  return s;
}

void main() {
  int x = int(gl_FragCoord.x), y = int(gl_FragCoord.y);
  float a[4];
  for (int i = 0; i < 4; i++) a[i] = float(i) + gl_FragCoord.x;
  a[x % 4] = 50.0;
  a[uIndex] += 7.0;
  if (x > 5) a[y % 4] *= 2.0;
  float b[4] = a;
  b[3] = 0.0;
  Ball balls[2];
  balls[0] = Ball(vec2(1.0, 2.0), 3.0);
  balls[1].at = vec2(gl_FragCoord.x, 0.0);
  balls[1].at.y = 4.0;
  balls[1].r = 5.0;
  Ball one = balls[x % 2];
  vec3 t = uTable[x % 4] + uTable[uIndex] * 10.0;
  float w = uWeights[2] + uWeights[y % 3];
  fragColor = vec4(total(a) + total(b), PRIMES[x % 6] + PRIMES[uIndex] + PRIMES[1] + float(OFFSETS[x % 3].y),
                   t.x + t.y * 0.5 + t.z + w, one.at.x * 2.0 + one.at.y + one.r);
}
