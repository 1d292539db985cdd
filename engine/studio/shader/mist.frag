#version 300 es
// Mist that drifts: flat wisps at three distances over the ground, the farther ones higher in the picture, slower and denser. uColor is
// the mist in the light of the air; towards the sun it glows.
#include "overlay.glsl"
#include "below.glsl"

void main() {
  vec2 p = screenPoint();
  float horizon = onScreen(vec3(uCamRot[2].x, 0.0, uCamRot[2].z)).y;
  float mu = dot(cameraRay(uTilt), keyDir());
  vec3 light = uColor + keyColor() * (0.11 * exp(-3.0 * (1.0 - mu)) * (1.0 - nightness()));
  vec4 c = vec4(0.0);
  float way = iTime * (0.05 + 0.012 * uWind.x);
  for (int i = 2; i >= 0; i--) {
    float fi = float(i);
    float depth = 1.0 + 1.1 * fi;
    vec2 q = p + uDrift / depth;
    float level = horizon - 0.62 + 0.30 * fi;
    float y = (q.y - level) * (1.5 + 1.1 * fi);
    vec2 g = vec2(q.x * (0.55 + 0.35 * fi) - way / depth * 2.0 + 13.0 * fi, y * 1.1 + 0.10 * iTime / depth);
    float bend = noise(g * 0.8 + vec2(0.0, iTime * 0.04));
    float d = fbm(g * 1.5 + vec2(0.9, 0.5) * bend, 3);
    float band = exp(-sq(y * 1.15 + 0.8 * (bend - 0.5)));
    float a = band * smoothstep(0.28, 0.72, d) * (0.30 + 0.10 * fi) * uAmount;
    c = over(c, light * (0.88 + 0.30 * d), a);
  }
  fragColor = c;
}
