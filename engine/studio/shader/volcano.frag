#version 300 es
// Volcano: a cone that throws up lava, with glowing streams on its flanks, a plume of ash above it and a field of cooling lava
// before it.
//
// The cone is a wall of constant depth with the slopes of its gullies; streams follow the gullies. Thrown lava flies on
// parabolas. The plume is a domain-warped noise that rises and leans with the wind, lit from the crater below and by the sun.
// The field is a plane of plates whose cracks glow.
//
// Own uniforms (0 keeps the default):
//   uErupt  float -1..1  strength of the eruption, -1 sleeps under a thin smoke; default lively
//   uLava   float -1..1  lava in the foreground, -1 is cold ash; default some
// uPalette[0] and [3] tint the lava a little.
#include "common.glsl"

uniform float uErupt;
uniform float uLava;

const float WALL = 60.0; // m of the model to the cone; the cone is far larger than it says
const float EYE = 2.0;

float power() {
  return uErupt < 0.0 ? 1.0 + uErupt : (uErupt > 0.0 ? 0.55 + 0.6 * uErupt : 0.8);
}

// ember is the light of lava at a heat of 0..1: black, red, orange, yellow.
vec3 ember(float heat) {
  vec3 c = vec3(1.6 * heat, 0.62 * heat * heat, 0.16 * heat * heat * heat);
  return mix(c, c * (0.55 + 0.9 * mix(uPalette[0], uPalette[3], heat)), 0.25) * 3.0;
}

float coneX() {
  return (hash1(2) - 0.5) * 16.0 * (1.0 - 0.75 * portrait());
}

float coneHeight() {
  return 21.0 + 5.0 * hash1(3);
}

// flank is the outline of the cone at x metres from its axis.
float flank(float x) {
  float a = abs(x) / (30.0 + 8.0 * hash1(4));
  float h = coneHeight() * pow(max(1.0 - a, 0.0), 1.75);
  float rim = coneHeight() * (0.845 + 0.03 * (hash1(5) - 0.5) * x) - 0.35 * (1.0 - min(abs(x) / 3.0, 1.0));
  h = smin(rim, h, 0.9);
  return h + 1.1 * (fbm(vec2(x * 0.32, 2.0), 5) - 0.45) * smoothstep(0.0, 0.3, a) + 0.35 * (fbm(vec2(x * 1.6, 5.0), 3) - 0.45);
}

float glowPulse() {
  return 0.85 + 0.15 * sin(iTime * 1.9) * sin(iTime * 0.73 + 1.0);
}

// crater is the place of the glow, in metres on the wall.
vec2 crater() {
  return vec2(coneX(), coneHeight() * 0.85);
}

// plume returns the smoke as (light, coverage) at m metres on the wall.
vec4 plume(vec2 m) {
  vec2 d = m - crater();
  float up = max(d.y, 0.0);
  float lean = (0.10 + 0.05 * uWind.x) * up + 0.012 * uWind.x * up * up * 0.3;
  float wide = 1.8 + 0.40 * up + 0.012 * up * up;
  float x = (d.x - lean) / wide;
  vec2 q = vec2(x * 1.7, up * 0.16 - iTime * 0.22);
  float w = fbm(q * 1.3 + 3.0, 3);
  float n = fbm(q * 2.0 + vec2(1.1, 0.8) * w + vec2(0.0, -iTime * 0.10), 5);
  float e = fbm(q * 2.0 + vec2(1.1, 0.8) * w + vec2(0.16, 0.14 - iTime * 0.10), 4);
  float body = smoothstep(1.15, 0.35, abs(x) + 0.9 * (n - 0.45)) * smoothstep(-0.5, 1.2, d.y);
  body *= smoothstep(0.24, 0.44, n + 0.12) * (0.25 + 0.75 * sat(power()));
  float lit = sat(0.5 + 3.2 * (n - e));
  vec3 sun = keyColor();
  vec3 c = (vec3(0.085, 0.078, 0.075) + 0.05 * n) * (skyAmbient() * (1.0 + 1.2 * lit) + sun * 0.55 * lit);
  float heat = power() * glowPulse() * exp(-up * 0.16) * (0.35 + 0.65 * (1.0 - lit)) * smoothstep(1.0, 0.1, abs(x));
  c += ember(0.62) * heat * 0.30 * (0.4 + n);
  return vec4(c, sat(body * (1.0 - 0.018 * up)));
}

