#version 300 es
// Interior: a room with a tall window, wooden floor, curtains, table with flowers, armchair and lamp, and by seed or word a
// fireplace, bookshelves or a kitchen.
//
// Walls, recesses, shelves and hearth are planes; furniture is sphere-traced within bounding balls. The sun's beam is the window
// pushed along the light: on surfaces its outline and bars are looked up with the width of the penumbra, in the air the way of a
// ray through each pane is clipped exactly, so that shafts have neither bands nor noise.
//
// Own uniforms (0 keeps the default):
//   uRoom   float 0..2   living room 0, library 1, kitchen 2
//   uFire   float -1..1  fire in the hearth, -1 is no hearth; default by the seed
//   uHall   float 0..1   a high hall with a pointed window, such as a chapel
// uPalette[0] are the flowers, [1] the armchair, [2] tints the walls, [3] the rug, [4] the curtains. uWeather.y runs down the
// panes, .z falls behind them.
#include "common.glsl"
#include "interior_layout.glsl"
#include "interior_surfaces.glsl"
#include "interior_window.glsl"
#include "interior_furniture.glsl"

// flames are drawn on a plane within the hearth, q = (across, up) in metres from the middle of its floor.
vec3 flames(vec2 q) {
  float warp = fbm(vec2(q.x * 5.0, q.y * 3.5 - iTime * 1.3), 3) - 0.45;
  float x = q.x + 0.16 * warp * sat(q.y * 3.0);
  float tongues = fbm(vec2(x * 9.0 + 3.0, q.y * 3.2 - iTime * 1.7), 4);
  float body = 0.30 + 0.62 * tongues - 1.55 * max(q.y - 0.06, 0.0) - 5.5 * x * x;
  float heat = sat(body * 3.0);
  vec3 c = mix(vec3(0.9, 0.10, 0.01), vec3(2.4, 0.85, 0.12), heat) * smoothstep(0.0, 0.35, heat);
  c = mix(c, vec3(3.6, 2.4, 0.85), smoothstep(0.55, 1.0, heat));
  float log2 = min(capsule(q, vec2(-0.27, 0.05), vec2(0.26, 0.10), 0.050, 0.042), capsule(q, vec2(-0.20, 0.13), vec2(0.24, 0.05), 0.040, 0.046));
  float bark = noise(q * vec2(30.0, 60.0));
  vec3 coal = vec3(0.020, 0.012, 0.009) + vec3(1.6, 0.32, 0.04) * smoothstep(0.55, 0.85, bark) * (0.55 + 0.25 * noise(vec2(q.x * 7.0, iTime * 0.8)));
  c = mix(c * smoothstep(0.02, 0.06, q.y), coal, smoothstep(0.006, -0.006, log2));
  return c + vec3(0.30, 0.09, 0.02) * exp(-dot(q, q) * 9.0);
}

// chimney is the breast with mantel and fire for the wall's ray; t is where the ray meets it, negative where it misses.
vec3 chimney(vec3 ro, vec3 rd, out float t) {
  float x0 = hearthX();
  float half2 = mix(0.74, 0.62, portrait());
  float front = BACK - BREAST;
  t = (front - ro.z) / max(rd.z, 0.05);
  vec3 p = ro + rd * t;
  vec3 n = vec3(0.0, 0.0, -1.0);
  float off = p.x - x0;
  if (abs(off) > half2) {
    float side = ro.x > x0 ? 1.0 : -1.0;
    t = (x0 + side * half2 - ro.x) / (abs(rd.x) < 1e-4 ? 1e-4 : rd.x);
    p = ro + rd * t;
    n = vec3(side, 0.0, 0.0);
    if (t < 0.0 || p.z < front || p.z > BACK) {
      t = -1.0;
      return vec3(0.0);
    }
  }
  float px = t * pixelAngle();
  vec2 q = vec2(off, p.y);
  if (n.z < 0.0 && abs(q.x) < 0.43 && q.y < 0.70 + 0.10 * (1.0 - sq(q.x / 0.43))) {
    vec3 deep = p + rd * (0.20 / max(rd.z, 0.1));
    vec2 f = vec2(deep.x - x0, deep.y - 0.06);
    float inner = smoothstep(0.02, 0.14, 0.43 - abs(q.x)) * 0.5 + 0.5;
    vec3 soot = bricks(f + 3.0, px) * 0.22 * inner * (fireColor() * (0.25 + 0.9 * exp(-3.5 * max(f.y, 0.0))) + 0.03 * skyIn());
    return soot + flames(f) * flicker();
  }
  bool masonry = n.z < 0.0 && abs(q.x) < 0.60 && q.y < 1.06;
  vec3 albedo = masonry ? bricks(q, px) : wallTone() * 0.96;
  vec3 light = lightAt(p, n) * corners(p);
  light += beamColor() * sunAt(p) * max(dot(n, beam()), 0.0);
  float mantel = step(1.06, q.y) * step(q.y, 1.16);
  albedo = mix(albedo, woodTone(17) * (0.8 + 0.4 * noise(vec2(q.x * 4.0, q.y * 60.0))), mantel);
  light *= 1.0 + 0.7 * smoothstep(1.145, 1.16, q.y) * mantel;
  light *= 1.0 - 0.45 * exp(-abs(q.y - 1.06) * 14.0) * step(q.y, 1.06);
  return albedo * light;
}

