// Where things stand in the room of interior.frag, and how light reaches them. After common.glsl.

uniform float uRoom;
uniform float uFire;
uniform float uHall;

const float EYE = 1.35;
const float BACK = 5.4;   // m from the camera to the wall with the window
const float DEEP = 0.17;  // m, thickness of that wall outside of the panes
const float BREAST = 0.34; // m by which the chimney stands into the room
const int TABLE = 0;
const int CHAIR = 1;
const int LAMP = 2;

float hand() {
  return hash1(1) < 0.5 ? -1.0 : 1.0;
}

bool library() {
  return uRoom > 0.5 && uRoom < 1.5;
}

bool kitchen() {
  return uRoom > 1.5;
}

bool hearth() {
  return uFire > 0.0 || (uFire == 0.0 && uHall < 0.5 && uRoom < 0.5 && hash1(2) < 0.4);
}

float high() {
  return 2.72 + 1.5 * uHall;
}

float halfWidth() {
  return mix(2.75, 2.30, portrait()) + 0.6 * uHall;
}

// opening is the window: middle (x, y) and half of its size.
vec4 opening() {
  float wide = hearth() ? 0.78 : 0.88 + 0.34 * hash1(3);
  float sill = kitchen() ? 1.12 : 0.50 + 0.25 * hash1(4);
  float top = kitchen() ? 2.25 : high() - 0.32;
  float x = hand() * (hearth() ? -1.02 : -0.30 - 0.35 * hash1(5));
  return vec4(x * mix(1.0, hearth() ? 0.88 : 0.4, portrait()), 0.5 * (sill + top), wide * mix(1.0, 0.86, portrait()), 0.5 * (top - sill));
}

vec2 panes() {
  return vec2(opening().z > 0.95 ? 3.0 : 2.0, hash1(6) < 0.5 ? 4.0 : 3.0);
}

float hearthX() {
  return hand() * mix(1.22, 0.98, portrait());
}

vec3 tablePlace() {
  return vec3(opening().x - hand() * (0.25 + 0.35 * hash1(7)) * (1.0 - 0.7 * portrait()), 0.0, BACK - 1.22 - 0.2 * hash1(8));
}

vec3 chairPlace() {
  return vec3(hand() * (hearth() ? 2.0 : mix(1.55, 1.25, portrait())), 0.0, hearth() ? 3.95 : 4.30);
}

vec3 lampPlace() {
  if (kitchen()) {
    return vec3(tablePlace().x, 1.72, tablePlace().z);
  }
  return vec3(hand() * (hearth() ? 2.28 : mix(2.15, 1.45, portrait())), 1.50, BACK - 0.45);
}

// --- light ----------------------------------------------------------------------------------------------------------------------

// beam points along the sunlight in the room towards the sun, which stands high enough to reach the floor.
vec3 beam() {
  vec3 k = keyDir();
  float level = max(length(k.xz), 0.05);
  return normalize(vec3(clamp(k.x / level, -0.6, 0.6), clamp(k.y / level, 0.46, 0.72), 0.85));
}

vec3 beamColor() {
  return keyColor() * max(smoothstep(-0.01, 0.06, uSunDir.y), 0.16 * nightness()) * 1.5 * (1.0 - 0.94 * smoothstep(0.15, 0.5, max(uWeather.y, 0.7 * uWeather.w)));
}

vec3 skyIn() {
  return 0.45 * uSkyMid + 0.40 * uSkyHorizon + 0.15 * uSkyZenith;
}

float lampsOn() {
  return max(smoothstep(0.13, -0.02, uSunDir.y), 0.8 * max(smoothstep(0.2, 0.6, uWeather.y), overcast() * uWeather.z));
}

float flicker() {
  return 0.86 + 0.20 * noise(vec2(iTime * 2.6, 3.0)) + 0.06 * sin(iTime * 7.3);
}

