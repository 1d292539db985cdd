#version 300 es
// Coast: a beach that runs along the sea, surf that rolls in and breaks, a film of water that runs up the sand, rocks in the sea
// and a headland at the end of the bay.
//
// The swell comes straight at the shore: its phase depends on the distance from the waterline, its height grows over the shoals
// until it breaks, and the foam it leaves thins out behind it. A ray walks down through the band of heights that waves reach.
//
// Own uniforms (0 keeps the default):
//   uSide   float -1..1  which side the sea is on: -1 left, 1 right; 0 leaves it to the seed
//   uRocks  float -1..1  amount of rocks, -1 is none; default some
//   uSand   vec3 linear  colour of the sand; default warm grey
// The length of uWind drives the surf. uPalette[1] tints the shallow water.
#include "common.glsl"

uniform float uSide;
uniform float uRocks;
uniform vec3 uSand;

const float EYE = 2.1;
const float TOP = 0.95;    // m, highest crest
const float LENGTH = 11.0; // m from crest to crest
const float SPEED = 2.1;   // m/s towards the shore

float side() {
  return uSide != 0.0 ? sign(uSide) : (hash1(1) < 0.5 ? -1.0 : 1.0);
}

// shoreX is where the waterline lies when the sea is on the left.
float shoreX(float z) {
  float bay = 0.0042 * sq(max(z - 8.0, 0.0)) / (1.0 + 0.010 * max(z, 0.0));
  return 0.9 - 0.5 * portrait() - bay * (0.5 + 0.5 * hash1(2)) + 0.8 * sin(z * 0.09 + 6.28 * hash1(3)) + 0.05 * z;
}

// seaward is the distance from the mean waterline, positive in the water.
float seaward(vec2 p) {
  return (shoreX(p.y) - p.x) * 0.94;
}

float rough() {
  return 0.55 + 0.06 * min(length(uWind), 14.0);
}

// runUp is how far up the sand the film of water stands now.
float runUp(float z) {
  float t = iTime * SPEED / LENGTH;
  float slow = noise(vec2(z * 0.08, floor(t)));
  float next = noise(vec2(z * 0.08, floor(t) + 1.0));
  float f = fract(t + 0.25 * noise(vec2(z * 0.11, 3.0)));
  float reach = mix(slow, next, smoothstep(0.0, 1.0, fract(t)));
  return (0.4 + 2.4 * reach) * sin(PI * pow(f, 0.7)) * rough() - 0.3;
}

// swell returns the height of the surf at a distance s from the shore, and how much it breaks there.
vec2 swell(float s, float z) {
  float wobble = 1.6 * noise(vec2(z * 0.055, 1.7)) + 0.5 * noise(vec2(z * 0.21, 5.1));
  float x = (s + SPEED * iTime) / LENGTH + wobble;
  float f = fract(x);
  float size = 0.55 + 0.75 * hash1(int(floor(x)) + 200) ;
  float grow = smoothstep(0.0, 5.0, s) * mix(1.0, 0.30, smoothstep(8.0, 70.0, s));
  float steep = smoothstep(26.0, 6.0, s);
  float front = mix(0.5, 0.16, steep);
  float crest = f < front ? smoothstep(0.0, front, f) : 1.0 - smoothstep(front, 1.0, f);
  crest = pow(crest, mix(1.0, 1.7, steep));
  float peak = noise(vec2(z * 0.07 + 9.0, floor(x) * 3.3));
  float h = size * grow * crest * (0.55 + 0.65 * peak) * rough();
  float breaks = steep * smoothstep(0.30, 0.62, peak * size) * smoothstep(0.5, 3.0, s);
  return vec2(h, breaks * smoothstep(0.80, 1.0, crest));
}

float chop(vec2 p) {
  vec2 w = uWind * 0.25 + vec2(0.4, 0.2);
  float h = noise(p * vec2(0.9, 0.55) - w * iTime * 0.8) * 0.10;
  h += noise(OCTAVE * p * 0.9 + w * iTime * 0.9) * 0.05;
  return h * rough();
}

float surface(vec2 p) {
  float s = seaward(p);
  return swell(s, p.y).x * 0.85 + chop(p) * smoothstep(-0.5, 4.0, s) - 0.03;
}