// counter is the kitchen's worktop along the window wall; t as in chimney.
vec3 counter(vec3 ro, vec3 rd, out float t) {
  float front = BACK - 0.62;
  float top = 0.92;
  t = (front - ro.z) / max(rd.z, 0.05);
  vec3 p = ro + rd * t;
  if (p.y > top) {
    t = (top - ro.y) / min(rd.y, -1e-4);
    p = ro + rd * t;
    if (rd.y > -1e-3 || p.z > BACK) {
      t = -1.0;
      return vec3(0.0);
    }
    vec3 c = woodTone(21) * (0.75 + 0.5 * noise(vec2(p.x * 3.0, p.z * 55.0)));
    float sun = sunAt(p);
    return c * (lightAt(p, vec3(0.0, 1.0, 0.0)) + beamColor() * sun * beam().y) + 0.10 * outside(ro, vec3(rd.x, -rd.y, rd.z)) * glazing(vec2(p.x - opening().x, 0.0), 0.10);
  }
  float px = t * pixelAngle();
  vec3 paint = mix(vec3(0.50, 0.49, 0.44), 0.05 + 0.5 * uPalette[1], 0.45);
  vec2 g = vec2((fract(p.x / 0.56) - 0.5) * 0.56, p.y - 0.47);
  vec2 e = abs(g) - vec2(0.25, 0.36);
  float m = max(e.x, e.y);
  float gap = smoothstep(0.004 + px, 0.001, abs(m)) * min(1.0, 0.01 / px);
  float inner = smoothstep(0.008 + px, 0.002, abs(m + 0.06)) * min(1.0, 0.015 / px);
  float knob = smoothstep(0.014 + px, 0.014 - px, length(g - vec2(0.20, 0.26)));
  vec3 c = paint * (1.0 - 0.6 * gap) * (1.0 - 0.22 * inner);
  c = mix(c, vec3(0.34, 0.24, 0.12), knob);
  c = mix(c, woodTone(21), smoothstep(top - 0.04 - px, top - 0.04 + px, p.y));
  c *= 1.0 - 0.45 * exp(-max(top - 0.04 - p.y, 0.0) * 22.0) * step(p.y, top - 0.04);
  c *= smoothstep(0.02, 0.12, p.y) * 0.7 + 0.3;
  return c * lightAt(p, vec3(0.0, 0.0, -1.0));
}

