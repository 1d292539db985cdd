#version 300 es
// Sun shafts: light between clouds or leaves made visible by the air, as a fan of beams around the sun. Things before it that
// are dark stay darker than the air between. uColor is the light of the beams.
#include "overlay.glsl"
#include "below.glsl"

void main() {
  vec2 p = screenPoint();
  vec3 at = onScreen(keyDir());
  // A sun behind the camera or far outside sends its beams from above.
  vec2 sun = at.z > 0.25 ? at.xy : vec2(-1.2 * sign(at.x + 0.01), 1.9);
  sun.y = max(sun.y, 0.45);
  sun = clamp(sun, vec2(-2.4, 0.45), vec2(2.4, 2.2));
  vec2 d = p - sun;
  float r = max(length(d), 0.05);
  vec2 way = d / r;
  float t = iTime * 0.07;
  float wide = noise(way * 4.5 + vec2(t, -t * 0.7) + 3.0);
  float fine = noise(way * 13.0 + vec2(-t * 1.6, t) + 11.0);
  float beams = smoothstep(0.36, 0.86, 0.66 * wide + 0.34 * fine);
  beams *= 0.75 + 0.25 * noise(way * 34.0 + 1.7 * t);
  float reach = exp(-0.62 * r) * smoothstep(0.02, 0.35, r);
  float air = 0.80 + 0.20 * noise(p * 1.6 + vec2(iTime * 0.05, iTime * 0.02));
  float glow = 0.16 * exp(-2.2 * r);
  vec3 below = pictureBelow();
  float room = 1.0 / (1.0 + 0.6 * luma(below));
  float amount = (beams * reach * air + glow) * (0.55 + 0.45 * smoothstep(-1.1, -0.2, p.y)) * room;
  fragColor = vec4(uColor * (0.62 * uAmount * amount), 0.0);
}