// lace is the net of old foam: the borders of cells that drift and are torn.
float lace(vec2 p, float age) {
  vec2 q = p + 0.55 * vec2(noise(p * 1.3 + iTime * 0.12), noise(p.yx * 1.3 + 7.0 - iTime * 0.10));
  float a = abs(noise(q * 1.15) - 0.5);
  float b = abs(noise(OCTAVE * q * 1.4 + 3.0) - 0.5);
  float c = abs(noise(q * 5.3 + 11.0) - 0.5);
  float net = 1.0 - smoothstep(0.0, mix(0.26, 0.05, age), min(a, b * 1.3));
  float torn = smoothstep(0.30, 0.62, noise(p * 0.42 + 21.0) + 0.35 * (c - 0.2));
  float bubbles = 0.55 + 0.75 * noise(p * 9.0);
  return sat((net * (0.70 + 0.6 * smoothstep(0.22, 0.0, c)) * bubbles + 0.35 * torn * smoothstep(0.16, 0.02, c) - 0.30 * age) * mix(0.35, 1.0, torn));
}

vec3 shoreSky(vec3 rd, int octaves) {
  vec3 c = skyGradient(rd);
  vec4 cl = clouds(rd, octaves);
  return c * (1.0 - cl.a) + cl.rgb;
}

vec3 foamLight(vec3 n) {
  return skyAmbient() * 1.25 + keyColor() * (0.10 + 0.26 * max(dot(n, keyDir()), 0.0));
}

vec3 water(vec3 p, vec3 rd, float dist) {
  float s = seaward(p.xz);
  float e = 0.03 + 0.012 * dist;
  float h = surface(p.xz);
  vec2 slope = vec2(surface(p.xz + vec2(e, 0.0)) - h, surface(p.xz + vec2(0.0, e)) - h) / e;
  vec2 fineP = p.xz * 3.1 + iTime * vec2(0.5, 0.8);
  slope += (vec2(noise(fineP), noise(fineP.yx + 5.0)) - 0.5) * 0.16 * smoothstep(40.0, 3.0, dist);
  slope *= 1.0 - 0.75 * smoothstep(10.0, 160.0, dist);
  // The steep faces of breakers would mirror the dark zenith alone; spray and ripples keep them bright.
  slope *= 0.42 / max(0.42, length(slope));
  vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
  float fresnel = 0.02 + 0.98 * pow(1.0 - max(dot(-n, rd), 0.0), 5.0);
  vec3 r = reflect(rd, n);
  r = normalize(vec3(r.x, abs(r.y) + 0.02, r.z));
  vec3 key = keyDir();
  vec3 sun = keyColor();
  vec3 light = skyAmbient() + sun * (0.12 + 0.30 * key.y);
  float deep = 1.0 - exp(-0.055 * max(s, 0.0));
  vec3 shallow = mix(vec3(0.10, 0.34, 0.32), 0.10 + 0.42 * uPalette[1], 0.45);
  vec3 body = mix(shallow, vec3(0.010, 0.070, 0.105), deep) * light;
  vec3 bed = (uSand.r > 0.0 ? uSand : vec3(0.42, 0.34, 0.24)) * light * 0.8;
  body = mix(bed, body, 1.0 - exp(-0.32 * max(s + 0.7, 0.0)));
  vec2 sw = swell(s, p.z);
  float thin = smoothstep(0.25, 0.9, sw.x);
  float mu = sat(dot(rd, key));
  body += (0.06 + 0.30 * uPalette[1]) * light * thin * (0.35 + 1.2 * mu * mu);
  vec3 c = mix(body, shoreSky(r, dist < 50.0 ? 3 : 2) * 0.95, fresnel);
  float calm = min(1.0, sqrt(dist * 0.006));
  float gloss = max(dot(r, key), 0.0);
  float lobe = mix(500.0, 110.0, calm);
  c += sun * (pow(gloss, lobe) * 2.0 + pow(gloss, lobe * 0.12) * 0.13);
  // Fresh foam lies on the breaking crests, old foam in the shallows behind them.
  float wobble = 1.6 * noise(vec2(p.z * 0.055, 1.7)) + 0.5 * noise(vec2(p.z * 0.21, 5.1));
  float f = fract((s + SPEED * iTime) / LENGTH + wobble);
  float zone = smoothstep(19.0, 5.0, s + 5.0 * (noise(vec2(p.z * 0.12, iTime * 0.05)) - 0.5));
  float drifted = SPEED * iTime * 0.35;
  float old = zone * lace(vec2(p.x * 1.1 - drifted * 0.9, p.z * 0.8), smoothstep(0.20, 1.0, f) * 0.75 + 0.15);
  float froth = 0.6 * noise(p.xz * 2.6 + vec2(drifted * 2.0, iTime)) + 0.4 * noise(p.xz * 7.1 - iTime);
  float fresh = smoothstep(0.34, 0.62, sw.y * 0.75 + 0.9 * (froth - 0.42)) * smoothstep(0.05, 0.3, sw.y);
  float white = smoothstep(3.0, 9.0, length(uWind)) * smoothstep(0.70, 0.82, noise(p.xz * vec2(0.30, 0.16) + iTime * 0.25)) * 0.5 * smoothstep(12.0, 30.0, s);
  float foam = sat(max(old * 0.85, max(fresh, white * lace(p.xz * 0.5, 0.3))));
  c = mix(c, foamLight(n) * mix(0.62, 0.72 + 0.34 * froth, fresh), foam * smoothstep(220.0, 60.0, dist));
  return c;
}

