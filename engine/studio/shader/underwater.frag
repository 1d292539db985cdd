#version 300 es
// Underwater: a coral reef in clear shallow water, with light shafts, caustics, a bright surface above and shoals of fish.
//
// The sea floor is a walked height field; corals stand on rows of constant depth as fans, domes and branches. What is far
// fades into the colour of the water, red first. Caustics are the borders of moving cells, squeezed by the light's direction.
//
// Own uniforms (0 keeps the default):
//   uReef   float -1..1  amount of coral, -1 is bare sand; default rich
//   uFish   float -1..1  amount of fish, -1 is none; default some
//   uDeep   float 0..1   0 is a sunny reef, 1 the deep sea
// uPalette[0], [3] and [4] colour corals and fish, [1] the water.
#include "common.glsl"
#include "cast.glsl"

uniform float uReef;
uniform float uFish;
uniform float uDeep;

const float SURFACE = 7.5; // m above the camera's resting floor
const float ROW = 1.0;
const int ROWS = 15;

vec3 waterColor() {
  vec3 base = mix(vec3(0.010, 0.150, 0.230), 0.02 + 0.30 * uPalette[1], 0.35);
  return mix(base, vec3(0.002, 0.012, 0.030), uDeep);
}

// day is the light that comes down through the surface.
vec3 day() {
  vec3 top = skyAmbient() * 1.4 + keyColor() * (0.25 + 0.75 * sat(keyDir().y * 1.6));
  return mix(top, vec3(luma(top)), 0.65) * mix(vec3(1.0), vec3(0.012, 0.040, 0.060), 1.0 - sq(1.0 - uDeep));
}

vec3 lightDir() {
  vec3 k = keyDir();
  return normalize(vec3(k.x * 0.55, max(k.y, 0.5) + 0.5, k.z * 0.45));
}

float bottom(vec2 p) {
  float h = (noise(p * 0.16) - 0.5) * 1.5 + (noise(p * 0.45 + 7.0) - 0.5) * 0.5;
  float banks = smoothstep(2.2, 7.5, abs(p.x - 0.8 * sin(p.y * 0.17 + 6.28 * hash1(4)))) * (1.0 - 0.5 * portrait());
  return h + banks * (1.1 + 1.2 * noise(p * 0.21 + 31.0));
}

// caustics is the net of light on things at p, 0..about 1.5.
float caustics(vec2 p) {
  vec2 q = p * 0.85;
  float t = iTime * 0.55;
  vec2 a = q + 0.35 * vec2(noise(q * 1.1 + t), noise(q.yx * 1.1 - t));
  float u = abs(noise(a * 1.35 + vec2(t, 0.3 * t)) - 0.5);
  float v = abs(noise(OCTAVE * a * 0.95 - vec2(0.4 * t, t)) - 0.5);
  float net = (1.0 - smoothstep(0.0, 0.20, u)) * 0.75 + (1.0 - smoothstep(0.0, 0.16, v)) * 0.6;
  return net * net;
}

// into fades a colour into the water over a distance: red goes first.
vec3 into(vec3 c, float dist, vec3 back) {
  float murk = 1.0 + 1.6 * uWeather.w + 0.8 * uWeather.y;
  vec3 keep = exp(-dist * vec3(0.135, 0.060, 0.050) * murk);
  return c * keep + back * (1.0 - exp(-dist * 0.075 * murk));
}

// background is the water itself in a direction: bright above, dark below, brightest towards the sun.
vec3 background(vec3 rd) {
  vec3 w = waterColor();
  float up = smoothstep(-0.75, 0.95, rd.y);
  float mu = sat(dot(rd, lightDir()));
  vec3 lit = day() * (0.16 + 0.42 * up * up);
  vec3 c = w * lit * 3.1;
  c += w * day() * (pow(mu, 5.0) * 0.9 + pow(mu, 24.0) * 1.2);
  return c + vec3(0.20, 0.26, 0.24) * day() * pow(mu, 40.0) * 0.35;
}

