#version 300 es
// while, do, counters declared outside, loops under masks, unrolled loops.
precision highp float;
out vec4 fragColor;

float whileLoop(int n) {
  int i = 0, s = 0;
  while (i < n) {
    i++;
    if (i == 4) continue;
    s += i;
    if (s > 30) break;
  }
  return float(s * 100 + i);
}

float doLoop(int n) {
  int i = n;
  do {
    i += 3;
    if (i == 9) continue;
    if (i > 14) break;
  } while (i < 12);
  return float(i);
}

// Lanes that leave the loop keep their counter.
float counter(int n) {
  int i;
  for (i = 0; i < 50; i += 2) {
    if (i * i > n) break;
  }
  return float(i);
}

float unrolled(int n) {
  float s = 0.0;
#pragma unroll
  for (int i = 0; i < 6; i++) {
    if (i == 1) continue;
    if (i > n) break;
    s = s * 2.0 + float(i);
  }
  return s;
}

// An inactive lane would never end this loop.
float halvings(float x) {
  float n = 0.0;
  while (x != 1.0) {
    x *= 0.5;
    n += 1.0;
    if (n > 100.0) return -1.0;
  }
  return n;
}

void main() {
  int x = int(gl_FragCoord.x), y = int(gl_FragCoord.y);
  float h = 0.0;
  if ((x & (x - 1)) == 0 && x > 0) h = halvings(float(x));
  fragColor = vec4(whileLoop(x), doLoop(x), counter(x * 5 + y), unrolled(x) + 1000.0 * h);
}
