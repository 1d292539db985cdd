#version 300 es
// Lake: still water between wooded shores that mirrors hills and sky, with reeds, a jetty, a boat-house and mist.
//
// Shores are walls of constant depth, which keep true parallax, with a treeline whose trees stand in hashed cells; behind them
// ridges in the distance. The water bends the view ray by its ripples and looks at the same scenery once more, from where the ray
// met it. Reeds and posts stand on planes of constant depth too; below the water line such a plane shows its mirror image.
//
// Own uniforms (0 keeps the default):
//   uHills    float -1..1  height of the hills, 1 mountains, -1 a plain; default by seed
//   uJetty    float -1..1  1 a jetty, -1 none; default by seed
//   uHouse    float -1..1  1 a boat-house on the shore, -1 none; default by seed
//   uReeds    float -1..1  amount of reeds, -1 none; default medium
//   uMist     float -1..1  mist over the water, -1 none; default by the height of the sun
//   uTurn     float 0..1   share of broadleaf trees in autumn colours; default none
//   uBank     float m      land before the camera, up to so far ahead; default none
//   uConifer  float -1..1  1 conifers only, -1 broadleaf trees only; default mixed
// uPalette[1] tints the water, [2] and [3] colour the leaves. uWeather.z covers land with snow. The camera moves half as far as
// asked to the sides.
#include "common.glsl"
#include "fir.glsl"
#include "cast.glsl"
#include "bank.glsl"

uniform float uHills;
uniform float uJetty;
uniform float uHouse;
uniform float uReeds;
uniform float uMist;
uniform float uTurn;
uniform float uConifer;

const float EYE = 1.7;
const float FAR_SHORE = 210.0;
const float DECK = 0.48;    // m, height of the jetty
const float JETTY_END = 12.0;

float hillHeight() {
  float own = 0.35 + 0.75 * hash1(3);
  return uHills < 0.0 ? own * (1.0 + 0.8 * uHills) : own + 0.9 * uHills;
}

float mistAmount() {
  float own = 0.06 + 0.60 * lowSun() * (1.0 - nightness() * 0.5);
  return sat((uMist < 0.0 ? 0.0 : (uMist > 0.0 ? uMist : own)) + 0.6 * uWeather.w);
}

bool hasJetty() {
  return uJetty > 0.0 || (uJetty == 0.0 && hash1(5) < 0.6);
}

bool hasHouse() {
  return uHouse > 0.0 || (uHouse == 0.0 && hash1(6) < 0.5);
}

float jettySide() {
  return hash1(7) < 0.5 ? -1.0 : 1.0;
}

vec3 mistColor(vec3 rd) {
  float mu = sat(dot(rd, keyDir()));
  vec3 c = mix(distanceColor(rd), skyAmbient() * 1.15, 0.45);
  return c + keyColor() * (0.05 + 0.10 * lowSun()) * (0.3 + pow(mu, 5.0));
}

vec3 leafTint(float which, float conifer) {
  vec3 summer = mix(vec3(0.034, 0.066, 0.018), 0.30 * uPalette[2], 0.50);
  vec3 other = mix(0.36 * uPalette[2], 0.30 * uPalette[3], smoothstep(0.45, 0.75, which));
  summer *= 0.70 + 0.6 * which;
  vec3 broad = mix(summer, other, uTurn * smoothstep(0.10, 0.45, which + 0.5 * (uTurn - 0.5)));
  vec3 needles = mix(vec3(0.018, 0.036, 0.018), 0.16 * uPalette[2], 0.30);
  return mix(broad, needles, conifer);
}