vec3 sand(vec3 p, vec3 rd, float dist, float s) {
  vec3 base = uSand.r + uSand.g + uSand.b > 0.0 ? uSand : vec3(0.46, 0.37, 0.26);
  vec3 key = keyDir();
  vec3 sun = keyColor();
  float fine = mix(noise(p.xz * 41.0), 0.5, sat(dist * pixelAngle() * 26.0));
  float dunes = fbm(p.xz * vec2(0.55, 0.30), 3);
  float ripple = noise(vec2(p.x * 5.0 + 2.0 * dunes, p.z * 1.6));
  float high = -s;
  float top = 2.3 * rough();
  float wet = smoothstep(top + 0.9, top - 0.6, high + 0.8 * (dunes - 0.5));
  float dry = 1.0 - wet;
  vec2 slope = vec2(ripple - 0.5, noise(p.xz * 2.1) - 0.5) * 0.30 * dry;
  vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
  vec3 albedo = base * (0.80 + 0.28 * fine + 0.22 * (dunes - 0.5) + 0.16 * (ripple - 0.5) * dry);
  albedo = mix(albedo, vec3(0.78, 0.82, 0.88), uWeather.z * dry * smoothstep(0.35, 0.6, dunes + 0.3 * uWeather.z));
  albedo *= mix(1.0, 0.42, wet);
  vec3 c = albedo * (skyAmbient() * 1.45 + sun * (0.22 + 0.78 * max(dot(n, key), 0.0)) * mix(0.5, 1.0, sat(key.y * 4.0 + 0.25)));
  // Tide wrack and pebbles mark the highest water.
  float line = smoothstep(0.22, 0.0, abs(high - top - 0.5 * dunes)) * smoothstep(0.52, 0.66, noise(p.xz * 6.0));
  c *= 1.0 - 0.55 * line;
  // A wet film mirrors the sky until it drains.
  float film = wet * smoothstep(top + 0.1, top - 1.6, high);
  vec3 r = reflect(rd, normalize(vec3((noise(p.xz * 9.0) - 0.5) * 0.02, 1.0, 0.0)));
  r.y = abs(r.y) + 0.01;
  float fresnel = 0.03 + 0.97 * pow(1.0 - max(-rd.y, 0.0), 4.0);
  c = mix(c, shoreSky(normalize(r), 3), film * sat(fresnel * 1.25 + 0.05));
  // The film that runs up carries a seam of bubbles at its edge and thin lace behind.
  float run = runUp(p.z) + 0.22 * noise(vec2(p.z * 2.3, iTime * 0.3));
  float in1 = run - high;
  float edge = smoothstep(0.0, 0.05 + 0.004 * dist, in1) * smoothstep(0.30, 0.06, in1);
  float sheet = smoothstep(0.0, 0.10, in1);
  float net = lace(vec2(p.x * 1.4 - run * 0.8, p.z), 0.35 + 0.4 * sat(in1 * 0.4)) * sheet;
  c = mix(c, c * vec3(0.82, 0.92, 0.95) + shoreSky(normalize(r), 2) * fresnel * 0.3, sheet * 0.6);
  return mix(c, foamLight(n) * 0.85, sat(edge * 0.9 + net * 0.60) * smoothstep(140.0, 40.0, dist));
}