// room is the radiance of walls, floor and ceiling; t is where the ray meets them.
vec3 room(vec3 ro, vec3 rd, out float t) {
  float wide = halfWidth();
  vec3 to = vec3((sign(rd.x) * wide - ro.x) / (abs(rd.x) < 1e-4 ? 1e-4 : rd.x), ((rd.y > 0.0 ? high() : 0.0) - ro.y) / (abs(rd.y) < 1e-4 ? 1e-4 : rd.y), (BACK - ro.z) / (rd.z < 1e-4 ? 1e-4 : rd.z));
  to.x = abs(to.x);
  to.y = abs(to.y);
  t = min(min(to.x, to.y), to.z);
  vec3 p = ro + rd * t;
  float px = t * pixelAngle();
  vec3 k = beam();
  if (t == to.z) {
    vec4 w = opening();
    vec2 q = p.xy - w.xy;
    if (abs(q.x) < w.z && abs(q.y) < w.w && (uHall < 0.5 || glazing(q, 0.01) > 0.02 || q.y < 0.0)) {
      return windowView(ro, rd, p);
    }
    vec3 n = vec3(0.0, 0.0, -1.0);
    vec3 light = lightAt(p, n) * corners(p);
    if (library() && abs(q.x) > w.z + 0.34 && p.y > 0.10 && p.y < 2.62) {
      float shine;
      return shelf(p.xy, rd.xy / max(rd.z, 0.2), px, woodTone(17), shine) * light * 1.15;
    }
    vec3 c = wall(p.xy, px, kitchen());
    if (kitchen()) {
      vec4 ware = crockery(vec2(abs(q.x) - w.z - 0.42, p.y), q.x > 0.0 ? 0 : 60, px);
      c = mix(c, ware.rgb, ware.a);
    }
    vec2 trim = abs(q) - w.zw;
    float casing = smoothstep(0.075 + px, 0.075 - px, max(trim.x, trim.y));
    c = mix(c, vec3(0.66, 0.64, 0.60), casing);
    float board = smoothstep(px, -px, abs(q.y + w.w + 0.025) - 0.028) * smoothstep(px, -px, abs(q.x) - w.z - 0.10);
    c = mix(c, vec3(0.70, 0.68, 0.64), board);
    light *= 1.0 + 0.5 * board - 0.3 * exp(-abs(q.y + w.w + 0.055) * 22.0) * step(q.y, -w.w - 0.055) * step(abs(q.x), w.z + 0.10);
    if (!hearth() && uRoom < 0.5) {
      vec4 art = picture(vec2(p.x - hand() * (1.75 - 0.35 * portrait()), p.y - 1.62), vec2(0.30, 0.38), 24 + int(4.0 * hash1(23)), px);
      c = mix(c * (1.0 - 0.3 * exp(-8.0 * max(abs(p.x - hand() * 1.75) - 0.30, abs(p.y - 1.58) - 0.38)) * step(art.a, 0.5)), art.rgb, art.a);
    }
    return c * light;
  }
  if (t == to.x) {
    vec3 n = vec3(-sign(rd.x), 0.0, 0.0);
    vec3 light = lightAt(p, n) * corners(p);
    light += beamColor() * sunAt(p) * max(dot(n, k), 0.0);
    bool shelves = library() || (uRoom < 0.5 && hash1(22) < 0.55 && sign(rd.x) == hand() * (hearth() ? -1.0 : 1.0));
    if (shelves && p.y > 0.10 && p.y < 2.40 + 0.22 * uRoom && p.z > 2.0) {
      float shine;
      return shelf(vec2(p.z, p.y), vec2(rd.z, rd.y) / max(abs(rd.x), 0.2), px * 1.6, woodTone(17), shine) * light * 1.1;
    }
    vec3 c = wall(vec2(p.z, p.y), px * 1.6, false);
    if (uHall < 0.5) {
      vec4 art = picture(vec2(p.z - 4.1, p.y - 1.55), vec2(0.45, 0.34), 25 + (rd.x > 0.0 ? 1 : 2), px * 1.6);
      c = mix(c, art.rgb, art.a);
    }
    return c * light;
  }
  if (rd.y > 0.0) {
    return ceiling(p, px) * lightAt(p, vec3(0.0, -1.0, 0.0)) * corners(p);
  }
  vec3 up = vec3(0.0, 1.0, 0.0);
  float gloss;
  float along = px / max(-rd.y, 0.05);
  vec3 c = flooring(p.xz, mix(px, along, 0.3), gloss);
  float cloth = 0.0;
  if (!kitchen() && uHall < 0.5) {
    vec4 r = rug(p.xz, mix(px, along, 0.4));
    c = mix(c, r.rgb, r.a);
    cloth = r.a;
  }
  float dark = under(p);
  vec3 light = lightAt(p, up) * corners(p) * dark;
  float sun = sunAt(p);
  if (sun > 0.01) {
    sun *= shadowOn(p);
  }
  vec3 lit = c * (light + beamColor() * sun * k.y * 1.35);
  // The polish mirrors window, fire and lamp, blurred with the way.
  gloss *= 1.0 - cloth;
  vec3 r = vec3(rd.x, -rd.y, rd.z);
  float way = (BACK - p.z) / max(r.z, 0.1);
  vec3 q = p + r * way;
  float fresnel = 0.05 + 0.70 * pow(1.0 - sat(-rd.y), 5.0);
  float pane = glazing(q.xy - opening().xy, 0.02 + 0.055 * way);
  lit += gloss * fresnel * pane * dark * (skyIn() * 1.2 + 0.08 * beamColor());
  if (hearth()) {
    vec2 f = (q.xy - vec2(hearthX(), 0.35)) / vec2(0.36, 0.34);
    lit += gloss * fresnel * fireColor() * 1.1 * exp(-dot(f, f)) * dark;
  }
  return lit;
}