// treeline is a row of trees over a line, m metres from its foot; seed parts one shore from another. Trees stand where side * x is
// beyond edge. Returns (coverage, light, which kind, conifer or not).
vec4 treeline(vec2 m, float seed, float size, float soft, float side, float edge) {
  vec4 best = vec4(0.0);
  float share = uConifer < 0.0 ? 0.5 + 0.5 * uConifer : 0.5 + 0.5 * uConifer;
  float wood = noise(vec2(m.x * 0.6 / size + seed, 5.0));
  float toKey = clamp(1.5 * keyDir().x, -1.0, 1.0);
  for (int k = 0; k < 3; k++) {
    float fk = float(k);
    float pitch = size * (0.60 - 0.11 * fk);
    float g = m.x / pitch + seed * 3.0 + 0.37 * fk;
    int id = int(floor(g)) + k * 500 + int(seed) * 37;
    float h = hash1(id + 1200);
    float h2 = fract(h * 57.0);
    float tall = size * (0.42 + 0.55 * h + 0.35 * (wood - 0.4)) * (k == 2 ? 0.50 : 1.0);
    float x = (fract(g) - 0.5 + 0.22 * (h2 - 0.5)) * pitch;
    float v = m.y / tall;
    float pointed = step(h2 + 0.5 * (wood - 0.5), share);
    float a = 0.0;
    float lit = 0.0;
    if (v > -0.3 && v < 1.25) {
      if (pointed > 0.5) {
        vec2 f = fir(vec2(x * 0.75, m.y) / tall, soft / tall, vec2(h, h2), toKey);
        a = f.x;
        lit = 0.9 * f.y;
      } else {
        // A crown of clumps, frayed by its leaves, on a short trunk.
        float clumps = noise(m * 4.4 / size + seed + 3.0 * fk);
        float leaves = noise(m * 17.0 / size + seed) * 0.5 + noise(m * 52.0 / size + 2.0 * seed) * 0.5;
        leaves = mix(leaves, 0.5, sat(9.0 * soft / size));
        vec2 e = vec2(x / (0.46 * pitch), (v - 0.56) / 0.46);
        float rim = length(vec2(e.x, e.y < 0.0 ? 1.15 * e.y : e.y)) - 0.97 - 0.34 * (clumps - 0.5) - 0.42 * (leaves - 0.5);
        float px = soft / (0.46 * pitch);
        float trunk = v < 0.5 ? smoothstep(0.02 * size + soft, 0.02 * size - soft, abs(x)) : 0.0;
        a = max(smoothstep(px, -px, rim), trunk);
        lit = (0.16 + 0.85 * sat(0.50 + 0.5 * e.y + 0.30 * toKey * e.x)) * (0.40 + 1.1 * leaves) * (0.65 + 0.6 * clumps);
      }
      a *= step(-0.3 * size, m.y) * step(edge, side * (m.x - x));
      lit = sat(lit * (0.84 + 0.08 * fk));
    }
    if (a > best.x || fk < 0.5) {
      best = vec4(max(a, best.x), mix(best.y, lit, a), mix(best.z, h, a), mix(best.w, pointed, a));
    }
  }
  return best;
}

// shore is the land on a wall: m metres across and above the water, crest the height of the ground. Returns (light, coverage).
vec4 shore(vec2 m, float crest, float side, float edge, float seed, float size, float soft, vec3 sun, vec3 amb) {
  vec4 trees = treeline(vec2(m.x, m.y - crest + 0.10 * size * 0.3), seed, size, soft, side, edge);
  float shade = mix(0.45, 1.0, smoothstep(0.0, 0.55 * size, m.y - crest));
  float glare = 0.20 + 0.45 * sat(keyDir().y * 1.6) + 0.5 * sat(-keyDir().z) + 0.35 * sat(1.2 * abs(keyDir().x) - 0.3);
  vec3 leaf = leafTint(trees.z, trees.w);
  leaf = mix(leaf, vec3(0.74), uWeather.z * (0.25 + 0.6 * smoothstep(0.45, 0.8, trees.y)));
  vec3 c = leaf * shade * (amb * (0.45 + 1.1 * trees.y) + sun * trees.y * glare);
  float a = trees.x;
  float ground = smoothstep(soft, -soft, m.y - crest) * step(-3.0, m.y);
  if (ground > 0.0) {
    float grain = fbm(m * vec2(0.9, 2.6) + seed, 4);
    vec3 grass = mix(vec3(0.070, 0.090, 0.028), 0.22 * uPalette[2], 0.5) * (0.4 + 1.2 * grain);
    vec3 stone = vec3(0.17, 0.155, 0.135) * (0.25 + 1.3 * grain);
    vec3 land = mix(stone, grass, smoothstep(0.10, 0.55, m.y + 0.8 * (grain - 0.5)));
    land = mix(land, vec3(0.78, 0.82, 0.90), uWeather.z * smoothstep(0.15, 0.5, m.y));
    land *= mix(0.35, 1.0, smoothstep(-0.02, 0.22, m.y));
    vec3 lc = land * (amb * 1.1 + sun * (0.12 + 0.55 * sat(keyDir().y + 0.1)));
    c = mix(c, lc, ground);
    a = max(a, ground);
  }
  return vec4(c, a);
}