// glazing is the share of light that passes the window at q, relative to its middle, blurred over soft metres.
float glazing(vec2 q, float soft) {
  vec4 w = opening();
  vec2 n = panes();
  vec2 size = 2.0 * w.zw / n;
  vec2 edge = smoothstep(w.zw + soft, w.zw - soft, abs(q));
  vec2 bar = abs(fract((q + w.zw) / size + 0.5) - 0.5) * size;
  vec2 dark = smoothstep(0.022 + soft, 0.022 - soft, bar) * min(1.0, 0.030 / soft);
  float open2 = edge.x * edge.y * (1.0 - dark.x) * (1.0 - dark.y);
  if (uHall > 0.5) {
    float y = max(q.y - w.w + 1.25 * w.z, 0.0);
    open2 *= smoothstep(w.z + soft, w.z - soft, length(vec2(abs(q.x) + 0.35 * y, 0.78 * y)));
  }
  return open2;
}

float curtainEdge(float y, float side) {
  vec4 w = opening();
  float gather = kitchen() ? 0.0 : 0.16 * exp(-sq((y - 0.95) * 2.2));
  float breeze = (0.016 + 0.005 * min(length(uWind), 6.0)) * sin(iTime * 0.9 + 2.1 * y + side * 1.7) * smoothstep(2.3, 0.4, y);
  return w.z * (0.86 + 0.10 * hash1(9)) + gather + breeze;
}

// sunAt is the share of the sun's beam that arrives at p.
float sunAt(vec3 p) {
  vec3 k = beam();
  float s = (BACK + 0.5 * DEEP - p.z) / k.z;
  vec4 w = opening();
  vec2 q = p.xy + k.xy * s - w.xy;
  float soft = 0.012 + 0.011 * s;
  float cloth = mix(smoothstep(0.02, -0.04, abs(q.x) - curtainEdge(q.y + w.y, q.x)), 1.0, 0.18);
  return glazing(q, soft) * cloth * step(0.02, s);
}

vec3 lampColor() {
  return vec3(1.55, 0.86, 0.40) * 1.5 * lampsOn();
}

vec3 fireColor() {
  return hearth() ? vec3(1.60, 0.62, 0.20) * flicker() * mix(0.55, 1.6, lampsOn()) : vec3(0.0);
}

// lightAt is the light on a surface without the sun's beam.
vec3 lightAt(vec3 p, vec3 n) {
  vec4 w = opening();
  float area = 4.0 * w.z * w.w;
  vec3 d = vec3(w.xy, BACK) - p;
  float d2 = dot(d, d);
  vec3 l = d * inversesqrt(d2);
  float form = area * max(0.75 * dot(n, l) + 0.25, 0.0) * (max(l.z, 0.0) + 0.15) / (PI * d2 + area);
  vec3 e = skyIn() * (1.7 * form + 0.13);
  vec3 k = beam();
  vec3 patch2 = vec3(w.xy, BACK) - k * (w.y / k.y) - p;
  float p2 = dot(patch2, patch2);
  float facing = max(0.6 * dot(n, patch2) * inversesqrt(p2) + 0.4, 0.0);
  e += vec3(1.0, 0.88, 0.74) * beamColor() * area * (0.050 * facing / (p2 + 1.2) + 0.0065);
  vec3 b = lampPlace() - p;
  float b2 = dot(b, b) + 0.02;
  float slope = abs(b.y) * inversesqrt(b2);
  float shade = 0.28 + 0.72 * smoothstep(0.42, 0.62, slope);
  e += lampColor() * (shade * max(0.7 * dot(n, b) * inversesqrt(b2) + 0.3, 0.0) / (0.35 + b2) + 0.075);
  vec3 f = vec3(hearthX(), 0.35, BACK - BREAST - 0.1) - p;
  float f2 = dot(f, f);
  e += fireColor() * (max(0.75 * dot(n, f) * inversesqrt(f2) + 0.25, 0.0) * 1.1 / (0.30 + f2) + 0.035);
  return e;
}

// corners darkens where room surfaces meet.
float corners(vec3 p) {
  float a = 1.0 - 0.30 * exp(-max(p.y, 0.0) * 3.2);
  a *= 1.0 - 0.26 * exp(-max(high() - p.y, 0.0) * 3.0);
  a *= 1.0 - 0.28 * exp(-max(halfWidth() - abs(p.x), 0.0) * 2.8);
  return a * (1.0 - 0.28 * exp(-max(BACK - p.z, 0.0) * 2.8));
}
