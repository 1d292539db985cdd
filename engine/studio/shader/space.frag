#version 300 es
// Space: a nebula with dark dust and bright filaments, star fields at several depths, a planet with clouds and air, often a ring.
//
// The nebula is a short front-to-back march through domain-warped noise (Quilez, "Domain warping", 2002); ridged noise makes the
// filaments, a second field absorbs as dust. The planet is an analytic sphere with a thin scattering rim (after Elek,
// "Rendering Parametrizable Planetary Atmospheres", 2009); the ring is a textured plane with the planet's shadow on it.
//
// Own uniforms (0 keeps the default):
//   uPlanet  float -1..1  1 always shows the planet, -1 never; default by seed (three of four)
//   uNebula  float -1..1  density of the nebula, -1 is none; default 0.6
// uSunDir gives the light on the planet, uPalette the gas: [0] and [1] the two main tints, [2] the veil, [3] the hot core, [4]
// the planet. Cloud cover thickens the gas; uWeather.w spreads dust. A metre of the camera is CAMERA_SCALE units.
#include "common.glsl"

uniform float uPlanet;
uniform float uNebula;

const float CAMERA_SCALE = 0.05;

// tint makes a palette colour fit for glowing gas: full value, kept hue.
vec3 tint(vec3 c) {
  return c / max(max(c.r, max(c.g, c.b)), 0.05);
}

vec3 starField(vec3 rd, float cells, float density, int layer, float gain) {
  return starLayer(rd, cells, density, layer) * gain;
}

// spikes is a handful of bright stars with four diffraction spikes.
vec3 spikes(vec3 rd) {
  vec2 s = rd.xy / max(rd.z, 0.05);
  vec3 sum = vec3(0.0);
  for (int i = 0; i < 7; i++) {
    vec2 at = vec2(hash1(i * 7 + 300) * 2.6 - 1.3, hash1(i * 7 + 301) * 1.5 - 0.75);
    vec2 d = s - at;
    float r = length(d);
    float power = 0.25 + 0.75 * sq(hash1(i * 7 + 302));
    float px = pixelAngle();
    float core = exp(-r * r / (px * px * (1.5 + 4.0 * power)));
    float cross1 = exp(-abs(d.x) / px * 0.9) * exp(-abs(d.y) * (46.0 / power)) + exp(-abs(d.y) / px * 0.9) * exp(-abs(d.x) * (46.0 / power));
    float halo = 0.020 * exp(-r * 26.0) + 0.0045 * exp(-r * 7.0);
    vec3 c = mix(vec3(1.0, 0.80, 0.62), vec3(0.66, 0.80, 1.0), hash1(i * 7 + 303));
    float twinkle = 0.9 + 0.1 * sin(iTime * 3.0 + 9.0 * float(i));
    sum += c * power * twinkle * (3.2 * core + 0.75 * cross1 + halo * 4.0);
  }
  return sum;
}

// gas returns (emitted light, opacity) of the nebula at p.
vec4 gas(vec3 p, vec3 heart) {
  float slow = iTime * 0.010;
  vec3 warp = vec3(fbm3(p * 0.55 + vec3(0.0, slow, 3.1), 2), fbm3(p * 0.55 + vec3(5.2, 1.3, -slow), 2), fbm3(p * 0.55 + vec3(9.1, 7.7, 1.7), 2)) - 0.375;
  vec3 q = p + 2.5 * warp;
  float body = fbm3(q * 0.80, 4);
  float fold = fbm3(q * 1.55 + 11.0, 3);
  float filament = pow(1.0 - abs(2.0 * fold - 0.875), 7.0);
  vec3 away = (p - heart) * vec3(0.55, 0.85, 0.45);
  float core = exp(-dot(away, away) * 0.85);
  float amount = uNebula < 0.0 ? 0.0 : (uNebula > 0.0 ? uNebula : 0.60);
  float density = smoothstep(0.46, 0.72, body + 0.17 * core + 0.10 * (amount - 0.6) + 0.05 * (uWeather.x - 0.45)) * step(0.001, amount);
  float dust = smoothstep(0.44, 0.60, fbm3(q * 1.05 - vec3(3.0, 1.0, 2.0), 3)) * (0.75 + 0.25 * uWeather.w);
  vec3 c = mix(tint(uPalette[0]), tint(uPalette[1]), sat(0.5 + 4.0 * warp.x));
  c = mix(c, tint(uPalette[2]), sat(4.5 * warp.y) * 0.7);
  c = mix(c, mix(tint(uPalette[3]), vec3(1.0, 0.92, 0.85), 0.45), sat(core * core * 1.3 + 0.25 * filament * core));
  float glow = density * (0.05 + 1.9 * filament) * (0.10 + 2.1 * core);
  return vec4(c * c * glow * (1.0 - 0.88 * dust), density * 0.20 + dust * (0.25 + 0.5 * core) * step(0.001, amount));
}