// rocks stand in the sea as walls of constant depth with a noisy outline. Returns (light, transmittance).
vec4 rocks(vec3 ro, vec3 rd, float limit, float flip) {
  float amount = uRocks < 0.0 ? 0.0 : (uRocks > 0.0 ? uRocks : 0.6);
  vec3 sum = vec3(0.0);
  float through = 1.0;
  if (rd.z < 0.05) {
    return vec4(sum, through);
  }
  vec3 key = keyDir();
  key.x *= flip;
  vec3 sun = keyColor();
  for (int i = 0; i < 4; i++) {
    float here = step(hash1(80 + i), amount + 0.1);
    float z = 24.0 + 17.0 * float(i) + 12.0 * hash1(84 + i);
    float wide = (2.5 + 6.0 * hash1(88 + i)) * (1.0 + 0.12 * float(i));
    float high = wide * (0.45 + 1.0 * hash1(92 + i));
    float x = shoreX(z) - 7.0 - wide - 16.0 * hash1(96 + i) * (1.0 - 0.6 * portrait());
    float t = (z - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    vec2 q = vec2((p.x - x) / wide, p.y / high);
    if (here > 0.5 && abs(q.x) < 1.5 && q.y > -0.10 && q.y < 1.35 && t < limit + 25.0) {
      int id = i * 31;
      float bulge = fbm(vec2(q.x * 1.6 + float(id), q.y * 1.1), 4) - 0.45;
      float step1 = fbm(vec2(q.x * 5.0 + 9.0, q.y * 2.0 + float(id)), 4) - 0.5;
      float cap = 1.0 - pow(abs(q.x + 0.25 * (hash1(id + 5) - 0.5)), 2.4) * 1.15 + 0.9 * bulge + 0.30 * step1;
      float soft = pixelAngle() * t / high * 1.5;
      float a = smoothstep(-soft, soft, cap - q.y) * smoothstep(-0.06, 0.0, p.y + 0.05);
      float strata = fbm(vec2(q.x * 2.2 + step1 * 2.0, q.y * 9.0 + 2.0 * bulge), 4);
      float cracks = fbm(vec2(q.x * 12.0, q.y * 3.5) + float(id), 4);
      vec3 n = normalize(vec3(q.x * 0.9 + 1.8 * bulge + 2.2 * (cracks - 0.5), 0.35 + 1.4 * (strata - 0.5) + sat(1.0 - (cap - q.y) * 5.0) * 0.9, -0.75));
      vec3 rock = mix(vec3(0.075, 0.066, 0.060), vec3(0.30, 0.25, 0.20), smoothstep(0.25, 0.75, strata)) * (0.55 + 0.8 * cracks);
      float turf = smoothstep(0.16, 0.04, cap - q.y + 0.25 * (cracks - 0.5)) * smoothstep(0.35, 0.6, q.y);
      rock = mix(rock, mix(vec3(0.075, 0.115, 0.035), 0.22 * uPalette[2], 0.4), turf);
      rock *= mix(0.35, 1.0, smoothstep(0.10, 0.45, p.y + 0.2 * cracks));
      float dark = mix(0.45, 1.0, smoothstep(0.25, 0.55, cracks));
      vec3 c = rock * (skyAmbient() * (1.3 + 0.7 * n.y) * dark + sun * max(dot(n, key), 0.0) * 1.05);
      float spray = smoothstep(0.45, 0.0, p.y) * smoothstep(0.4, 0.7, high * 0.3) * noise(vec2(p.x * 1.5, p.y * 2.0 - iTime * 0.7)) * (0.5 + 0.5 * sin(iTime * 1.2 + float(i) * 2.0)) * rough();
      c = mix(c, foamLight(vec3(0.0, 1.0, 0.0)), sat(spray * 0.5));
      float haze = 1.0 - exp(-t * (0.0035 + 0.022 * uWeather.w + 0.004 * uWeather.y));
      c = mix(c, distanceColor(rd), haze);
      sum += through * a * c;
      through *= 1.0 - a;
    }
  }
  return vec4(sum, through);
}

// headland closes the bay with two capes, the nearer one over the shore.
vec3 headland(vec3 c, vec3 rd, float flip) {
  float a = rd.x / max(rd.z, 0.1);
  float aa = pixelAngle();
  vec3 air = distanceColor(rd);
  vec3 key = keyDir();
  for (int i = 0; i < 3; i++) {
    float fi = float(i);
    float tip = -0.62 + 0.26 * fi + 0.24 * hash1(70 + i);
    float mass = smoothstep(tip, tip + 0.10 + 0.24 * hash1(73 + i), a) * (1.0 + 0.8 * smoothstep(tip, tip + 1.2, a));
    float ridge = fbm(vec2(a * (6.0 - fi) + 5.0 * fi, fi * 3.7), 6);
    float top = (0.030 + 0.030 * fi + 0.10 * (ridge - 0.32)) * mass;
    float cover = smoothstep(top + aa, top - aa, rd.y) * step(0.001, top);
    float d1 = fbm(vec2(a * 30.0, rd.y * 55.0 + fi * 9.0), 4);
    float d2 = fbm(vec2(a * 30.0 + 0.5 * flip * key.x, rd.y * 55.0 + fi * 9.0 + 0.5), 3);
    float lit = sat(0.5 + 2.4 * (d1 - d2)) * (0.35 + 0.65 * sat(0.6 - 0.6 * key.z));
    float cliff = smoothstep(0.5, 0.15, rd.y / max(top, 0.001) + 0.7 * (d1 - 0.5));
    vec3 green = mix(vec3(0.065, 0.095, 0.040), 0.20 * uPalette[2], 0.4) * (0.6 + 0.8 * d1);
    vec3 rock = vec3(0.20, 0.17, 0.14) * (0.5 + d1);
    vec3 land = mix(green, rock, cliff) * (skyAmbient() * 1.5 + keyColor() * lit * 0.9);
    land = mix(land, air, sat(0.72 - 0.20 * fi + 0.5 * uWeather.w));
    c = mix(c, land, cover * (1.0 - 0.8 * uWeather.w));
  }
  return c;
}

void main() {
  float flip = -side();
  vec3 ro = vec3(shoreX(0.0) - 0.2 + flip * uCamPos.x, EYE + uCamPos.y, uTravel + uCamPos.z);
  ro.x += shoreX(ro.z) - shoreX(0.0) * 1.0;
  ro.y = max(ro.y, 1.1);
  vec3 rd = cameraRay(-0.13);
  vec3 seen = rd;
  rd.x *= flip;
  vec3 c;
  float dist = 1e4;
  if (rd.y < -0.0008) {
    float t = (ro.y - TOP) / -rd.y;
    float far = (ro.y + 0.1) / -rd.y;
    if (t < 240.0) {
      int steps = budget(26, 0.7);
      float before = t;
      float gapBefore = 1.0;
      for (int i = 0; i < steps; i++) {
        vec3 p = ro + rd * t;
        float s = seaward(p.xz);
        float ground = s > -0.8 ? surface(p.xz) : 0.0;
        float gap = p.y - ground;
        if (gap < 0.002 * t || t > far) {
          t = mix(before, t, sat(gapBefore / max(gapBefore - gap, 1e-4)));
          break;
        }
        before = t;
        gapBefore = gap;
        t += max(gap * 1.6, (far - before) * 0.05);
      }
      t = min(t, far);
    } else {
      t = far;
    }
    dist = t;
    vec3 p = ro + rd * t;
    float s = seaward(p.xz);
  float seam = runUp(p.z) * 0.3;
    float wet = smoothstep(-0.35, 0.35 + 0.01 * t, s + seam);
    c = vec3(0.0);
    if (wet < 1.0) {
      c += (1.0 - wet) * sand(p, seen, t, s);
    }
    if (wet > 0.0) {
      c += wet * water(p, seen, t);
    }
    float haze = 1.0 - exp(-0.000035 * t * t - t * (0.0008 + 0.022 * uWeather.w + 0.003 * uWeather.y));
    c = mix(c, distanceColor(seen), haze * mix(0.88, 1.0, uWeather.w));
  } else {
    c = skyFull(seen, budget(6, 0.5));
    c = headland(c, rd, flip);
  }
  vec4 r = rocks(ro, rd, dist, flip);
  c = c * r.a + r.rgb;
  fragColor = vec4(c, 1.0);
}