// thrown is lava in the air: drops on parabolas.
vec3 thrown(vec2 m, float px) {
  vec3 sum = vec3(0.0);
  vec2 d0 = m - crater();
  if (abs(d0.x) > 14.0 || d0.y < -3.0 || d0.y > 17.0 || power() < 0.1) {
    return sum;
  }
  for (int k = 0; k < 44; k++) {
    float clock = iTime / 2.3 + hash1(k + 500);
    int turn = int(floor(clock));
    float age = fract(clock) * 2.3;
    int id = k * 37 + turn * 11;
    vec2 v = vec2((hash1(id + 600) - 0.5) * 6.4, 5.0 + 6.0 * hash1(id + 700)) * (0.55 + 0.5 * power());
    vec2 at = v * age - vec2(0.0, 2.7) * age * age;
    vec2 speed = v - vec2(0.0, 5.4) * age;
    vec2 d = d0 - at;
    vec2 along = normalize(speed);
    float l = dot(d, along);
    float c = dot(d, vec2(-along.y, along.x));
    float r = max(0.07 + 0.10 * hash1(id + 800), px * 0.8);
    float stretch = l < 0.0 ? 0.30 : 1.0;
    float spot = exp(-(c * c + l * l * stretch * stretch * 0.35) / (r * r));
    sum += ember(1.0 - 0.30 * age) * spot * smoothstep(2.3, 1.5, age) * 1.3;
  }
  // The fountain at the vent.
  float fan = abs(d0.x) / (0.55 + 0.22 * max(d0.y, 0.0));
  float jet = fbm(vec2(d0.x * 2.2 / (0.6 + 0.25 * max(d0.y, 0.0)), d0.y * 0.9 - iTime * 6.5), 4);
  sum += ember(0.95) * smoothstep(1.0, 0.1, fan) * smoothstep(0.30, 0.62, jet) * smoothstep(6.5 * power(), 0.5, d0.y) * step(-1.2, d0.y) * 1.1;
  return sum;
}

vec3 cone(vec2 m, float high) {
  vec3 key = keyDir();
  float x = m.x - coneX();
  float fallen = coneHeight() * 0.85 - m.y;
  float radial = x / (3.0 + 1.25 * max(fallen, 0.0));
  float gully = fbm(vec2(radial * 11.0, m.y * 0.10), 5);
  float right = fbm(vec2((radial + 0.035) * 11.0, m.y * 0.10), 4);
  float fine = fbm(m * 1.7, 4);
  vec3 n = normalize(vec3(radial * 1.3 + 5.0 * (gully - right), 0.55 + 0.5 * (fine - 0.5), -0.75));
  vec3 rock = mix(vec3(0.030, 0.027, 0.027), vec3(0.115, 0.092, 0.080), smoothstep(0.3, 0.7, 0.6 * gully + 0.4 * fine));
  float snow = uWeather.z * smoothstep(0.45, 0.6, fine + 0.3 * n.y) * smoothstep(2.0, 10.0, m.y);
  rock = mix(rock, vec3(0.70, 0.74, 0.82), snow);
  vec3 c = rock * (skyAmbient() * (1.0 + 0.8 * n.y) + keyColor() * max(dot(n, key), 0.0) * 0.9);
  float hot = power() * glowPulse();
  c += rock * ember(0.6) * 3.0 * hot * exp(-length(m - crater()) * 0.28);
  // Streams run down the gullies and wander.
  for (int i = 0; i < 4; i++) {
    float aim = (hash1(30 + i) - 0.5) * 1.5;
    float wander = aim * (1.0 + 0.5 * noise(vec2(fallen * 0.22, float(i) * 5.0))) + 0.35 * (noise(vec2(fallen * 0.5, float(i) * 9.0)) - 0.5);
    float apart = abs(radial - wander * smoothstep(-1.0, 5.0, fallen)) * (3.0 + 1.25 * max(fallen, 0.0));
    float wide = (0.30 + 0.35 * hash1(34 + i)) * (0.7 + 0.05 * fallen) * (0.6 + 0.8 * noise(vec2(fallen * 0.8, float(i) * 3.0)));
    float reach = smoothstep(1.0, 0.6, fallen / (coneHeight() * (0.35 + 0.60 * hash1(38 + i))));
    float crust = noise(vec2(radial * 60.0, fallen * 1.1 - iTime * 0.55)) * 0.6 + 0.4 * noise(vec2(radial * 110.0, fallen * 2.6 - iTime * 0.8));
    float heat = smoothstep(wide, wide * 0.25, apart) * reach * (0.35 + 0.75 * smoothstep(0.25, 0.7, crust)) * sat(power() * 1.3);
    c = mix(c, ember(sat(heat)), smoothstep(0.05, 0.3, heat));
    c += ember(0.5) * 0.10 * hot * reach * exp(-apart * 1.1) * step(0.0, fallen);
  }
  return c;
}