// ceiling is the surface from below: Snell's window with ripples, the mirror of the deep around it.
vec3 ceiling(vec3 ro, vec3 rd) {
  float t = (SURFACE - ro.y) / rd.y;
  vec3 p = ro + rd * t;
  vec2 q = p.xz * 0.55;
  vec2 slope = vec2(noise(q + iTime * vec2(0.5, 0.2)), noise(q.yx * 1.2 + 5.0 - iTime * 0.45)) - 0.5;
  slope += 0.6 * (vec2(noise(q * 2.6 - iTime * 0.7), noise(q.yx * 2.9 + iTime * 0.8)) - 0.5);
  slope *= 0.55 * (0.7 + 0.05 * min(length(uWind), 10.0));
  vec3 n = normalize(vec3(slope.x, -1.0, slope.y));
  float facing = -dot(n, rd);
  float window = smoothstep(0.50, 0.80, facing);
  vec3 out1 = refract(rd, n, 1.33);
  vec3 sky = skyGradient(normalize(vec3(out1.x, abs(out1.y) + 0.25, out1.z))) * 1.6;
  float sun = pow(sat(dot(normalize(vec3(rd.x + slope.x * 0.9, rd.y, rd.z + slope.y * 0.9)), lightDir())), 90.0);
  vec3 c = mix(background(vec3(rd.x, -0.2, rd.z)) * 1.1, sky * vec3(0.55, 0.95, 1.0), window * mix(1.0, 0.2, uDeep));
  c += day() * vec3(0.9, 1.0, 0.92) * sun * 2.4 * (1.0 - overcast());
  float crest = smoothstep(0.25, 0.6, length(slope));
  c += waterColor() * day() * crest * 0.8;
  return into(c, t * 0.75, background(rd));
}

// shafts are beams that fall from the surface: slices through a pattern that is drawn along the light.
float shafts(vec3 ro, vec3 rd, float limit) {
  vec3 l = lightDir();
  float sum = 0.0;
  int slices = budget(7, 0.6);
  float far = min(limit, 15.0);
  for (int i = 0; i < slices; i++) {
    float t = far * (float(i) + 0.5) / float(slices);
    vec3 p = ro + rd * t;
    vec2 s = p.xz - l.xz / l.y * (p.y - SURFACE);
    float n = noise(s * vec2(0.75, 0.30) + vec2(iTime * 0.16, 2.0)) * noise(s * vec2(1.7, 0.5) - vec2(iTime * 0.23, 7.0));
    float deep = smoothstep(-2.0, 6.5, p.y);
    sum += smoothstep(0.24, 0.60, n) * (0.25 + 0.75 * deep) * exp(-t * 0.07);
  }
  return sum / float(slices) * far * 0.10;
}

vec3 ground(vec3 p, vec3 rd, float dist) {
  float e = 0.05 + 0.01 * dist;
  float h = bottom(p.xz);
  vec3 n = normalize(vec3(h - bottom(p.xz + vec2(e, 0.0)), e, h - bottom(p.xz + vec2(0.0, e))));
  float fine = fbm(p.xz * 3.1, 4);
  float ripple = noise(vec2(p.x * 1.4 + 1.6 * noise(p.xz * 0.5), p.z * 7.0));
  vec3 sand = mix(vec3(0.34, 0.31, 0.24), vec3(0.62, 0.57, 0.46), 0.5 * fine + 0.5 * ripple);
  float reef = uReef < 0.0 ? 0.0 : smoothstep(0.35, 0.62, fbm(p.xz * 0.42 + 3.0, 3) + 0.16 * smoothstep(2.5, 6.0, abs(p.x)));
  vec3 crust = mix(vec3(0.15, 0.12, 0.10), mix(uPalette[0], uPalette[3], noise(p.xz * 0.9)) * 0.40 + 0.05, smoothstep(0.4, 0.7, noise(p.xz * 2.3 + 9.0)));
  crust *= 0.35 + 1.1 * fbm(p.xz * 7.0, 3);
  vec3 albedo = mix(sand, crust, reef * 0.9);
  vec3 l = lightDir();
  vec2 s = p.xz - l.xz / l.y * p.y;
  float net = caustics(s) * smoothstep(20.0, 6.0, dist) * (1.0 - overcast() * 0.7) * (1.0 - uDeep);
  float bump = 0.75 + 0.5 * (ripple - 0.3) * (1.0 - reef);
  return albedo * day() * (0.26 + 0.42 * max(dot(n, l), 0.0) * bump + 0.62 * net);
}

