#version 300 es
// Geometry: solids that float and turn before a seamless studio wall, for abstract prompts about shapes.
//
// Every solid is a signed distance within a bounding sphere (Quilez, "Distance functions"); a ray marches only through the spheres
// that it meets. They are lacquer and metal under a window of light above and a wall of the palette around, which they mirror by
// Schlick's approximation, and throw soft shadows on the wall.
//
// Own uniforms (0 keeps the default):
//   uCalm   float 0..1     1 almost stops the turning; default 0
//   uMetal  float -1..1    share of the solids that are metal, -1 is none; default 0.4
// uPalette gives the wall [0] and the solids [1] to [4]. The sun gives the side and warmth of the light.
#include "common.glsl"

uniform float uCalm;
uniform float uMetal;

const float CAMERA_SCALE = 0.09;
const int SOLIDS = 13;
const float WALL = 6.4;     // distance of the wall
const float STAND = 3.5;    // distance of the middle of the solids

float clock() {
  return iTime * (1.0 - 0.85 * uCalm) + 20.0 * hash1(2);
}

// where is the middle of the solid of rank i, w its radius. Ranks go from the back to the front, each in a layer of its own, so that
// they can be laid over each other; in the frame they stand on a spiral around the largest.
vec4 where(int i, float t) {
  int n = 5 * i + 3;
  n -= SOLIDS * (n / SOLIDS);
  float fi = float(n);
  float wide = mix(1.0, min(iResolution.x / iResolution.y, 1.9), 0.86);
  float turn = 2.39996 * fi + TAU * hash1(5);
  float out1 = n == 0 ? 0.0 : sqrt((fi + 2.6) / (float(SOLIDS) + 2.6)) * 1.56;
  float size = n == 0 ? 0.62 : 0.15 + 0.26 * sq(hash1(20 + i)) + 0.10 * hash1(33 + i);
  float layer = (float(i) + 0.5) / float(SOLIDS);
  vec3 p = vec3(cos(turn) * out1 * wide, sin(turn) * out1 * mix(0.80, 1.45, portrait()), 0.95 - 1.9 * layer);
  p.y += 0.07 * sin(0.5 * t + 6.0 * hash1(60 + i));
  p.x += 0.04 * sin(0.37 * t + 6.0 * hash1(70 + i));
  return vec4(p.x, p.y, p.z + STAND, size);
}

mat3 pose(int i, float t) {
  float fast = 0.20 + 0.25 * hash1(80 + i);
  float a = t * fast + TAU * hash1(90 + i);
  float b = 0.7 * t * fast + TAU * hash1(100 + i);
  float ca = cos(a);
  float sa = sin(a);
  float cb = cos(b);
  float sb = sin(b);
  return mat3(ca, 0.0, -sa, sa * sb, cb, ca * sb, sa * cb, -sb, ca * cb);
}

// solid is the distance to form kind of radius 1 at p.
float solid(vec3 p, int kind) {
  if (kind == 0) {
    return length(p) - 0.92;
  }
  if (kind == 1) {
    vec3 q = abs(p) - 0.44;
    return length(max(q, 0.0)) + min(max(q.x, max(q.y, q.z)), 0.0) - 0.09;
  }
  if (kind == 2) {
    return length(vec2(length(p.xz) - 0.66, p.y)) - 0.27;
  }
  if (kind == 3) {
    vec3 q = abs(p);
    return (q.x + q.y + q.z - 0.98) * 0.57735 - 0.03;
  }
  if (kind == 4) {
    float h = clamp(p.y, -0.48, 0.48);
    return length(vec3(p.x, p.y - h, p.z)) - 0.36;
  }
  // A ring cut from a tube.
  vec2 q = abs(vec2(length(p.xz) - 0.68, p.y)) - vec2(0.10, 0.34);
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - 0.04;
}

vec3 colourOf(int i) {
  int at = 1 + i - 4 * (i / 4);
  return at == 1 ? uPalette[1] : (at == 2 ? uPalette[2] : (at == 3 ? uPalette[3] : uPalette[4]));
}

// around is what a polished thing mirrors from a direction: a window above the camera, a strip beside it, the wall.
vec3 around(vec3 d, vec3 beam, vec3 wall, float side) {
  vec3 c = wall * mix(0.22, 0.85, smoothstep(-0.7, 0.9, d.y + 0.3 * d.z));
  vec2 w = d.xy / max(d.y, 0.05) * vec2(1.0, 0.0) + vec2(0.0, d.z / max(d.y, 0.05));
  float box = smoothstep(0.75, 0.55, abs(w.x - 0.5 * side)) * smoothstep(0.95, 0.75, abs(w.y + 0.6)) * step(0.05, d.y);
  float strip = smoothstep(0.16, 0.10, abs(d.z + 0.30)) * smoothstep(0.35, 0.6, -d.x * side) * smoothstep(0.8, 0.6, abs(d.y));
  return c + beam * (2.3 * box + 1.1 * strip);
}