vec3 field(vec3 p, vec3 rd, float dist) {
  float px = dist * pixelAngle();
  vec2 q = p.xz * 0.55 + 0.5 * vec2(noise(p.xz * 0.6), noise(p.zx * 0.6 + 4.0));
  float a = abs(noise(q) - 0.5);
  float b = abs(noise(OCTAVE * q * 1.2 + 7.0) - 0.5);
  float crackled = min(a * 1.2, b * 1.6);
  float rough = fbm(p.xz * 3.0, 4);
  float right = fbm((p.xz + vec2(0.12, 0.0)) * 3.0, 3);
  float deep = fbm((p.xz + vec2(0.0, 0.12)) * 3.0, 3);
  vec3 n = normalize(vec3((rough - right) * 2.2, 1.0, (rough - deep) * 2.2));
  vec3 rock = mix(vec3(0.020, 0.019, 0.020), vec3(0.085, 0.075, 0.070), rough);
  rock = mix(rock, vec3(0.70, 0.74, 0.82), uWeather.z * smoothstep(0.4, 0.6, rough) * 0.8);
  vec3 r = reflect(rd, n);
  float sheen = pow(1.0 - max(-rd.y, 0.0), 5.0) * 0.35;
  vec3 c = rock * (skyAmbient() * 1.5 + keyColor() * max(dot(n, keyDir()), 0.0));
  c += skyGradient(normalize(vec3(r.x, abs(r.y) + 0.1, r.z))) * sheen * 0.5;
  vec2 away = p.xz - vec2(coneX(), WALL);
  c += rock * ember(0.6) * power() * glowPulse() * 18.0 / (30.0 + dot(away, away) * 0.05);
  float amount = uLava < 0.0 ? 0.0 : (uLava > 0.0 ? uLava : 0.45);
  float fresh = smoothstep(0.62 - 0.35 * amount, 0.80 - 0.30 * amount, fbm(p.xz * vec2(0.16, 0.10) + 3.0, 3) + 0.10) * sat(amount * 4.0);
  float pulse = 0.75 + 0.25 * sin(iTime * 1.1 + 6.0 * noise(p.xz * 0.3));
  float heat = smoothstep(0.075 + px, 0.0, crackled) * fresh * pulse;
  float halo = smoothstep(0.30, 0.0, crackled) * fresh * pulse;
  c += rock * ember(0.5) * halo * 2.2;
  return mix(c, ember(sat(0.35 + 0.6 * heat)), heat);
}

void main() {
  vec3 ro = vec3(0.8 * uCamPos.x, EYE + 0.6 * uCamPos.y, min(uTravel + uCamPos.z, 18.0));
  ro.y = max(ro.y, 0.9);
  vec3 rd = cameraRay(0.17);
  vec3 air = mix(distanceColor(rd), uFog, 0.3) + ember(0.35) * 0.05 * power();
  vec3 c;
  float t = (WALL - ro.z) / max(rd.z, 0.05);
  vec2 m = ro.xy + rd.xy * t;
  float px = t * pixelAngle();
  float ground = rd.y < -0.0005 ? ro.y / -rd.y : 1e4;
  if (ground * rd.z < WALL - ro.z) {
    c = field(ro + rd * ground, rd, ground);
    float haze = 1.0 - exp(-ground * (0.010 + 0.04 * uWeather.w));
    c = mix(c, air, haze * 0.8);
  } else {
    c = skyFull(rd, budget(6, 0.5));
    c += ember(0.5) * 0.10 * power() * glowPulse() * exp(-length(m - crater()) * 0.11);
    vec4 p = plume(m);
    c = mix(c, p.rgb, p.a * 0.95);
    float high = flank(m.x - coneX());
    float far = 2.0 + 4.0 * fbm(vec2(m.x * 0.06, 9.0), 5);
    float hills = smoothstep(px, -px, m.y - far);
    vec3 ridge = vec3(0.045, 0.042, 0.045) * (skyAmbient() * 1.6 + keyColor() * 0.2);
    c = mix(c, mix(ridge, air, 0.60), hills);
    float cover = smoothstep(px, -px, m.y - high);
    if (cover > 0.0) {
      float haze = 0.12 + 0.30 * exp(-max(m.y, 0.0) * 0.35) + 0.4 * uWeather.w;
      c = mix(c, mix(cone(m, high), air, sat(haze)), cover);
    }
    c += thrown(m, px);
  }
  fragColor = vec4(c, 1.0);
}
