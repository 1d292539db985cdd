#version 300 es
// Moon: a plain of grey dust with craters under a black sky, rounded mountains at its end, and the Earth.
//
// The ground is a height field of craters in four sizes, each bowl with the raised rim and the scattered blanket that impacts leave
// (after Pike, "Size-dependence in the shape of fresh impact craters on the Moon", 1977: a fifth as deep as wide), flat where the
// camera stands. Dust scatters light back after the Lommel-Seeliger law, which is why the full moon is a flat disc. There is no
// air: shadows are black and mountains are as clear as stones.
//
// uPalette, uWeather and uWind mean nothing here.
#include "common.glsl"

const float EYE = 1.8;
const float FAR = 900.0;
const float SUMMIT = 70.0;

// bowls is the height of craters of a size, in metres, at p.
float bowls(vec2 p, float size, int layer, float share) {
  vec2 g = p / size;
  vec2 corner = floor(g);
  ivec2 cell = ivec2(corner) + ivec2(layer * 391, layer * 173);
  vec2 h2 = hash22(cell);
  float wide = 0.14 + 0.20 * h2.x * h2.x;
  float r = length(g - corner - 0.4 - 0.2 * h2) / wide;
  float bowl = r < 1.0 ? (r * r - 1.0) * 0.44 + 0.13 : 0.13 * exp(-(r - 1.0) * 3.6);
  // Age softens rims and fills bowls.
  float age = 0.25 + 0.75 * hash2(cell + ivec2(7, 31));
  return bowl * age * wide * size * step(1.0 - share, h2.y) * smoothstep(1.0, 0.8, r * wide / 0.4);
}

float ground(vec2 p, int octaves) {
  float open = smoothstep(9.0, 60.0, length(p - vec2(0.0, 4.0)));
  float far = smoothstep(90.0, 420.0, p.y + 0.25 * sqrt(p.x * p.x + 900.0));
  float h = (noise(p * 0.012 + 7.0) - 0.5) * 5.0 * open;
  float range = noise(p * 0.0042 + 31.0);
  float massif = smoothstep(0.12, 0.88, range);
  h += far * SUMMIT * massif * (0.70 + 0.30 * noise(p * 0.013 + 3.0)) + far * 3.0 * noise(p * 0.05);
  h += bowls(p + 11.0, 61.0, 1, 0.60) * open;
  // Craters that are thinner than the steps of a ray or than pixels would be black specks.
  float away = length(p - vec2(0.0, uTravel));
  if (octaves > 1) {
    h += bowls(p + 3.0, 17.0, 2, 0.55) * (0.12 + 0.88 * open) * smoothstep(210.0, 90.0, away);
  }
  if (octaves > 2) {
    h += bowls(p, 5.3, 3, 0.50) * (0.25 + 0.75 * open) * smoothstep(62.0, 24.0, away);
  }
  if (octaves > 3) {
    h += bowls(p, 1.4, 4, 0.45) * 0.5 * smoothstep(20.0, 8.0, away);
  }
  return h;
}

// walk returns the way to the ground, -1 for none, and the share of a pixel that the ground covers on the way past, and where.
vec3 walk(vec3 ro, vec3 rd) {
  float t = 0.6;
  float before = 0.0;
  float gapBefore = 1.0;
  float pixel = pixelAngle();
  vec2 edge = vec2(0.0);
  int steps = budget(125, 0.8);
  for (int i = 0; i < steps; i++) {
    vec3 p = ro + rd * t;
    if (t > FAR || (p.y > SUMMIT && rd.y > 0.0)) {
      return vec3(-1.0, edge);
    }
    float gap = p.y - ground(p.xz, t < 62.0 ? 3 : (t < 210.0 ? 2 : 1));
    if (gap < 0.0) {
      for (int k = 0; k < 4; k++) {
        float m = mix(before, t, clamp(gapBefore / max(gapBefore - gap, 1e-4), 0.1, 0.9));
        vec3 q = ro + rd * m;
        float g = q.y - ground(q.xz, m < 62.0 ? 3 : (m < 210.0 ? 2 : 1));
        if (g < 0.0) {
          t = m;
          gap = g;
        } else {
          before = m;
          gapBefore = g;
        }
      }
      return vec3(mix(before, t, sat(gapBefore / max(gapBefore - gap, 1e-4))), edge);
    }
    float share = 1.0 - gap / (pixel * t);
    if (share > edge.x) {
      edge = vec2(share, t);
    }
    before = t;
    gapBefore = gap;
    t += max(gap * 0.6, 0.12 + 0.034 * t);
  }
  return vec3(rd.y < 0.0 ? t : -1.0, edge);
}

float shadow(vec3 p, vec3 key) {
  float open = 1.0;
  float s = 0.35;
  int steps = budget(14, 0.7);
  for (int i = 0; i < steps; i++) {
    vec3 q = p + key * s;
    float gap = q.y - ground(q.xz, s < 6.0 ? 3 : 2);
    open = min(open, 0.5 + 14.0 * gap / s);
    if (open < 0.01 || q.y > SUMMIT) {
      break;
    }
    s += max(0.35 + 0.12 * s, gap * 0.9);
  }
  return smoothstep(0.0, 1.0, open);
}

