#version 300 es
// switch on uniform and varying values.
precision highp float;
uniform int uMode;
out vec4 fragColor;

float pick(int k) {
  float r = 0.0;
  switch (k) {
    case 0: r = 10.0; break;
    case 1:
    case 2: r = 20.0;
    case 3: r += 1.0; break;
    case 4: return 99.0;
    default: r = -1.0;
  }
  return r;
}

float inLoop(int n) {
  float r = 0.0;
  for (int i = 0; i < 6; i++) {
    switch (i) {
      case 2: continue;
      case 4: if (n > 5) break; r += 100.0; break;
      default: if (i == n) continue; r += 1.0;
    }
    r += 10.0;
  }
  return r;
}

void main() {
  int x = int(gl_FragCoord.x);
  float m = 0.0;
  switch (uMode) { case 7: m = 1.0; break; case 8: m = 2.0; }
  switch (x) { case 3: m += 5.0; }
  fragColor = vec4(pick(x), inLoop(x), m, pick(uMode));
}
