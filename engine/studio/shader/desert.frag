#version 300 es
// Desert: dunes with sharp crests and wind ripples under a wide sky.
//
// A dune is an asymmetric wave, slow on the windward side and steep on the slip face, whose crest line is bent by noise; two
// sizes of them make the height field that a ray walks. Ripples perturb the normal and fade with distance; grains glitter; wind
// carries sand over the crests.
//
// Own uniforms (0 keeps the default):
//   uSand  vec3 linear   colour of the sand; default golden
// uPalette[3] warms the sand. uWind gives the drifting sand, uWeather.z snow on the dunes, uWeather.w dust.
#include "common.glsl"
#include "storm.glsl"

uniform vec3 uSand;

const float EYE = 3.4;
const float FAR = 280.0;
const float CREST = 0.70;  // where the crest stands in a wave

// wave is the profile of a dune for x in 0..1.
float wave(float x) {
  float up = x / CREST;
  up = up * up * (3.0 - 2.0 * up) * 0.55 + up * up * 0.45;
  float down = (1.0 - x) / (1.0 - CREST);
  down = down * (1.4 - 0.4 * down);
  return x < CREST ? up : down;
}

// dunesAndCrest is the height of the sand at p, and a number that passes an integer at each crest of the large dunes.
vec2 dunesAndCrest(vec2 p, int sizes) {
  float turn = (hash1(4) < 0.5 ? -1.0 : 1.0) * (0.70 + 0.45 * hash1(3));
  vec2 q = rot(turn) * p;
  float bend = noise(q * 0.013 + 3.0) * 2.4 + noise(q * 0.037 + 8.0) * 0.55;
  float s = q.y / 52.0 + bend;
  float cell = floor(s);
  float size = 4.0 + 15.0 * noise(vec2(q.x * 0.012, cell * 3.7));
  float h = wave(s - cell) * size;
  if (sizes > 1) {
    float s2 = (q.y + 0.55 * q.x) / 15.0 + noise(q * 0.05 + 21.0) * 1.7;
    float c2 = floor(s2);
    h += wave(s2 - c2) * 1.15 * smoothstep(0.25, 0.75, noise(q * 0.03 + 40.0));
  }
  h = h * (0.12 + 0.88 * smoothstep(0.0, 150.0, p.y)) + (noise(p * 0.004 + 50.0) - 0.5) * 14.0 * smoothstep(20.0, 300.0, p.y);
  return vec2(h, s - CREST);
}

float dunes(vec2 p, int sizes) {
  return dunesAndCrest(p, sizes).x;
}

// Walk is what a ray over the dunes meets.
struct Walk {
  float hit;    // m to the sand, -1 for none
  float crest;  // m to a crest that the ray passes within a pixel, -1 for none
  float share;  // of the pixel that this crest covers
};

// walk stops at the sand. Far crests are thinner than its steps: where a step passes over one, the crest is looked up.
Walk walk(vec3 ro, vec3 rd) {
  Walk w = Walk(-1.0, -1.0, 0.0);
  float t = 1.0;
  vec3 last = vec3(0.0, 2.0, dunesAndCrest(ro.xz, 1).y); // distance, height over the sand and crest number one step before
  vec2 before = vec2(-1.0, 3.0); // distance and height two steps before
  float pixel = pixelAngle();
  int steps = budget(110, 0.7);
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR || (p.y > 30.0 && rd.y > 0.0)) {
      break;
    }
    int sizes = t < 90.0 ? 2 : 1;
    vec2 sand = dunesAndCrest(p.xz, sizes);
    float gap = p.y - sand.x;
    float number = floor(max(sand.y, last.z));
    if (floor(min(sand.y, last.z)) < number && min(gap, last.y) < 0.03 * t) {
      float at = mix(last.x, t, sat((number - last.z) / (sand.y - last.z)));
      vec3 q = ro + rd * at;
      float least = q.y - dunes(q.xz, sizes);
      if (least < 0.0) {
        w.hit = mix(last.x, at, sat(last.y / max(last.y - least, 1e-4)));
        break;
      }
      float share = sat(1.0 - least / (pixel * t));
      if (share > w.share && gap > 0.0) {
        w.share = share;
        w.crest = mix(last.x, at, 0.7); // on the near slope, whose light is the one that is seen
      }
    } else if (last.y < before.y && last.y < gap && last.y < 4.0 * pixel * t) {
      // Least height over a round back, of the parabola through three steps.
      float fall = (last.y - before.y) / (last.x - before.x);
      float rise = (gap - last.y) / (t - last.x);
      float slope = (fall * (t - last.x) + rise * (last.x - before.x)) / (t - before.x);
      float least = last.y - 0.25 * sq(slope) * (t - before.x) / max(rise - fall, 1e-5);
      float share = sat(1.0 - least / (pixel * t));
      if (share > w.share) {
        w.share = share;
        w.crest = mix(before.x, last.x, 0.4);
      }
    }
    if (gap < 0.0) {
      w.hit = mix(last.x, t, sat(last.y / max(last.y - gap, 1e-4)));
      break;
    }
    before = last.xy;
    last = vec3(t, gap, sand.y);
    t += max(gap * 0.60, 0.016 * t);
  }
  if (w.hit < 0.0 && t < FAR && rd.y < 0.012) {
    w.hit = t;
  }
  return w;
}

float shadow(vec3 p, vec3 key) {
  float open = 1.0;
  float s = 0.6;
  for (int i = 0; i < 14; i++) {
    vec3 q = p + key * s;
    float gap = q.y - dunes(q.xz, 1);
    open = min(open, 0.5 + 9.0 * gap / s);
    if (open < 0.01 || q.y > 30.0) {
      break;
    }
    s += max(1.2, gap * 1.2);
  }
  return smoothstep(0.0, 1.0, open);
}

