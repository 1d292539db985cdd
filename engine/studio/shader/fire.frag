#version 300 es
// Fire: flames over logs at one place on the ground, with their light on everything near it. Flames are noise that streams
// upwards through a body that narrows; its heat gives the colour.
//
// Own uniforms:
//   uPlace vec3 m  where it burns, from the scene's viewpoint
//   uSize  float m height of the flames; default 1
#include "overlay.glsl"
#include "below.glsl"

const int TONGUES = 6;
const int STONES = 11;
const int SPARKS = 9;

uniform vec3 uPlace;
uniform float uSize;

vec3 heatColour(float h) {
  vec3 c = vec3(1.0, 0.16, 0.015) * smoothstep(0.02, 0.40, h);
  c += vec3(0.9, 0.42, 0.06) * smoothstep(0.28, 0.72, h);
  return c + vec3(0.9, 0.8, 0.45) * smoothstep(0.62, 1.0, h);
}

// stones is the ring around the fire: those behind it for side 1, those before it for -1. They are lit from its middle.
vec4 stones(vec2 p, float side, float px, float flicker) {
  vec4 c = vec4(0.0);
  #pragma unroll
  for (int k = 0; k < STONES; k++) {
    float a = TAU * (float(k) + 0.35 * hash1(k + 810)) / float(STONES);
    vec2 at = vec2(0.72 * cos(a), -0.07 + 0.20 * sin(a));
    vec2 d = (p - at) / (vec2(0.125, 0.090) * (0.80 + 0.45 * hash1(k + 830)));
    float edge = length(d) - 1.0;
    float cover = step(0.0, side * sin(a)) * smoothstep(px * 9.0, -px * 9.0, edge);
    float facing = sat(0.45 - 0.75 * dot(d, normalize(at * vec2(1.0, 2.2) + vec2(1e-3, -0.25))));
    float grain = 0.7 + 0.6 * noise(p * 31.0 + float(k) * 7.0);
    vec3 rock = vec3(0.10, 0.092, 0.085) * grain * (skyAmbient() * (0.5 + 0.5 * d.y) + vec3(4.2, 1.5, 0.34) * facing * facing * flicker * uAmount);
    c = over(c, rock, cover);
  }
  return c;
}