// coral is one growth in its own frame, foot at the origin, about 1 high and wide. Returns (coverage, height of relief, tip).
vec3 coral(vec2 q, int id, float soft) {
  float kind = hash1(id + 1);
  float d = 1.0;
  float relief = 0.0;
  float tip = sat(q.y);
  if (kind < 0.34) {
    // A fan: a disc that is torn into branches.
    vec2 c = q - vec2(0.0, 0.46);
    float angle = atan(c.x, c.y + 0.52);
    float ribs = noise(vec2(angle * 13.0, length(c + vec2(0.0, 0.5)) * 2.2 + float(id % 61)));
    float net = noise(vec2(angle * 31.0, length(c) * 13.0));
    d = length(c * vec2(1.0, 1.12)) - 0.44 - 0.10 * ribs;
    d = max(d, 0.18 - ribs - 0.25 * net);
    d = min(d, capsule(q, vec2(0.0, -0.1), vec2(0.0, 0.2), 0.05, 0.03));
    relief = ribs;
  } else if (kind < 0.62) {
    // A dome with furrows.
    vec2 c = q - vec2(0.0, 0.05);
    float furrow = abs(noise(q * 9.0 + float(id % 37)) - 0.5) * 2.0;
    d = length(c * vec2(0.95, 1.25)) - 0.52 - 0.03 * furrow;
    relief = furrow * 0.8 + 0.3 * q.y;
    tip = sat(0.3 + q.y);
  } else {
    // Branches that fork upwards.
    float sway = 0.03 * sin(iTime * 0.9 + float(id)) * q.y;
    for (int k = 0; k < 6; k++) {
      float fk = float(k) - 2.5;
      vec2 a = vec2(fk * 0.045, -0.05);
      vec2 b = vec2(fk * 0.15 + 0.10 * (hash1(id + 20 + k) - 0.5) + sway, 0.45 + 0.25 * hash1(id + 30 + k));
      vec2 c = b + vec2(0.14 * (hash1(id + 40 + k) - 0.5) + 0.05 * fk, 0.25 + 0.10 * hash1(id + 50 + k));
      d = min(d, capsule(q, a, b, 0.058, 0.038));
      d = min(d, capsule(q, b, c, 0.038, 0.024));
    }
    relief = 0.5 + 0.5 * noise(q * 26.0);
  }
  return vec3(smoothstep(soft, -soft, d), relief, tip);
}

// livingColor is one of the colours of stony and soft corals; pick is 0..1.
vec3 livingColor(float pick) {
  vec3 warm = pick < 0.30 ? vec3(0.95, 0.30, 0.24) : vec3(1.00, 0.48, 0.10);
  vec3 cool = pick < 0.80 ? vec3(0.90, 0.72, 0.16) : vec3(0.62, 0.22, 0.72);
  return pick < 0.58 ? warm : cool;
}