// shafts is the length of the ray within the sun's beam, pane by pane.
float shafts(vec3 ro, vec3 rd, float limit) {
  vec3 k = beam();
  vec4 w = opening();
  vec2 n = panes();
  vec2 size = 2.0 * w.zw / n;
  vec2 q0 = ro.xy + k.xy / k.z * (BACK - ro.z) - w.xy;
  vec2 qd = rd.xy - k.xy / k.z * rd.z;
  qd = vec2(abs(qd.x) < 1e-4 ? 1e-4 : qd.x, abs(qd.y) < 1e-4 ? 1e-4 : qd.y);
  vec2 inv = 1.0 / qd;
  float sum = 0.0;
  for (int j = 0; j < 4; j++) {
    for (int i = 0; i < 3; i++) {
      if (float(i) < n.x && float(j) < n.y) {
        vec2 lo = vec2(float(i), float(j)) * size - w.zw + 0.022;
        vec2 hi = lo + size - 0.044;
        vec2 a = (lo - q0) * inv;
        vec2 b = (hi - q0) * inv;
        float from = max(max(min(a.x, b.x), min(a.y, b.y)), 0.0);
        float to = min(min(max(a.x, b.x), max(a.y, b.y)), limit);
        sum += max(to - from, 0.0);
      }
    }
  }
  return sum;
}

// dust are motes that float through the beam.
vec3 dust(vec3 ro, vec3 rd, float limit) {
  vec3 sum = vec3(0.0);
  #pragma unroll
  for (int i = 0; i < 5; i++) {
    float z = 1.4 + 0.62 * float(i);
    float t = (z - ro.z) / max(rd.z, 0.2);
    vec3 p = ro + rd * t;
    float size = 0.19;
    vec2 g = (p.xy + vec2(0.020 * iTime + 0.03 * sin(0.5 * iTime + float(i)), 0.012 * iTime * (float(i & 1) * 2.0 - 1.0))) / size;
    ivec2 cell = ivec2(floor(g)) + ivec2(90 * i, 500);
    vec2 h = hash22(cell);
    vec2 d = (fract(g) - 0.2 - 0.6 * h) * size;
    float r = max(t * pixelAngle() * 0.8, 0.0024);
    float mote = exp(-dot(d, d) / (r * r)) * min(1.0, sq(0.0034 / r)) * (0.35 + 0.65 * h.x) * step(0.3, hash2(cell + ivec2(4, 4)));
    if (mote > 0.01 && t < limit && t > 0.4) {
      sum += mote * (0.5 + 0.5 * sin(iTime * 0.9 + 40.0 * h.y)) * sunAt(p) * beamColor() * 0.35;
    }
  }
  return sum;
}

void main() {
  float wide = halfWidth();
  float on = 1.2 * (1.0 - exp(-max(uTravel, 0.0) / 1.2));
  vec3 ro = vec3(clamp(uCamPos.x, 0.3 - wide, wide - 0.3), clamp(EYE + uCamPos.y, 0.25, high() - 0.2), min(uCamPos.z + on, BACK - 2.2));
  vec3 rd = cameraRay(-0.17 + 0.30 * uHall);
  float limit;
  vec3 c = room(ro, rd, limit);
  if (hearth()) {
    float t;
    vec3 stone = chimney(ro, rd, t);
    if (t > 0.0 && t < limit) {
      c = stone;
      limit = t;
    }
  }
  c = limit > (BACK - 0.11 - ro.z) / max(rd.z, 0.05) && uHall < 0.5 ? curtain(c, ro, rd) : c;
  if (kitchen()) {
    float t;
    vec3 top = counter(ro, rd, t);
    if (t > 0.0 && t < limit) {
      c = top;
      limit = t;
    }
  }
  for (int id = 0; id < 3; id++) {
    if (!(id == CHAIR && (kitchen() || uHall > 0.5)) && !(id == LAMP && uHall > 0.5)) {
      vec2 hit = meet(id, ro, rd, limit);
      if (hit.y > 0.0) {
        c = mix(c, piece(id, ro + rd * hit.x, rd), hit.y);
        limit = hit.y > 0.5 ? hit.x : limit;
      }
    }
  }
  float haze = shafts(ro, rd, limit) * (0.75 + 0.5 * noise3((ro + rd * min(limit, 3.0)) * 1.3 + vec3(0.05, -0.02, 0.0) * iTime));
  c += beamColor() * haze * (0.018 + 0.03 * uWeather.w) * (0.6 + 0.8 * pow(sat(dot(rd, beam())), 3.0));
  c += dust(ro, rd, limit);
  fragColor = vec4(max(c, 0.0), 1.0);
}