vec3 surfaceColor(vec3 m, vec3 base, bool giant) {
  if (giant) {
    float swirl = fbm3(m * vec3(2.0, 3.0, 2.0), 3);
    float bands = fbm3(vec3(m.x * 1.1, m.y * 7.0 + 1.5 * swirl, m.z * 1.1), 4);
    vec3 c = mix(base * vec3(0.42, 0.30, 0.26), base * 0.9 + vec3(0.22, 0.19, 0.15), smoothstep(0.30, 0.68, bands));
    return mix(c, base * vec3(0.9, 0.5, 0.35), 0.45 * smoothstep(0.48, 0.62, fbm3(m * vec3(3.0, 9.0, 3.0) + 5.0, 3)));
  }
  float land = fbm3(m * 2.1, 5);
  vec3 sea = base * 0.16 + vec3(0.01, 0.03, 0.07);
  vec3 soil = mix(base * 0.45 + 0.08, vec3(0.34, 0.29, 0.22), smoothstep(0.5, 0.7, land));
  vec3 c = mix(sea, soil, smoothstep(0.46, 0.50, land));
  float cap = smoothstep(0.72, 0.85, abs(m.y) + 0.25 * (land - 0.5));
  c = mix(c, vec3(0.85), cap);
  float cloud = smoothstep(0.46, 0.66, fbm3(m * vec3(2.6, 4.2, 2.6) + 2.0 * fbm3(m * 3.0, 2) + iTime * 0.01, 4));
  return mix(c, vec3(0.92), cloud * 0.85);
}