// garden is the rows of coral before the floor. Returns (light, transmittance).
vec4 garden(vec3 ro, vec3 rd, float limit, vec3 back, inout float seen) {
  vec3 sum = vec3(0.0);
  float through = 1.0;
  float share = uReef < 0.0 ? 0.0 : (uReef > 0.0 ? uReef : 0.7);
  if (rd.z < 0.1 || share <= 0.0) {
    return vec4(sum, through);
  }
  vec3 l = lightDir();
  int first = int(floor((ro.z + 1.7) / ROW)) + 1;
  for (int i = 0; i < ROWS; i++) {
    int row = first + i;
    float z = float(row) * ROW;
    float t = (z - ro.z) / rd.z;
    vec3 p = ro + rd * t;
    if (t < limit + 1.2 && p.y < 3.2 && through > 0.02) {
      float span = 1.35 + 0.05 * float(i);
      float g = p.x / span + 0.5 * hash1(row * 3 + 5);
      int col = int(floor(g));
      vec2 h = hash22(ivec2(col, row));
      float x = (float(col) + 0.40 + 0.20 * h.x - 0.5 * hash1(row * 3 + 5)) * span;
      float stand = smoothstep(0.7, 2.6, abs(x - 0.8 * sin(z * 0.17 + 6.28 * hash1(4))) + 0.05 * z) * (0.35 + 0.9 * noise(vec2(x, z) * 0.30 + 50.0));
      if (hash2(ivec2(col + 91, row)) < share * stand * 2.1) {
        float size = 0.45 + 0.75 * h.y;
        float foot = bottom(vec2(x, z));
        vec2 q = vec2(p.x - x, p.y - foot + 0.12) / size;
        if (abs(q.x) < 0.75 && q.y > -0.4 && q.y < 1.25) {
          int id = int(h.x * 4096.0) + 7;
          float soft = max(t * pixelAngle() / size, 0.004);
          vec3 s = coral(q, id, soft);
          float a = s.x * smoothstep(1.4, 2.4, t) * smoothstep(-0.02, 0.05 + 0.01 * t, p.y - bottom(p.xz));
          float pick = hash1(id + 2);
          vec3 tint = pick < 0.22 ? uPalette[0] : (pick < 0.40 ? uPalette[3] : (pick < 0.50 ? uPalette[4] * 0.8 : livingColor(pick * 2.0 - 1.0)));
          vec3 albedo = (0.05 + 0.78 * mix(tint, vec3(luma(tint)), 0.6 * uDeep)) * mix(0.32, 1.1, s.y) * (0.45 + 0.65 * s.z);
          vec2 cp = p.xz - l.xz / l.y * p.y;
          float net = caustics(cp + q * 0.6) * smoothstep(18.0, 6.0, t) * (1.0 - 0.7 * overcast()) * (1.0 - uDeep);
          vec3 c = albedo * day() * (0.34 + 0.42 * s.z + 0.55 * net * s.z);
          c = into(c, t, back);
          sum += through * a * c;
          through *= 1.0 - a;
          seen = behind(seen, z - ro.z, a);
        }
      }
    }
  }
  return vec4(sum, through);
}

// fish swim in two schools and alone: a body with a tail that beats. d is in lengths, facing +x.
float fishShape(vec2 d, float beat) {
  d.y += 0.05 * sin(d.x * 4.0 + beat) * smoothstep(0.3, -0.6, d.x);
  float body = length(vec2(d.x * 0.86, d.y * 2.35)) - 0.36 + 0.06 * d.x;
  vec2 tail = d + vec2(0.46, 0.0);
  float fin = max(abs(tail.y) - 0.16 - 0.55 * -tail.x * 0.6, max(-tail.x - 0.14, tail.x - 0.10));
  return min(body, max(fin, abs(tail.y) - 0.20));
}