void main() {
  vec3 to = uPlace - uCamPos;
  vec3 at = onScreen(to);
  float size = (uSize > 0.0 ? uSize : 1.0) * uFocal / max(at.z, 0.5);
  vec2 p = (screenPoint() - at.xy) / size;
  float flicker = 0.80 + 0.28 * (noise(vec2(iTime * 6.0, 1.0)) - 0.5) + 0.20 * (noise(vec2(iTime * 15.0, 7.0)) - 0.5);
  vec3 below = pictureBelow();
  // Its light: strong on what lies around it, fading with distance, flat on the ground.
  float near = length(p * vec2(0.55, p.y < 0.0 ? 1.6 : 0.8) - vec2(0.0, 0.12));
  vec3 warm = vec3(1.0, 0.42, 0.10);
  float reach = 1.0 / (1.0 + sq(near * 1.3)) * exp(-0.32 * near);
  vec4 c = vec4((below * 5.0 + 0.050 * smoothstep(0.15, -0.4, p.y)) * warm * (reach * flicker * uAmount * mix(0.22, 1.0, nightness())), 0.0);
  c.rgb += warm * 0.05 * exp(-3.0 * length(p - vec2(0.0, 0.45))) * flicker * uAmount;
  if (abs(p.x) < 1.1 && p.y > -0.45 && p.y < 1.9) {
    float px = pixels(1.0) / size;
    float live = step(0.001, uAmount);
    float ash = length((p + vec2(0.0, 0.07)) * vec2(1.0, 3.4)) + 0.22 * (noise(p * vec2(7.0, 20.0)) - 0.5);
    c = over(c, vec3(0.012, 0.010, 0.009) + vec3(0.34, 0.075, 0.012) * smoothstep(0.55, 0.1, ash) * flicker, 0.80 * live * smoothstep(0.86, 0.55, ash));
    if (p.y < 0.30) {
      vec4 back = stones(p, 1.0, px, flicker) * live;
      c = back + c * (1.0 - back.a);
    }
    float logs = capsule(p, vec2(-0.46, -0.03), vec2(0.30, 0.10), 0.075, 0.065);
    logs = min(logs, capsule(p, vec2(0.48, -0.04), vec2(-0.26, 0.12), 0.075, 0.06));
    logs = min(logs, capsule(p, vec2(-0.30, -0.08), vec2(0.42, -0.07), 0.080, 0.075));
    float bark = noise(vec2(p.x * 16.0 + p.y * 30.0, p.y * 26.0));
    float coals = smoothstep(0.55, 0.85, noise(p * 13.0 + vec2(0.0, iTime * 0.15)) + 0.30 * smoothstep(0.35, 0.0, abs(p.x)));
    vec3 wood = vec3(0.020, 0.013, 0.009) * (0.6 + 0.8 * bark) + vec3(1.9, 0.36, 0.05) * coals * flicker * 0.8;
    c = over(c, wood, smoothstep(px, -px, logs) * live);
    float y = p.y + 0.06;
    vec2 g = vec2(p.x * 3.6, y * 1.9 - iTime * 2.7);
    float bend = noise(g * 0.8 + 5.0) - 0.5;
    float d = fbm(g + vec2(1.5 * bend, 0.7 * bend), 4) - 0.5;
    // Each tongue licks for itself: it sways more the higher it is, and noise tears its tip.
    float body = 0.0;
    float high = 0.0;
    #pragma unroll
    for (int k = 0; k < TONGUES; k++) {
      float fk = float(k);
      float h = hash1(k + 700);
      float tall = (0.62 + 0.50 * h) * (0.75 + 0.75 * noise(vec2(iTime * (1.3 + h), fk * 7.3)));
      float u = max(y, 0.0) / tall;
      float x = (fk - 0.5 * float(TONGUES - 1)) * 0.135;
      float sway = noise(vec2(y * 2.2 - iTime * 2.4, fk * 3.1)) - 0.5;
      float dx = p.x - x * (1.0 - 0.55 * sat(u)) - 0.34 * sway * sat(y) - uWind.x * 0.02 * y * y;
      float wide = 0.19 * sqrt(sat(u * 5.0 + 0.25)) * (1.0 - 0.80 * sat(u));
      float b = (1.0 - abs(dx) / max(wide, 0.02)) * (1.0 - 0.55 * sat(u)) * smoothstep(1.15, 0.80, u);
      high = b > body ? u : high;
      body = max(body, b);
    }
    float heat = sat(body * 1.05 + d * (0.55 + 1.5 * high)) * smoothstep(-0.06, 0.08, y) * smoothstep(0.0, 0.22, body);
    vec3 flame = heatColour(heat) * 2.1 * flicker;
    float cover = smoothstep(0.15, 0.75, heat) * 0.55;
    c = vec4(flame * uAmount, cover * uAmount) + c * (1.0 - cover * uAmount);
    if (p.y < 0.15) {
      vec4 front = stones(p, -1.0, px, flicker) * live;
      c = front + c * (1.0 - front.a);
    }
  }
  // Sparks fly up with the hot air and go out.
  if (abs(p.x) < 1.3 && p.y > 0.2 && p.y < 3.4) {
    float dot1 = max(0.011, 0.8 * pixels(1.0) / size);
    #pragma unroll
    for (int k = 0; k < SPARKS; k++) {
      float clock = iTime / (1.1 + 0.9 * hash1(k + 850)) + hash1(k + 860);
      int id = k * 17 + int(floor(clock)) * 5 + 870;
      float age = fract(clock);
      float rise = 0.35 + (1.4 + 1.3 * hash1(id)) * age;
      float x = (hash1(id + 1) - 0.5) * (0.45 + 0.9 * age) + 0.10 * sin(7.0 * age + 20.0 * hash1(id + 2)) + uWind.x * 0.05 * age * age;
      vec2 d = p - vec2(x, rise);
      d.y *= 0.55;
      float glow = exp(-dot(d, d) / sq(dot1)) * (1.0 - age) * smoothstep(0.0, 0.1, age);
      c.rgb += vec3(3.2, 1.25, 0.30) * glow * uAmount;
    }
  }
  fragColor = at.z > 0.3 ? c : vec4(0.0);
}
