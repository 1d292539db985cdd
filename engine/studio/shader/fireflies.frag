#version 300 es
// Fireflies: wandering lights that breathe, most of them in the lower half, as pure added light.
#include "overlay.glsl"

const int MOST = 44;

// firefly is the light of the one with number i.
vec3 firefly(vec2 p, int i) {
  float wide = iResolution.x / iResolution.y;
  float a = hash1(i * 5 + 1);
  float b = hash1(i * 5 + 2);
  float z = hash1(i * 5 + 3);
  float near = z * z;
  vec2 at = vec2((a * 2.0 - 1.0) * wide * 1.05, -0.78 + 1.15 * b * b);
  at += 0.13 * vec2(sin(iTime * (0.45 + 0.6 * b) + a * 20.0), 0.65 * sin(iTime * (0.6 + 0.7 * z) + b * 30.0));
  at += 0.05 * vec2(sin(iTime * (1.3 + z) + b * 50.0), cos(iTime * (1.1 + a) + z * 70.0));
  at -= uDrift * (0.25 + 0.75 * near);
  at.x += 0.012 * uWind.x * iTime * (0.3 + near);
  float size = 0.0045 + 0.0085 * near;
  float r = length(p - at);
  float pulse = sq(sat(0.5 + 0.5 * sin(iTime * (1.2 + 1.8 * a) + z * 40.0)));
  float core = exp(-r * r / (size * size)) * 1.6;
  float halo = (exp(-r / (size * 3.2)) * 0.22 + exp(-r / (size * 9.0)) * 0.065) * smoothstep(size * 15.0, size * 7.0, r);
  return mix(uColor, vec3(luma(uColor) * 1.5), 0.35 * exp(-r / size)) * (core + halo) * (0.12 + 0.88 * pulse) * (0.5 + 0.5 * near);
}

void main() {
  vec2 p = screenPoint();
  vec3 sum = vec3(0.0);
  if (uOnly > 0) {
    sum = firefly(p, uOnly - 1);
  } else {
    for (int i = 0; i < MOST; i++) {
      if (float(i) >= float(MOST) * uAmount) {
        break;
      }
      sum += firefly(p, i);
    }
  }
  fragColor = vec4(sum, 0.0);
}