void main() {
  vec3 rd = cameraRay(0.0);
  vec3 drift = vec3(0.0, 0.0, 0.10 * iTime);
  vec3 ro = CAMERA_SCALE * (uCamPos + vec3(0.0, 0.0, uTravel)) + drift * 0.5;
  float east = hash1(401) < 0.5 ? -1.0 : 1.0;
  vec3 key = normalize(vec3(east * (0.75 + 0.3 * abs(uSunDir.x)), 0.15 + 0.6 * abs(uSunDir.y), 0.10 - 0.35 * hash1(404)));
  vec3 sun = mix(vec3(1.0), tint(uSunColor), 0.6) * 2.2;

  float side = key.x > 0.0 ? 1.0 : -1.0;
  vec3 heart = vec3(side * (0.55 + 0.5 * hash1(402)) * (1.0 - 0.6 * portrait()), 0.55 * hash1(403) - 0.05, 3.4);
  vec3 light = vec3(0.0);
  float through = 1.0;
  int slices = budget(9, 0.55);
  float thick = 3.6 / float(slices);
  for (int i = 0; i < slices; i++) {
    vec3 p = ro + rd * (1.5 + thick * (float(i) + 0.5));
    vec4 g = gas(p, heart);
    float a = 1.0 - exp(-g.a * thick * 1.5);
    light += through * g.rgb * thick * 0.50;
    through *= 1.0 - a;
    if (through < 0.03) {
      break;
    }
  }
  vec3 c = vec3(0.0016, 0.0020, 0.0052) + 0.004 * tint(uPalette[2]) * sat(0.6 + rd.y);
  vec3 stars = starField(rd, 22.0, 0.13, 11, 1.5) + starField(rd, 58.0, 0.16, 12, 0.60) + starField(rd.yzx, 120.0, 0.20, 13, 0.28);
  c += stars * (0.25 + 0.75 * through);
  c = c + light;
  c += spikes(normalize(rd + vec3(ro.xy * 0.02, 0.0)));

  bool shown = hash1(410) < (uPlanet > 0.0 ? 2.0 : (uPlanet == 0.0 ? 0.75 : 0.0));
  if (shown) {
    float size = 0.62 + 0.75 * sq(hash1(411));
    vec3 centre = vec3(-side * (0.95 + 0.45 * hash1(412)) * (1.0 - 0.62 * portrait()), -0.42 + 0.75 * hash1(413), 4.2);
    vec3 eye = ro * 0.8;
    vec3 oc = eye - centre;
    float b = dot(oc, rd);
    float miss = sqrt(max(dot(oc, oc) - b * b, 0.0));
    float px = pixelAngle() * 4.0;
    bool giant = hash1(414) < 0.5;
    vec3 base = mix(tint(uPalette[4]), vec3(0.9, 0.75, 0.6), 0.35);
    vec3 air = giant ? mix(base, vec3(1.0, 0.75, 0.5), 0.4) : mix(base, vec3(0.35, 0.60, 1.0), 0.6);
    vec3 axis = normalize(vec3(0.35 * (hash1(415) - 0.5), 1.0, -0.30 - 0.25 * hash1(416)));
    bool ringed = hash1(417) < 0.5;
    float nearest = -b;
    vec3 rim = normalize(eye + rd * nearest - centre);
    float lateral = sat(dot(rim, key) * 1.1 + 0.30);
    float cover = smoothstep(size + px, size - px, miss) * step(0.0, nearest);
    float glow = exp(-max(miss - size, 0.0) * 22.0) * lateral * (1.0 - cover);
    vec4 ring = vec4(0.0);
    float ringT = -1.0;
    if (ringed) {
      float den = dot(rd, axis);
      float t = -dot(oc, axis) / (abs(den) < 0.0001 ? 0.0001 : den);
      vec3 h = oc + rd * t;
      float r = length(h) / size;
      if (t > 0.0 && r > 1.3 && r < 2.4) {
        float lines = noise(vec2(r * 34.0, 7.0)) * 0.55 + noise(vec2(r * 90.0, 9.0)) * 0.45;
        float band = smoothstep(1.32, 1.42, r) * smoothstep(2.38, 2.15, r) * (1.0 - 0.85 * smoothstep(0.03, 0.0, abs(r - 1.92)));
        float toKey = dot(h, key);
        float offAxis = length(h - key * toKey);
        float shade = 1.0 - smoothstep(size + 0.03, size - 0.03, offAxis) * step(toKey, 0.0);
        float a = band * (0.22 + 0.62 * lines);
        ring = vec4((base * 0.45 + 0.35) * sun * (0.02 + 0.42 * shade) * a, a);
        ringT = t;
      }
    }
    float front = nearest - sqrt(max(size * size - miss * miss, 0.0));
    if (ringT > front && ringT > 0.0) {
      c = c * (1.0 - ring.a) + ring.rgb;
    }
    c += air * sun * glow * 0.38;
    if (cover > 0.0) {
      vec3 n = normalize(oc + rd * front);
      vec2 tilted = rot(0.35 + 0.4 * hash1(418)) * n.xy;
      vec2 spun = rot(6.28 * hash1(419) + iTime * 0.035) * vec2(tilted.x, n.z);
      vec3 m = vec3(spun.x, tilted.y, spun.y);
      vec3 albedo = surfaceColor(m, base, giant);
      albedo *= 0.35 + 0.65 * albedo;
      float day = dot(n, key);
      float lit = sat(day * 1.05 + 0.03);
      float limb = pow(1.0 - sat(dot(n, -rd)), 3.2);
      vec3 p = albedo * sun * lit * 0.85;
      p += air * sun * limb * sat(day + 0.28) * 0.55;
      p += air * sun * 0.10 * exp(-sq(day * 6.0)) * 0.5;
      p += albedo * light * 0.10 + albedo * 0.012;
      c = mix(c, p, cover);
    }
    if (ringT > 0.0 && ringT <= front) {
      c = c * (1.0 - ring.a) + ring.rgb;
    }
  }
  fragColor = vec4(c, 1.0);
}