// house is a boat-house with a pitched roof, m metres from the middle of its foot. Returns (light, coverage).
vec4 house(vec2 m, float soft, vec3 sun, vec3 amb) {
  float wall = min(3.1 - abs(m.x), min(2.7 - m.y, m.y + 1.0));
  float roofLine = 2.6 + (3.6 - abs(m.x)) * 0.62;
  float roof = min(roofLine - m.y, min(m.y - 2.45, 3.6 - abs(m.x)));
  float a = smoothstep(-soft, soft, max(wall, roof));
  float plank = 0.75 + 0.35 * noise(vec2(m.x * 9.0, m.y * 0.7)) - 0.25 * smoothstep(0.06, 0.0, abs(fract(m.x * 3.2) - 0.5)) * smoothstep(0.12, 0.02, soft);
  vec3 paint = hash1(33) < 0.5 ? vec3(0.30, 0.055, 0.035) : vec3(0.115, 0.080, 0.052);
  vec3 c = paint * plank;
  float door = smoothstep(soft, -soft, max(abs(m.x) - 1.0, m.y - 1.8));
  c = mix(c, vec3(0.018, 0.015, 0.013), door);
  float glass = smoothstep(soft, -soft, max(abs(abs(m.x) - 2.1) - 0.42, abs(m.y - 1.55) - 0.42));
  float bars = smoothstep(0.09, 0.03, min(abs(abs(m.x) - 2.1), abs(m.y - 1.55)));
  vec3 shingle = mix(vec3(0.085, 0.078, 0.075), vec3(0.75, 0.80, 0.88), 0.9 * uWeather.z) * (0.7 + 0.6 * noise(m * vec2(4.0, 7.0)));
  c = mix(c, shingle, smoothstep(-soft, soft, roof));
  c *= amb * 1.1 + sun * (0.10 + 0.30 * sat(-keyDir().z) + 0.2 * sat(keyDir().y));
  float lamp = smoothstep(0.16, -0.10, uSunDir.y);
  c = mix(c, mix(amb * 0.25, vec3(2.6, 1.25, 0.36), lamp) * (1.0 - 0.7 * bars), glass * step(roof, 0.0));
  return vec4(c, a);
}

// shores is the land around the lake and the mist before it, up to limit metres. blur widens outlines in the mirror. Returns
// (light, transmittance).
vec4 shores(vec3 ro, vec3 rd, float limit, float blur) {
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 sum = vec3(0.0);
  float through = 1.0;
  float z = max(rd.z, 0.06);
  float mist = mistAmount();
  vec3 veil = mistColor(rd);
  float narrow = mix(1.0, 0.55, portrait());
  // Points of land at the sides, the nearest first, then the far shore.
  for (int i = 0; i < 4; i++) {
    float fi = float(i);
    float side = (hash1(9) < 0.5 ? 1.0 : -1.0) * (i % 2 == 0 ? 1.0 : -1.0);
    float at = i == 3 ? FAR_SHORE : 34.0 + 36.0 * fi + 14.0 * hash1(20 + i);
    float t = (at - ro.z) / z;
    if (t > 0.0 && t < limit && through > 0.01) {
      vec2 m = vec2(ro.x + rd.x * t, ro.y + rd.y * t);
      float size = i == 3 ? 17.0 : 8.5 + 1.5 * fi;
      if (m.y < 2.0 * size) {
        float soft = t * pixelAngle() * 1.1 + blur * t;
        float edge = (10.0 + 6.0 * fi + 9.0 * hash1(24 + i)) * narrow;
        float in1 = side * m.x - edge;
        float bump = fbm(vec2(m.x * 4.0 / size, fi * 7.0 + 3.0), 3);
        float crest = 0.5 * smoothstep(-2.0, 3.0, in1) + 0.085 * clamp(in1, 0.0, 60.0) + 1.3 * (bump - 0.30) * smoothstep(-2.0, 2.0, in1) - 0.7 * smoothstep(1.0, -2.0, in1);
        if (i == 3) {
          crest = 0.6 + 5.0 * (bump - 0.3);
          edge = -1e6;
        }
        vec4 s = shore(m, crest, side, edge + 2.5, 3.0 + 11.0 * fi, size, soft, sun, amb);
        if (i == 1 && hasHouse()) {
          vec4 b = house(vec2(m.x - side * (edge + 5.0), m.y - 0.45), soft, sun, amb);
          s = vec4(mix(s.rgb, b.rgb, b.a), max(s.a, b.a));
        }
        float haze = 1.0 - exp(-t * (0.0013 + 0.016 * uWeather.w + 0.003 * uWeather.y));
        vec3 c = mix(s.rgb, distanceColor(rd), haze);
        float low = exp(-max(m.y, 0.0) / (1.2 + 0.012 * t)) * mist * smoothstep(8.0, 120.0, t);
        float wisp = noise(vec2(m.x * 0.05 + 0.03 * iTime * (1.0 + uWind.x) + 9.0 * fi, m.y * 0.22 + 0.02 * iTime));
        low = sat(low * (0.45 + 1.1 * wisp));
        sum += through * (c * s.a * (1.0 - low) + veil * low);
        through *= (1.0 - s.a) * (1.0 - low);
      }
    }
  }
  return vec4(sum, through);
}

