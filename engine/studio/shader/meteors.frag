#version 300 es
// Shooting stars: they come from one point of the sky, flare up and leave a trail that fades; only before open sky. uColor is
// the light of their heads.
#include "overlay.glsl"
#include "below.glsl"

const int SLOTS = 6;

void main() {
  vec3 rd = cameraRay(uTilt);
  vec2 s = rd.xy / max(rd.z, 0.1);
  vec3 sum = vec3(0.0);
  float px = pixelAngle();
  vec2 radiant = vec2(0.9 * (hash1(601) < 0.5 ? -1.0 : 1.0), 1.0);
  for (int i = 0; i < SLOTS; i++) {
    float period = 1.9 + 2.2 * hash1(i * 9 + 611);
    // One comes early, so that a short film has it.
    float clock = iTime / period + (i == 0 ? 1.0 - 0.5 / period : hash1(i * 9 + 612));
    int id = i * 131 + int(floor(clock)) * 17 + 620;
    float age = fract(clock) * period;
    float life = 0.55 + 0.5 * hash1(id);
    float present = (i == 0 ? 1.0 : step(hash1(id + 5), 0.10 + 0.90 * uAmount)) * step(0.001, uAmount);
    if (age < life + 0.5 && present > 0.0) {
      vec2 from = vec2((hash1(id + 1) * 2.0 - 1.0) * 0.75 * (1.0 - 0.5 * portrait()), 0.22 + 0.34 * hash1(id + 2));
      vec2 way = normalize(from - radiant + vec2(0.0, -0.1));
      float len = 0.30 + 0.42 * hash1(id + 3);
      float bright = 0.55 + 0.45 * hash1(id + 4);
      vec2 d = s - from;
      if (dot(d, d) < sq(len + 0.12)) {
        float head = min(age / life, 1.0) * len;
        float along = dot(d, way);
        float across = dot(d, vec2(way.y, -way.x));
        float u = sat(along / max(head, 1e-3));
        float w = max(0.0034 * (0.25 + 0.75 * u), 0.7 * px);
        float burn = smoothstep(0.0, 0.25, age / life) * smoothstep(1.0, 0.8, age / life);
        float trail = step(0.0, along) * step(along, head) * exp(-2.4 * (1.0 - u)) * exp(-3.2 * max(age - 0.6 * life, 0.0));
        float line = exp(-sq(across / w));
        vec2 toHead = d - way * head;
        float r = length(toHead);
        float spot = exp(-sq(r / (w * 1.9))) + 0.07 * exp(-r / (w * 8.0));
        sum += mix(vec3(1.0), vec3(0.45, 1.0, 0.75), 0.5 * (1.0 - u)) * line * trail * 4.2 * bright;
        sum += spot * burn * 9.0 * bright;
      }
    }
  }
  float sky = openSky(pictureBelow(), rd);
  fragColor = vec4(uColor * sum * sky * step(0.0, rd.z), 0.0);
}