void main() {
  vec3 rd = cameraRay(0.0);
  vec3 eye = CAMERA_SCALE * (uCamPos + vec3(0.0, 0.0, uTravel));
  float t = clock();
  float night = nightness();
  float side = keyDir().x < 0.0 ? -1.0 : 1.0;
  vec3 key = normalize(vec3(0.62 * side, 0.95, -0.75));
  vec3 warm = uSunColor / max(max(uSunColor.r, max(uSunColor.g, uSunColor.b)), 0.05);
  vec3 beam = mix(vec3(1.0), warm, 0.55) * mix(1.9, 1.2, night);
  vec3 wallTone = mix(uPalette[0], vec3(luma(uPalette[0])), 0.15);
  wallTone = mix(wallTone / max(max(wallTone.r, max(wallTone.g, wallTone.b)), 0.05), wallTone, 0.35) * mix(0.75, 0.16, night);
  float metals = uMetal < 0.0 ? 0.0 : (uMetal > 0.0 ? uMetal : 0.4);

  // The wall: brightest where the light falls, darker below.
  vec3 hit = eye + rd * ((WALL - eye.z) / max(rd.z, 0.2));
  vec2 spot = hit.xy - vec2(1.5 * side, 1.3);
  vec3 c = wallTone * beam * (0.26 + 0.62 * exp(-0.075 * dot(spot, spot)));
  for (int i = 0; i < SOLIDS; i++) {
    // Its shadow on the wall, along the key light, softer the farther it floats.
    vec4 w = where(i, t);
    float off = (WALL - w.z) / -key.z;
    vec2 fall = w.xy - key.xy * off * 0.55;
    float soft = 0.30 + 0.10 * (WALL - w.z);
    c *= 1.0 - 0.42 * smoothstep(w.w + soft, w.w * 0.55 - 0.1, length(hit.xy - fall));
  }
  float pixel = pixelAngle();
  for (int i = 0; i < SOLIDS; i++) {
    vec4 w = where(i, t);
    vec3 from = eye - w.xyz;
    float b = dot(from, rd);
    float disc = b * b - dot(from, from) + sq(w.w * 1.02);
    if (disc < 0.0) {
      continue;
    }
    int kind = int(hash1(110 + i) * 5.999);
    mat3 m = pose(i, t);
    vec3 o = (from * m) / w.w;
    vec3 d = rd * m;
    float s = max((-b - sqrt(disc)) / w.w, 0.05);
    float last = (-b + sqrt(disc)) / w.w;
    // The nearest that the ray comes to the solid, in pixels, tells how much of the pixel it covers.
    float closest = 1e3;
    float place1 = s;
    for (int k = 0; k < 28; k++) {
      float miss = solid(o + d * s, kind);
      float apart = miss / (pixel * s);
      if (apart < closest) {
        closest = apart;
        place1 = s;
      }
      if (apart < 0.25 || s > last) {
        break;
      }
      s += miss;
    }
    float cover = smoothstep(1.15, 0.25, closest);
    if (cover > 0.0) {
      vec3 p = o + d * place1;
      float h = max(0.004, 0.7 * pixel * place1);
      vec2 e = vec2(h, -h);
      vec3 n = e.xyy * solid(p + e.xyy, kind) + e.yyx * solid(p + e.yyx, kind) + e.yxy * solid(p + e.yxy, kind) + e.xxx * solid(p + e.xxx, kind);
      vec3 normal = normalize(m * n);
      vec3 place = eye + rd * (place1 * w.w);
      vec3 base = colourOf(i);
      bool metal = hash1(130 + i) < metals;
      // Shadow and bounce from the other solids: how much of the light's way and of the sky they cover.
      float lit = 1.0;
      float open = 1.0;
      for (int k = 0; k < SOLIDS; k++) {
        if (k == i) {
          continue;
        }
        vec4 v = where(k, t);
        vec3 to = v.xyz - place;
        float along = dot(to, key);
        float beside = length(to - key * along);
        lit *= 1.0 - step(0.0, along) * smoothstep(v.w * 1.05, v.w * 0.55, beside);
        float far = max(dot(to, to), 0.02);
        open *= 1.0 - 0.8 * sat(dot(normal, to) * inversesqrt(far)) * min(v.w * v.w / far, 1.0);
      }
      vec3 mirror = reflect(rd, normal);
      float facing = sat(-dot(normal, rd));
      vec3 seen = around(mirror, beam, wallTone, side);
      float rim = pow(1.0 - facing, 5.0);
      float lambert = sat(dot(normal, key)) * lit;
      vec3 fill = wallTone * (0.30 + 0.22 * normal.y) + vec3(0.10) + beam * 0.10 * sat(normal.y);
      vec3 skin = vec3(0.0);
      if (metal) {
        vec3 tone = base / max(max(base.r, max(base.g, base.b)), 0.05) * 0.9;
        skin = mix(tone, vec3(1.0), rim) * (seen * 0.85 + beam * 0.35 * pow(sat(dot(mirror, key)), 24.0) * lit + fill * 0.25) * (0.35 + 0.65 * open);
      } else {
        skin = base * (beam * lambert * 0.95 + fill * open) + seen * (0.045 + 0.55 * rim) * open;
      }
      skin = mix(skin, wallTone * beam * 0.5, 0.20 * smoothstep(STAND, WALL, place.z));
      c = mix(c, skin, cover);
    }
  }
  c = mix(c, vec3(luma(c)), 0.25 * uWeather.w);
  fragColor = vec4(c, 1.0);
}
