#version 300 es
// Splashes of rain on the ground before the camera: a drop throws up a small crown and leaves a ring, drawn in perspective on
// level ground. uColor is the water in the light of the air.
//
// Own uniforms:
//   uEye float m  height of the viewpoint above the ground; default 1.7
#include "overlay.glsl"
#include "below.glsl"

uniform float uEye;

void main() {
  vec3 rd = cameraRay(uTilt);
  float eye = max((uEye > 0.0 ? uEye : 1.7) + uCamPos.y, 0.4);
  fragColor = vec4(0.0);
  float t = eye / max(-rd.y, 1e-3);
  if (t < 32.0 && uAmount > 0.0) {
    vec2 away = normalize(rd.xz);
    float sum = 0.0;
    for (int i = 0; i < 3; i++) {
      float cells = 2.6 - 0.7 * float(i);
      vec2 g = (rd.xz * t + vec2(uCamPos.x, uCamPos.z + uTravel)) * cells + vec2(7.3, 2.9) * float(i);
      ivec2 cell = ivec2(floor(g)) + ivec2(i * 311, i * 97);
      float period = 0.55 + 0.5 * hash2(cell + ivec2(5, 3));
      float clock = iTime / period + hash2(cell);
      int turn = int(floor(clock));
      vec2 h = hash22(cell + ivec2(turn * 13, turn * 29));
      float age = fract(clock) * period;
      // Most places are dry at a time: none of a ring is left after this age.
      if (age < 0.75 && hash2(cell + ivec2(turn * 7, 41)) <= 0.15 + 0.75 * uAmount) {
        vec2 d = (fract(g) - 0.30 - 0.40 * h) / cells;
        float r = length(d);
        float blur = 0.5 * pixelAngle() * t / max(-rd.y, 0.05);
        float ring = 0.02 + 0.26 * age;
        float w = 0.009 + blur;
        float fade = exp(-6.5 * age) * smoothstep(0.0, 0.02, age);
        sum += fade * (0.013 / w) * exp(-sq((r - ring) / w));
        // The crown stands up: on the screen it covers the ground behind its foot, away from the viewpoint.
        if (age < 0.16) {
          float up = dot(d, away) * -rd.y;
          float side = away.y * d.x - away.x * d.y;
          float crown = 0.11 * sin(PI * age / 0.16);
          sum += 0.85 * exp(-sq(side / (0.016 + 0.5 * blur * -rd.y))) * smoothstep(0.0, 0.004, up) * smoothstep(crown + 0.004, crown * 0.3, up);
        }
      }
    }
    float far = smoothstep(32.0, 7.0, t);
    float a = sat(sum * far * 0.68);
    fragColor = vec4(uColor * 1.55 * a, 0.70 * a);
  }
}