vec3 fish(vec3 c, vec3 rd, float limit, vec3 back) {
  float amount = uFish < 0.0 ? 0.0 : (uFish > 0.0 ? uFish : 0.6);
  vec2 s = rd.xy / max(rd.z, 0.1);
  for (int k = 0; k < 26; k++) {
    if (float(k) >= 26.0 * amount) {
      break;
    }
    int school = k < 11 ? 0 : (k < 20 ? 1 : 2 + k);
    float way = hash1(school + 601) < 0.5 ? -1.0 : 1.0;
    float dist = 4.0 + 5.0 * hash1(school + 602) + 1.6 * hash1(k + 640);
    float speed = 0.055 + 0.05 * hash1(school + 603);
    vec2 at = vec2(fract(hash1(school + 604) + way * speed * iTime * 3.0 / dist) * 2.6 - 1.3, 0.02 + 0.30 * hash1(school + 605));
    vec2 jitter = hash22(ivec2(k, 611)) - 0.5;
    at += jitter * vec2(0.42, 0.17) * (school < 2 ? 1.0 : 0.3);
    at.y += 0.012 * sin(iTime * 1.3 + float(k)) + 0.03 * sin(iTime * 0.4 + float(school));
    float size = (school < 2 ? 0.30 : 0.62) * (0.75 + 0.5 * hash1(k + 620)) / dist;
    vec2 d = (s - at) / size;
    d.x *= way;
    if (abs(d.x) < 0.85 && abs(d.y) < 0.6 && dist < limit + 1.0) {
      float beat = iTime * (9.0 + 4.0 * hash1(k + 630)) + float(k);
      float soft = pixelAngle() / size * 0.8;
      float a = smoothstep(soft, -soft, fishShape(d, beat));
      float pick = hash1(school + 606);
      vec3 tint = pick < 0.4 ? uPalette[3] : (pick < 0.75 ? uPalette[0] : vec3(0.55, 0.60, 0.62));
      float stripe = school < 2 ? 1.0 : mix(1.0, 0.25, smoothstep(0.05, 0.0, abs(abs(d.x + 0.02) - 0.16) - 0.05));
      vec3 albedo = mix(tint * 0.75, vec3(0.75), smoothstep(0.05, -0.16, d.y) * 0.55) * stripe;
      float eye = smoothstep(0.05, 0.03, length(d - vec2(0.27, 0.03)));
      albedo *= 1.0 - 0.9 * eye;
      vec3 lit = albedo * day() * (0.35 + 0.45 * smoothstep(-0.2, 0.2, d.y));
      c = mix(c, into(lit, dist, back), a);
    }
  }
  return c;
}

// motes drift in the water near the camera.
vec3 motes(vec3 rd) {
  vec2 s = rd.xy / max(rd.z, 0.1);
  float sum = 0.0;
  for (int i = 0; i < 2; i++) {
    float cells = 9.0 + 9.0 * float(i);
    vec2 g = s * cells + vec2(0.10 * iTime, -0.16 * iTime) * (1.0 + 0.4 * float(i)) + float(i) * 17.0;
    ivec2 cell = ivec2(floor(g));
    vec2 h = hash22(cell + ivec2(900, i * 77));
    vec2 d = fract(g) - 0.2 - 0.6 * h;
    float r = max(0.020 + 0.018 * h.x, pixelAngle() * cells);
    sum += exp(-dot(d, d) / (r * r)) * step(0.82, hash2(cell + ivec2(i * 9, 333))) * 0.30 * h.y;
  }
  return waterColor() * day() * sum * 2.2;
}

void main() {
  float floor0 = bottom(vec2(0.0, uTravel));
  vec3 ro = vec3(0.5 * uCamPos.x, floor0 + 1.25 + 0.5 * uCamPos.y + 0.06 * sin(iTime * 0.8), uTravel + uCamPos.z * 0.6);
  ro.y = clamp(ro.y, bottom(ro.xz) + 0.6, SURFACE - 1.0);
  vec3 rd = cameraRay(0.06);
  vec3 back = background(rd);
  float t = 0.6;
  float hit = -1.0;
  int steps = budget(34, 0.7);
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    float gap = p.y - bottom(p.xz);
    if (gap < 0.004 * t) {
      hit = t;
      break;
    }
    if (t > 42.0 || p.y > 4.2) {
      break;
    }
    t += max(gap * 0.7, 0.03 * t);
  }
  float limit = hit > 0.0 ? hit : 60.0;
  vec3 c = back;
  if (hit > 0.0) {
    c = into(ground(ro + rd * hit, rd, hit), hit, back);
  } else if (rd.y > 0.04) {
    c = mix(back, ceiling(ro, rd), smoothstep(0.04, 0.28, rd.y));
  }
  float seen = behind(1.0, limit * rd.z, 1.0);
  vec4 g = garden(ro, rd, limit, back, seen);
  c = c * g.a + g.rgb;
  c = fish(c, rd, g.a < 0.5 ? 0.0 : limit, back);
  float beam = shafts(ro, rd, limit) * (1.0 - 0.85 * overcast()) * mix(1.0, 0.3, uDeep);
  c += waterColor() * day() * beam * 1.5 + vec3(0.10, 0.16, 0.15) * day() * beam * 0.35;
  c += motes(rd);
  fragColor = vec4(c, seen);
}
