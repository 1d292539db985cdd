#version 300 es
// Divergent if, for, break, continue and return.
precision highp float;
out vec4 fragColor;

float collatz(int n) {
  float steps = 0.0;
  for (int i = 0; i < 200; i++) {
    if (n == 1) return steps;
    n = (n & 1) == 0 ? n / 2 : 3 * n + 1;
    steps += 1.0;
  }
  return -1.0;
}

float oddSum(int limit) {
  float sum = 0.0;
  for (int i = 0; i < 20; i++) {
    if (i % 2 == 0) continue;
    if (i > limit) break;
    for (int j = 0; j < i; j++) {
      if (j == limit) break;
      if (j == 3) continue;
      sum += 1.0;
    }
  }
  return sum;
}

float classify(float x) {
  if (x < 3.0) {
    if (x < 1.0) return 1.0;
    return 2.0;
  } else if (x < 6.0) {
    return 3.0;
  }
  x += 10.0;
  return x;
}

void main() {
  int x = int(gl_FragCoord.x), y = int(gl_FragCoord.y);
  float a = 0.0;
  if (x > y) {
    a = 1.0;
    if (x > 2 * y) a = 2.0; else a += 0.5;
  } else {
    a = -1.0;
  }
  fragColor = vec4(a, collatz(x + 1), oddSum(x), classify(gl_FragCoord.x));
}