// beyond is the ridges and the sky behind the shores.
vec3 beyond(vec3 ro, vec3 rd, int octaves, float blur) {
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 sum = vec3(0.0);
  float through = 1.0;
  float z = max(rd.z, 0.06);
  float mist = mistAmount();
  vec3 veil = mistColor(rd);
  float angle = (rd.x + ro.x * 0.0006) / z;
  float high = rd.y / z;
  float tall = hillHeight();
  float aa = pixelAngle() + blur;
  for (int i = 0; i < 3; i++) {
    float fi = float(i);
    float rough = smoothstep(0.5, 1.3, tall);
    float ridge = fbm(vec2(angle * (2.0 - 0.3 * fi) + 13.0 * fi, 2.0 + 5.0 * fi), 6) - 0.27;
    ridge = (0.075 + 0.065 * fi) * tall * (0.5 + 2.2 * max(ridge, 0.0)) + 0.012;
    if (high < ridge + aa && through > 0.01) {
      float cover = smoothstep(ridge + aa, ridge - aa, high);
      vec2 q = vec2(angle * 26.0 + 7.0 * fi, high * 60.0);
      float relief = fbm(vec2(q.x * 0.55 + 0.35 * q.y, q.y * 0.45), 5);
      float trees = noise(q * vec2(5.0, 4.0));
      vec3 wood = leafTint(0.5 * trees + 0.5 * relief, 0.45) * (0.6 + 0.7 * trees);
      vec3 rock = vec3(0.15, 0.14, 0.135) * (0.5 + relief);
      float treeLimit = 0.10 + 0.06 * (relief - 0.5);
      vec3 land = mix(wood, rock, rough * smoothstep(treeLimit, treeLimit + 0.05, high));
      float snow = rough * smoothstep(0.15, 0.22, high + 0.10 * (relief - 0.5)) * smoothstep(1.0, 1.5, tall);
      land = mix(land, vec3(0.76, 0.80, 0.88), max(snow, uWeather.z * (0.35 + 0.5 * relief)));
      float slope = sat(0.5 + 2.4 * (relief - 0.47) * sign(keyDir().x + 0.01));
      vec3 c = land * (amb * 1.1 + sun * (0.10 + 0.65 * slope * sat(keyDir().y * 1.5 + 0.25)));
      c = mix(c, distanceColor(rd), sat(0.30 + 0.19 * fi + 0.45 * uWeather.w));
      c = mix(c, veil, mist * 0.75 * exp(-high / (0.018 + 0.012 * fi)));
      sum += through * cover * c;
      through *= 1.0 - cover;
    }
  }
  if (through > 0.005) {
    sum += through * skyFull(rd, octaves);
  }
  return sum;
}