vec3 sandColor() {
  vec3 base = moonlit(uSand.r + uSand.g + uSand.b > 0.0 ? uSand : vec3(0.400, 0.225, 0.100));
  return mix(base, base * 0.5 + 0.20 * uPalette[3], 0.22);
}

// farDunes is a soft line of dunes behind the walked terrain.
vec3 farDunes(vec3 c, vec3 rd, vec3 air) {
  float a = atan(rd.x, rd.z);
  float ridge = 0.004 + 0.050 * smoothstep(0.25, 0.80, noise(vec2(a * 3.1, 2.0)) * 0.75 + noise(vec2(a * 9.0, 5.0)) * 0.25);
  float aa = pixelAngle();
  vec3 land = mix(sandColor() * (skyAmbient() * 0.8 + keyColor() * (0.12 + 0.3 * max(keyDir().y, 0.0))), air, 0.66);
  return mix(c, land, smoothstep(ridge + aa, ridge - aa, rd.y) * (1.0 - 0.8 * uWeather.w));
}

// sandLight is the light of the dune at a distance along a ray, with the haze between.
vec3 sandLight(vec3 ro, vec3 rd, float hit, vec3 air) {
  vec3 key = keyDir();
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 p = ro + rd * hit;
  float e = 0.05 + 0.004 * hit;
  float h = dunes(p.xz, 2);
  vec2 slope = vec2(dunes(p.xz + vec2(e, 0.0), 2) - h, dunes(p.xz + vec2(0.0, e), 2) - h) / e;
  vec2 r = p.xz + 0.35 * vec2(noise(p.xz * 0.7), noise(p.zx * 0.8));
  float phase = dot(r, vec2(2.6, 11.0)) + 3.0 * noise(p.xz * 0.9 + 4.0);
  float fine = smoothstep(26.0, 4.0, hit);
  slope += vec2(0.10, 0.42) * cos(phase * 2.2) * 0.34 * fine * (0.4 + 0.6 * noise(p.xz * 0.3 + 9.0));
  vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
  vec3 base = sandColor();
  vec3 sand = base * (0.82 + 0.26 * noise(p.xz * 0.12) + 0.10 * (noise(p.xz * 30.0) - 0.5) * fine);
  float snow = uWeather.z * smoothstep(0.35, 0.65, n.y * 0.6 + 0.5 * (fbm(p.xz * 0.2, 3) - 0.3) + 0.3 * uWeather.z);
  sand = mix(sand, vec3(0.80, 0.83, 0.88), snow);
  float diffuse = max(dot(n, key), 0.0);
  float open = 1.0;
  if (diffuse > 0.0) {
    open = shadow(p + n * 0.15, key);
  }
  float mu = sat(dot(rd, key));
  float up = 0.5 + 0.5 * n.y;
  vec3 bounce = base * sun * 0.10 * max(key.y, 0.1);
  vec3 c = sand * (sun * diffuse * open * 1.05 + amb * up * 1.25 + bounce);
  vec3 halfway = normalize(key - rd);
  float sheen = pow(sat(dot(n, halfway)), 18.0);
  c += sun * sand * sheen * open * 0.30;
  float grain = step(0.993, hash2(ivec2(floor(p.xz * 90.0)))) * smoothstep(9.0, 2.0, hit);
  c += sun * grain * open * (0.25 + 0.9 * mu) * (0.6 * sat(0.05 + 4.0 * key.y));
  float haze = 1.0 - exp(-sq(hit * (0.0042 + 0.020 * uWeather.w)));
  return mix(c, air, haze);
}

void main() {
  vec3 ro = vec3(uCamPos.x, EYE + uCamPos.y, uTravel + uCamPos.z);
  ro.y = max(ro.y + dunes(vec2(0.0, uTravel), 2), dunes(ro.xz, 2) + 0.8);
  vec3 rd = cameraRay(-0.02);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 air = mix(distanceColor(rd), uFog, 0.25);
  Walk walked = walk(ro, rd);
  vec3 c;
  float reach = FAR;
  if (walked.hit > 0.0) {
    reach = walked.hit;
    c = sandLight(ro, rd, walked.hit, air);
  } else {
    c = farDunes(skyOrStorm(rd, budget(6, 0.5)), rd, air);
  }
  if (walked.share > 0.0) {
    reach = walked.crest;
    c = mix(c, sandLight(ro, rd, walked.crest, air), walked.share);
  }
  float windy = smoothstep(1.5, 12.0, length(uWind));
  vec2 w = normalize(uWind + vec2(0.01, 0.0));
  float drift = 0.0;
  for (int i = 0; i < 3; i++) {
    float s = 7.0 * pow(2.6, float(i));
    if (s < reach) {
      vec3 p = ro + rd * s;
      float above = p.y - dunes(p.xz, 1);
      vec2 q = vec2(dot(p.xz, w) * 0.22 - iTime * (1.2 + 0.10 * length(uWind)), dot(p.xz, vec2(-w.y, w.x)) * 0.9);
      drift += exp(-max(above, 0.0) * 2.2) * smoothstep(0.42, 0.80, fbm(q + float(i) * 9.0, 3)) * 0.42;
    }
  }
  vec3 dust = (amb * 1.1 + sun * 0.26) * moonlit(vec3(0.78, 0.58, 0.40));
  c = mix(c, dust, sat(drift) * windy * (1.0 - uWeather.z));
  fragColor = vec4(c, 1.0);
}