vec3 dust(vec3 ro, vec3 rd, float hit) {
  vec3 key = keyDir();
  vec3 sun = keyColor();
  vec3 p = ro + rd * hit;
  float e = 0.02 + 0.003 * hit;
  int octaves = hit < 20.0 ? 4 : (hit < 62.0 ? 3 : (hit < 210.0 ? 2 : 1));
  float h = ground(p.xz, octaves);
  vec2 slope = vec2(ground(p.xz + vec2(e, 0.0), octaves) - h, ground(p.xz + vec2(0.0, e), octaves) - h) / e;
  float near = smoothstep(26.0, 3.0, hit);
  vec3 soil = noised(p.xz * 3.1);
  vec3 grit = noised(p.xz * 17.0);
  slope += soil.yz * 0.10 * smoothstep(60.0, 8.0, hit) + grit.yz * 0.16 * near;
  vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
  float grain = hash2(ivec2(floor(p.xz * 70.0))) * near;
  // Old plains are darker than highlands and what young craters threw out.
  float tone = 0.125 + 0.035 * noise(p.xz * 0.02 + 5.0) + 0.03 * (noise(p.xz * 0.35) - 0.5) + 0.06 * smoothstep(6.0, 50.0, p.y);
  vec3 albedo = tone * vec3(1.03, 1.0, 0.95) * (0.93 + 0.14 * grain);
  float mu0 = max(dot(n, key), 0.0);
  float mu = max(dot(n, -rd), 0.05);
  float open = mu0 > 0.0 ? shadow(p + n * (0.04 + 0.006 * hit), key) : 0.0;
  float back = 0.75 + 0.45 * sq(sat(dot(-rd, key)));
  float lit = 1.6 * mu0 / (mu0 + mu) * back * open;
  // What little light shadows have comes from the lit ground around.
  return albedo * (sun * lit + 0.034 * sun * (1.2 - 0.4 * n.y) + vec3(0.010, 0.014, 0.022));
}

// earth is the disc of the Earth, half lit, with the share of the pixel it covers.
vec4 earth(vec3 rd) {
  float side = hash1(70) < 0.5 ? -1.0 : 1.0;
  vec3 at = normalize(vec3(side * (0.42 - 0.22 * portrait()), 0.30 + 0.05 * hash1(71), 1.0));
  vec3 right = normalize(cross(vec3(0.0, 1.0, 0.0), at));
  vec3 up = cross(at, right);
  const float R = 0.075;
  vec2 d = vec2(dot(rd, right), dot(rd, up)) / R;
  float r = length(d);
  float soft = pixelAngle() / R;
  float near = dot(rd, at);
  if (near < 0.0 || r > 1.3) {
    return vec4(0.0);
  }
  vec3 n = vec3(d, sqrt(max(1.0 - r * r, 0.0)));
  vec3 q = vec3(n.x * 0.9 + n.z * 0.4, n.y, n.z * 0.9 - n.x * 0.4) + vec3(4.0 * hash1(72), 2.0 * hash1(73), 1.0);
  float land = smoothstep(0.50, 0.56, fbm3(q * 1.7, 4));
  float cap = smoothstep(0.80, 0.88, abs(n.y + 0.1 * noise(q.xz * 4.0)));
  vec3 c = mix(vec3(0.012, 0.060, 0.20), mix(vec3(0.10, 0.14, 0.045), vec3(0.24, 0.17, 0.09), noise(q.xy * 3.0)), land);
  c = mix(c, vec3(0.75), cap);
  float cloud = smoothstep(0.48, 0.72, fbm3(vec3(q.x * 2.2 + 0.8 * n.y, q.y * 4.2, q.z * 2.2) + 9.0, 5));
  c = mix(c, vec3(0.80), 0.88 * cloud);
  vec3 key = keyDir();
  vec3 sunAt = normalize(vec3(dot(key, right), dot(key, up) * 0.5 + 0.1, 0.55));
  float day = smoothstep(-0.08, 0.55, dot(n, sunAt));
  c *= 0.015 + 1.5 * day;
  float limb = 1.0 - n.z;
  c += vec3(0.10, 0.24, 0.60) * limb * limb * limb * day * 1.1;
  float disc = smoothstep(1.0 + soft, 1.0 - soft, r);
  vec3 air = vec3(0.05, 0.12, 0.32) * exp(-max(r - 1.0, 0.0) * 16.0) * smoothstep(-0.3, 0.6, dot(vec3(d / max(r, 1e-3), 0.0), sunAt));
  return vec4(c * disc + air * (1.0 - disc), disc);
}

void main() {
  vec3 ro = vec3(uCamPos.x, EYE + uCamPos.y, uTravel + uCamPos.z);
  ro.y = max(ro.y, ground(ro.xz, 3) + 0.6);
  vec3 rd = cameraRay(0.06);
  vec3 way = walk(ro, rd);
  vec3 c;
  if (way.x > 0.0) {
    c = dust(ro, rd, way.x);
  } else {
    vec4 planet = earth(rd);
    c = nightStars(rd) * 0.45 * (1.0 - planet.a) + planet.rgb;
    if (way.y > 0.0) {
      c = mix(c, dust(ro, rd, way.z), way.y);
    }
  }
  fragColor = vec4(c, 1.0);
}