// jetty is a deck of planks that leads into the lake. Returns (light, coverage).
vec4 jetty(vec3 ro, vec3 rd, vec3 sun, vec3 amb) {
  float middle = jettySide() * (1.25 - 0.45 * portrait());
  float half1 = 0.72;
  vec4 r = vec4(0.0);
  float t = (DECK - ro.y) / rd.y;
  vec3 p = ro + rd * t;
  float px = t * pixelAngle();
  vec3 lightTop = amb * 1.2 + sun * (max(keyDir().y, 0.06) * 1.1);
  if (t > 0.0 && p.z < JETTY_END && p.z > -3.0) {
    float x = p.x - middle;
    float g = p.z / 0.17;
    float id = floor(g);
    float worn = noise(vec2(x * 2.2 + id * 7.0, id * 3.3));
    float fibre = noise(vec2(x * 5.0 + id * 3.0, p.z * 60.0));
    float pz = px / max(-rd.y, 0.05) / 0.17;
    float gap = smoothstep(0.07 + pz, 0.03, abs(fract(g) - 0.5) * -1.0 + 0.5) * min(1.0, 0.25 / pz + 0.2);
    vec3 wood = mix(vec3(0.13, 0.105, 0.082), vec3(0.30, 0.265, 0.225), worn) * (0.75 + 0.4 * fibre);
    wood = mix(wood, wood * 0.45, uWeather.y * 0.7);
    wood = mix(wood, vec3(0.78, 0.82, 0.90), uWeather.z * (0.55 + 0.4 * worn));
    float edge = half1 + 0.05 * (hash1(int(id) + 4000) - 0.5);
    float cover = smoothstep(edge + px, edge - px, abs(x));
    float sheen = pow(1.0 - abs(rd.y), 6.0) * (0.12 + 0.4 * uWeather.y);
    vec3 c = rd.y < 0.0 ? wood * lightTop + sheen * skyGradient(reflect(rd, vec3(0.0, 1.0, 0.0))) : vec3(0.02) * amb;
    c = mix(c, c * 0.16, gap);
    r = vec4(c, cover);
  }
  // The beam under the near edge.
  float side = middle - jettySide() * half1;
  float ts = (side - ro.x) / (abs(rd.x) < 1e-4 ? 1e-4 : rd.x);
  vec3 s = ro + rd * ts;
  if (ts > 0.0 && s.z < JETTY_END && s.z > -3.0 && r.a < 0.5 && s.y < DECK && s.y > DECK - 0.22) {
    r = vec4(vec3(0.085, 0.066, 0.050) * (0.7 + 0.5 * noise(vec2(s.z * 3.0, s.y * 40.0))) * (amb * 0.75 + 0.15 * sun), 1.0);
  }
  // Posts stand on planes of constant depth.
  for (int i = 4; i >= 0; i--) {
    float at = JETTY_END - 0.2 - 2.6 * float(i);
    float tp = (at - ro.z) / max(rd.z, 0.05);
    vec3 q = ro + rd * tp;
    float top = 0.95 + 0.35 * hash1(60 + i);
    for (int k = 0; k < 2; k++) {
      float x = q.x - middle - (k == 0 ? -1.0 : 1.0) * (half1 + 0.07);
      float soft = tp * pixelAngle();
      float a = smoothstep(0.085 + soft, 0.085 - soft, abs(x)) * step(0.3, tp) * smoothstep(top + soft, top - soft, q.y) * step(-0.05, q.y) * step(1.5, at);
      float u = clamp(x / 0.085, -1.0, 1.0);
      float lit = max(dot(vec3(u, 0.0, -sqrt(1.0 - u * u)), keyDir()), 0.0) + 0.25 * pow(abs(u), 3.0);
      vec3 wood = mix(vec3(0.085, 0.068, 0.052), vec3(0.035, 0.040, 0.028), smoothstep(0.25, 0.0, q.y)) * (0.7 + 0.6 * noise(vec2(u * 5.0, q.y * 3.0 + float(i))));
      wood = mix(wood, vec3(0.8), uWeather.z * smoothstep(top - 0.08, top - 0.02, q.y));
      r = mix(r, vec4(wood * (amb + sun * lit * 0.8), 1.0), a);
    }
  }
  return r;
}

// reeds stand in the shallows at the sides, in front of everything. Below the water line a plane shows its mirror image.
vec4 reeds(vec3 ro, vec3 rd, vec3 sun, vec3 amb, inout float seen) {
  vec3 sum = vec3(0.0);
  float through = 1.0;
  float share = uReeds < 0.0 ? 0.0 : (uReeds > 0.0 ? uReeds : 0.5);
  if (share <= 0.0 || rd.z < 0.2) {
    return vec4(0.0, 0.0, 0.0, 1.0);
  }
  float mu = sat(dot(rd, keyDir()));
  float away = -jettySide();
  for (int i = 0; i < 9; i++) {
    float at = 3.4 + 0.85 * float(i) + 0.3 * hash1(80 + i);
    float t = (at - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    float up = abs(p.y);
    if (t > 0.8 && up < 2.3) {
      float mirror = step(p.y, 0.0);
      float stir = mirror * 0.05 * (noise(vec2(p.x * 3.0, p.y * 9.0 + iTime * 0.8)) - 0.5);
      float soft = t * pixelAngle();
      float where = p.x * away;
      float stand = smoothstep(1.5, 3.4, where - 0.16 * at + 1.1 * noise(vec2(p.x * 0.7, at)) + 1.1 * portrait());
      stand = max(stand, 0.8 * smoothstep(4.4, 6.2, -where - 0.16 * at + 1.2 * noise(vec2(p.x * 0.7, at + 40.0)) + 1.5 * portrait()));
      for (int k = 0; k < 3; k++) {
        float g = (p.x + stir) / 0.115 + 0.33 * float(k) + 7.7 * float(i);
        int id = int(floor(g));
        vec2 h = hash22(ivec2(id, i * 3 + k));
        float tall = (0.75 + 1.15 * h.y) * (0.35 + 0.65 * stand) * (0.55 + 0.75 * noise(vec2(p.x * 0.8, at * 3.0)));
        float u = up / tall;
        float sway = (h.x - 0.5) * 0.9 * u * u + 0.10 * u * u * sin(iTime * 1.2 + p.x + 6.28 * h.y) * (0.4 + 0.25 * length(uWind));
        float off = (fract(g) - 0.5 - 0.4 * (h.x - 0.5) - sway) * 0.115;
        float thin = 0.0085 * (1.0 - 0.75 * u) + 0.001;
        float plume = step(0.74, h.x) * smoothstep(0.80, 0.86, u) * step(u, 1.0);
        thin += 0.013 * plume;
        float a = smoothstep(thin + soft, thin - soft, abs(off)) * min(1.0, thin * 2.2 / soft) * step(u, 1.0) * step(h.x * 0.6 + h.y * 0.4, share * 1.5 * stand);
        a *= mix(1.0, 0.55 * smoothstep(1.4, 0.3, up), mirror) * smoothstep(0.8, 2.2, t);
        vec3 blade = mix(vec3(0.060, 0.085, 0.022), mix(vec3(0.30, 0.23, 0.10), 0.5 * uPalette[2] + 0.1 * uPalette[3], 0.4), smoothstep(0.2, 0.9, u + 0.5 * (h.y - 0.5)));
        blade = mix(blade, vec3(0.13, 0.070, 0.040), plume);
        blade = mix(blade, vec3(0.75), 0.6 * uWeather.z * u);
        vec3 c = blade * (amb * (0.55 + 0.5 * u) + sun * (0.10 + 0.25 * u + 0.9 * u * mu * mu * mu * mu));
        sum += through * a * c * mix(1.0, 0.7, mirror);
        through *= 1.0 - a;
        seen = behind(seen, at - ro.z, a * (1.0 - mirror));
      }
    }
  }
  return vec4(sum, through);
}

// ripples is the slope of the water at p, seen from t metres.
vec2 ripples(vec2 p, float t) {
  float wind = length(uWind);
  float calm = smoothstep(0.35, 0.70, noise(p * vec2(0.018, 0.05) + vec2(0.02 * iTime, 3.0)));
  float strength = mix(0.25, 1.0, calm) * (0.20 + 0.22 * wind) + 0.8 * uWeather.y;
  vec2 w = vec2(0.25, -0.35) * iTime;
  vec2 a = noised(p * vec2(0.35, 0.9) + w * 0.4).yz * vec2(0.35, 0.9);
  vec2 b = noised(p * vec2(1.1, 2.3) - w * 1.1 + 7.0).yz * vec2(1.1, 2.3);
  vec2 c = noised(p * vec2(3.4, 5.6) + w * 2.0 + 3.0).yz * vec2(3.4, 5.6);
  float near = smoothstep(55.0, 6.0, t);
  float nearer = smoothstep(16.0, 2.0, t);
  vec2 s = a * 0.014 * smoothstep(260.0, 40.0, t) + b * 0.0085 * near + c * 0.0040 * nearer;
  return s * strength;
}

void main() {
  vec3 ro = vec3(0.5 * uCamPos.x, EYE + 0.6 * uCamPos.y, 0.35 * uTravel + 0.5 * uCamPos.z);
  ro.z = clamp(ro.z, -6.0, 2.4);
  ro.y = max(ro.y, 0.75);
  vec3 rd = cameraRay(0.03);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 c;
  if (rd.y < -0.0008 && ro.y / -rd.y < 1000.0) {
    float t = ro.y / -rd.y;
    vec3 p = ro + rd * t;
    vec2 slope = ripples(p.xz, t);
    vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
    vec3 r = reflect(rd, n);
    r.y = abs(r.y) + 0.002;
    r = normalize(r);
    vec3 from = vec3(p.x, 0.0, p.z);
    float blur = 0.0012 + 0.004 * length(slope);
    vec4 land = shores(from, r, 1e5, blur);
    vec3 mirrored = land.rgb;
    if (land.a > 0.005) {
      mirrored += land.a * beyond(from, r, budget(4, 0.5), blur);
    }
    if (hasJetty()) {
      vec4 j = jetty(from, r, sun, amb);
      mirrored = mix(mirrored, j.rgb * 0.8, j.a);
    }
    float fresnel = 0.03 + 0.97 * pow(1.0 - max(dot(-rd, n), 0.0), 4.0);
    vec3 tint = mix(vec3(0.010, 0.030, 0.028), 0.02 + 0.10 * uPalette[1], 0.4);
    float stones = fbm(p.xz * 1.3 + slope * 3.0, 3);
    vec3 bed = mix(vec3(0.050, 0.045, 0.034), vec3(0.20, 0.17, 0.12), smoothstep(0.3, 0.65, stones));
    vec3 body = mix(tint, bed * 0.6, smoothstep(6.0, 1.5, t) * 0.5) * (amb * 1.1 + sun * 0.16);
    c = mix(body, mirrored * 0.96, sat(fresnel + 0.10));
    float haze = (1.0 - exp(-t * (0.0013 + 0.016 * uWeather.w))) * 0.8;
    c = mix(c, distanceColor(rd), haze);
    float mist = mistAmount();
    float wisp = noise(vec2(p.x * 0.06 + 0.03 * iTime * (1.0 + uWind.x), p.z * 0.025 + 3.0));
    float low = sat(mist * smoothstep(18.0, 190.0, t) * (0.25 + 0.75 * wisp));
    c = mix(c, mistColor(rd), low * 0.85);
    if (uBank > 0.0 && p.z < uBank + 1.5) {
      vec4 b = bank(p, t, EYE, sun, amb);
      c = mix(c, b.rgb, b.a);
    }
    if (t > 25.0) {
      vec4 land2 = shores(ro, rd, t, 0.0);
      c = c * land2.a + land2.rgb;
    }
  } else {
    vec4 land = shores(ro, rd, 1e5, 0.0);
    c = land.rgb;
    if (land.a > 0.005) {
      c += land.a * beyond(ro, rd, budget(6, 0.5), 0.0);
    }
  }
  if (hasJetty()) {
    vec4 j = jetty(ro, rd, sun, amb);
    c = mix(c, j.rgb, j.a);
  }
  float seen = 1.0;
  vec4 b = reeds(ro, rd, sun, amb, seen);
  c = c * b.a + b.rgb;
  fragColor = vec4(c, seen);
}
