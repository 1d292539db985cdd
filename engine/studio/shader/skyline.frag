#version 300 es
// Skyline: the towers of a city across a wide river, by day and night, with their reflection.
//
// Buildings stand on rows of constant depth, one in each cell of a hashed grid. Every tower turns a corner to the viewer, so
// that it has a bright and a dark face; roofs step back, slope, taper or carry a mast. The water mirrors the rows through
// several rays that are tilted by the waves, which draws lights out to columns.
//
// Own uniforms (0 keeps the default):
//   uHeight     float -1..1  height of the towers, -1 is a low old town; default a modern city
//   uFireworks  float 0..1   fireworks over the city at night; default none
// uPalette[0], [1] and [3] colour signs and crowns.
#include "common.glsl"
#include "fireworks.glsl"

uniform float uHeight;
uniform float uFireworks;

const int ROWS = 5;
const float EYE = 7.0;
const float NEAR = 330.0; // m to the first row

float lamps() {
  return smoothstep(0.26, -0.02, uSunDir.y);
}

vec3 accent(float h) {
  vec3 c = h < 0.34 ? uPalette[0] : (h < 0.67 ? uPalette[1] : uPalette[3]);
  return c / max(max(c.r, max(c.g, c.b)), 0.05);
}

vec3 glowColor() {
  return lamps() * (vec3(0.085, 0.055, 0.036) + 0.022 * (uPalette[0] + uPalette[3]));
}

vec3 airColor(vec3 rd) {
  return distanceColor(rd) + glowColor() * 0.9 + burstLight() * 0.10 * uFireworks;
}

float rowDepth(int i) {
  float f = float(i);
  return NEAR + 95.0 * f + 55.0 * f * f;
}

// massing is how tall the city is at x: two or three clusters.
float massing(float x) {
  float a = exp(-sq((x - 170.0 * (hash1(11) - 0.5) * (1.0 - 0.7 * portrait())) / (120.0 + 90.0 * hash1(12))));
  float b = exp(-sq((x + 420.0 * (hash1(13) - 0.5)) / 90.0));
  return 0.28 + 0.85 * a + 0.5 * b;
}

// outline is the signed height above the roof of a tower at q: x from -1 to 1 over its width, y in heights. Negative is inside.
float outline(vec2 q, int id) {
  float kind = hash1(id + 3);
  float x = abs(q.x);
  float top = 1.0;
  if (kind < 0.22) {
    top = x < 0.45 ? 1.0 : (x < 0.75 ? 0.88 : 0.72);
  } else if (kind < 0.36) {
    top = 1.0 - 0.16 * (q.x * 0.5 + 0.5);
  } else if (kind < 0.50) {
    top = x < 0.55 ? 1.0 - 0.10 * x : 0.80;
    top = x < 0.10 ? 1.06 : top;
  } else if (kind < 0.60) {
    top = 1.0 - 0.45 * x * x * x;
  } else if (kind < 0.72) {
    top = 1.0 - 0.22 * smoothstep(0.1, 1.0, x);
  }
  return q.y - top;
}

// facade is a tower's face. m is the position in metres from its foot, n its normal, px the size of a pixel in metres.
vec3 facade(vec2 m, float high, int id, vec3 n, vec3 rd, float px) {
  float style = hash1(id + 21);
  float glassy = step(0.42, style);
  vec3 stone = mix(vec3(0.21, 0.175, 0.135), vec3(0.085, 0.08, 0.085), hash1(id + 22));
  stone = mix(stone, vec3(0.17, 0.075, 0.045), step(0.80, hash1(id + 23)));
  // Curtain walls are of clear, blue, green or bronze glass.
  float hue = hash1(id + 24);
  vec3 glass = hue < 0.40 ? vec3(0.045, 0.065, 0.085) : (hue < 0.65 ? vec3(0.030, 0.060, 0.105) : (hue < 0.83 ? vec3(0.035, 0.080, 0.075) : vec3(0.110, 0.070, 0.035)));
  float open = mix(0.40, 0.82, glassy);
  vec2 pitch = vec2(mix(4.2, 3.0, glassy), 3.9);
  vec2 g = m / pitch;
  ivec2 cell = ivec2(floor(g)) + ivec2(id * 13, id * 7);
  vec2 f = fract(g);
  float detail = sat(1.7 - px * 0.75);
  vec2 lo = vec2(0.5 - 0.5 * open, 0.22);
  vec2 pw = px / pitch + 0.03;
  vec2 in2 = smoothstep(lo - pw, lo + pw, f) * smoothstep(1.0 - lo * vec2(1.0, 0.5) + pw, 1.0 - lo * vec2(1.0, 0.5) - pw, f);
  float window = mix(open * 0.72, in2.x * in2.y, detail);
  // Floors for machines are closed bands; the foot and the crown are closed too.
  float floors = mix(9.0, 15.0, hash1(id + 25));
  float band = smoothstep(0.10, 0.06, fract(m.y / (pitch.y * floors))) * step(pitch.y * 6.0, m.y) + smoothstep(high * 0.965, high * 0.975, m.y);
  window *= 1.0 - 0.85 * sat(band);
  // Piers stand out of the wall between groups of windows.
  float pier = smoothstep(0.12 + px / (pitch.x * 4.0), 0.10, abs(fract(m.x / (pitch.x * 4.0)) - 0.5)) * step(hash1(id + 26), 0.5);
  window *= 1.0 - pier;
  float ribs = mix(1.0, 0.80 + 0.40 * smoothstep(0.3, 0.7, abs(fract(m.x / (pitch.x * 3.0)) - 0.5) * 2.0), 0.8);
  vec3 key = keyDir();
  float diffuse = max(dot(n, key), 0.0);
  vec3 light = skyAmbient() * 1.25 + keyColor() * diffuse * 1.05 + glowColor() * (0.8 + 1.6 * exp(-m.y * 0.05)) + burstLight() * uFireworks * 0.35;
  vec3 r = reflect(rd, n);
  vec3 mirrored = skyGradient(normalize(vec3(r.x, abs(r.y) * 0.6 + 0.10, r.z)));
  // Clouds and neighbours in the glass, bent a little from floor to floor.
  vec2 bent = m * vec2(0.020, 0.011) + vec2(float(id), 0.10 * hash2(ivec2(id, cell.y)));
  float cloud = smoothstep(0.38, 0.66, fbm(bent, 3));
  float behind = smoothstep(0.0, 0.35, m.y / high - 0.20 - 0.35 * noise(vec2(m.x * 0.055 + float(id), 3.0)));
  mirrored *= mix(0.42, 1.0, behind) * (0.72 + 0.75 * cloud * sat(1.0 - lamps()));
  float fresnel = 0.16 + 0.6 * pow(1.0 - abs(dot(rd, n)), 3.0);
  vec3 pane = glass * light * 0.5 + mirrored * mix(vec3(0.30), 0.20 + 6.0 * glass, glassy) * (fresnel + 0.12);
  float gleam = pow(max(dot(r, key), 0.0), 60.0);
  pane += keyColor() * gleam * 1.2 * glassy;
  vec3 c = mix(stone * ribs * light, pane, window * mix(0.85, 1.0, glassy));
  float on = lamps();
  if (on > 0.0) {
    float floorLit = step(0.72, hash2(ivec2(id, cell.y)));
    float share = mix(0.26, 0.46, hash1(id + 31)) + 0.30 * floorLit;
    float h = hash2(cell);
    float lit = step(h, share);
    vec3 tone = mix(vec3(1.0, 0.62, 0.30), vec3(0.95, 0.84, 0.66), hash1(id + 32));
    tone = mix(tone, vec3(0.66, 0.84, 1.0), step(0.78, hash2(cell + ivec2(3, 91))));
    float power = 0.25 + 1.1 * sq(fract(h * 57.0));
    vec3 near = tone * lit * power * window;
    vec3 far = tone * share * 0.52 * open;
    c += mix(far, near, detail) * on * 0.55;
    // A lit crown, and on some towers a band of colour up the edge.
    float crown = step(0.55, hash1(id + 33)) * smoothstep(high * 0.90, high * 0.93, m.y);
    c += accent(hash1(id + 34)) * crown * on * 0.30;
    float edge = step(0.80, hash1(id + 35)) * smoothstep(1.4 + px, 0.6, abs(fract(m.x / 26.0 + 0.5) - 0.5) * 26.0);
    c += accent(hash1(id + 36)) * edge * on * 0.55;
  }
  return c;
}

// town is what a ray sees above the water: rows of towers before the sky.
vec3 town(vec3 ro, vec3 rd, int octaves, bool whole) {
  vec3 air = airColor(rd);
  vec3 sum = vec3(0.0);
  float through = 1.0;
  float slopeX = rd.x / max(rd.z, 0.1);
  float slopeY = rd.y / max(rd.z, 0.1);
  float scale = uHeight < 0.0 ? mix(0.22, 1.0, 1.0 + uHeight) : 1.0 + 0.5 * uHeight;
  if (slopeY < 0.75) {
    for (int i = 0; i < ROWS; i++) {
      float z = rowDepth(i) - ro.z;
      float x = ro.x + slopeX * z;
      float y = ro.y + slopeY * z;
      float fi = float(i);
      float px = z * pixelAngle();
      if (y < 290.0 * scale && through > 0.01) {
        float span = 34.0 + 12.0 * fi;
        float g = x / span + 0.37 * fi + 17.0 * hash1(41 + i);
        int col = int(floor(g));
        int id = col * 7 + i * 997 + 3000;
        float centre = (float(col) + 0.5 + 0.16 * (hash1(id) - 0.5) - 0.37 * fi - 17.0 * hash1(41 + i)) * span;
        float half1 = span * (0.30 + 0.19 * hash1(id + 1));
        float m = massing(centre);
        float high = (16.0 + 40.0 * hash1(id + 2) + 150.0 * m * sq(hash1(id + 2)) + 12.0 * fi * m) * scale;
        high = min(high, (0.22 + 0.24 * hash1(id + 10)) * rowDepth(i) * min(1.0, 0.8 + 0.3 * portrait()));
        vec2 q = vec2((x - centre) / half1, y / high);
        float inside = smoothstep(1.0 + px / half1, 1.0 - px / half1, abs(q.x));
        float above = outline(q, id);
        float cover = inside * smoothstep(px / high, -px / high, above);
        float corner = 0.5 * (hash1(id + 7) - 0.5) + 0.25 * sign(hash1(id + 8) - 0.5);
        bool left = q.x < corner;
        vec3 n = left ? normalize(vec3(-0.80, 0.0, -0.60)) : normalize(vec3(0.62, 0.0, -0.78));
        if (cover > 0.0) {
          vec3 c = facade(vec2((q.x - corner) * half1, y), high, id, n, rd, px);
          c *= 0.80 + 0.20 * smoothstep(0.0, 30.0, y);
          float haze = 1.0 - exp(-z * (0.00062 + 0.0035 * uWeather.w + 0.0012 * uWeather.y) - 0.14 * fi);
          c = mix(c, air, haze * 0.88);
          sum += through * cover * c;
          through *= 1.0 - cover;
        }
        // Masts with a red lamp.
        float mast = step(0.66, hash1(id + 9)) * step(70.0, high);
        float mx = abs(x - centre);
        float my = y - high;
        float pole = mast * smoothstep(0.5 + px, 0.3, mx) * step(0.0, my) * smoothstep(high * 0.24 + 1.0, high * 0.24, my) * 0.8;
        sum += through * pole * air * 0.45;
        through *= 1.0 - pole;
        if (whole) {
          vec2 d = vec2(mx, my - high * 0.24);
          float blink = 0.55 + 0.45 * sin(iTime * 2.4 + float(id));
          sum += through * mast * vec3(1.0, 0.07, 0.04) * blink * lamps() * exp(-dot(d, d) / sq(0.9 + px)) * 1.5;
        }
      }
    }
  }
  // The quay: a wall, trees and a string of lamps.
  float zq = NEAR - 12.0 - ro.z;
  float xq = ro.x + slopeX * zq;
  float yq = ro.y + slopeY * zq;
  float px = zq * pixelAngle();
  float leaf = fbm(vec2(xq * 0.10, yq * 0.14) + 3.0, 4);
  float trees = smoothstep(0.3 + px * 0.3, -0.3, yq - 3.0 - 7.5 * smoothstep(0.30, 0.62, fbm(vec2(xq * 0.055, 2.0), 4)));
  vec3 green = mix(vec3(0.030, 0.050, 0.018), 0.16 * uPalette[2], 0.15) * (0.4 + 1.3 * leaf) * (skyAmbient() * 1.3 + keyColor() * 0.30 * leaf + glowColor() * 1.6);
  vec3 wall = vec3(0.20, 0.19, 0.18) * (0.7 + 0.5 * noise(vec2(xq * 0.4, yq * 0.6))) * (skyAmbient() * 1.2 + keyColor() * 0.25 + glowColor() * 2.5);
  vec3 front = mix(green, wall, smoothstep(2.6 + px, 2.6 - px, yq));
  front = mix(front, air, 0.22 + 0.5 * uWeather.w);
  vec3 back = sum;
  if (through > 0.004) {
    vec3 sky = whole ? skyFull(rd, octaves) : skyGradient(rd);
    if (!whole) {
      vec4 cl = clouds(rd, octaves);
      sky = sky * (1.0 - cl.a) + cl.rgb;
    }
    sky += glowColor() * exp(-max(rd.y, 0.0) * 5.5) * 1.6;
    if (uFireworks > 0.0) {
      sky += (fireworks(vec2(slopeX, slopeY), pixelAngle()) * 2.2 + burstLight() * 0.10 * exp(-abs(slopeY - 0.2) * 5.0)) * uFireworks * lamps();
    }
    back += through * sky;
  }
  vec3 c = mix(back, front, trees * step(0.0, yq));
  float lx = (fract(xq / 13.0) - 0.5) * 13.0;
  vec2 ld = vec2(lx, yq - 6.0);
  float glow = 0.55 / (dot(ld, ld) + 0.30 + px * px);
  c += vec3(1.0, 0.70, 0.36) * min(glow, 2.2) * lamps() * 0.8 * smoothstep(9.0, 4.0, abs(ld.y));
  return c;
}

vec3 river(vec3 ro, vec3 rd) {
  float t = ro.y / -rd.y;
  vec3 p = ro + rd * t;
  vec2 drift = vec2(0.5, 0.25) + 0.12 * uWind;
  float breeze = 0.5 + 0.05 * min(length(uWind), 10.0);
  float near = smoothstep(500.0, 12.0, t);
  vec2 q = p.xz * vec2(0.30, 0.20);
  vec2 slope = (vec2(noise(q + drift * iTime), noise(q.yx * 1.3 + 9.0 - drift * iTime)) - 0.5) * 0.5;
  slope += (vec2(noise(q * 2.7 + 4.0 - drift.yx * iTime * 1.6), noise(q.yx * 3.1 + 17.0 + drift * iTime * 1.4)) - 0.5) * 0.42;
  slope += (vec2(noise(q * 8.3 + iTime * 1.3), noise(q.yx * 8.9 - iTime)) - 0.5) * 0.30 * near;
  slope *= breeze * mix(0.035, 0.16, near);
  slope += uWeather.y * near * 0.05 * (vec2(noise(p.xz * 6.0 + iTime * 9.0), noise(p.zx * 6.0 - iTime * 8.0)) - 0.5);
  vec3 sum = vec3(0.0);
  int rays = budget(3, 0.6);
  float spread = 0.030 + 0.05 * breeze * (1.0 - near * 0.3);
  for (int i = 0; i < rays; i++) {
    float k = (float(i) + 0.5) / float(rays) * 2.0 - 1.0;
    vec3 n = normalize(vec3(slope.x * 0.45, 1.0, slope.y + k * spread * 0.5));
    vec3 r = reflect(rd, n);
    r.y = abs(r.y) + 0.004;
    sum += min(town(vec3(p.x, 0.05, p.z), normalize(r), 2, false), vec3(5.0));
  }
  sum /= float(rays);
  float facing = max(-rd.y - slope.y * 0.5, 0.0);
  float fresnel = 0.03 + 0.97 * pow(1.0 - min(facing, 1.0), 5.0);
  vec3 deep = mix(vec3(0.012, 0.040, 0.050), 0.10 * uPalette[1], 0.25) * (skyAmbient() * 1.3 + 0.12 * keyColor());
  vec3 c = mix(deep, sum, sat(fresnel * 0.94 + 0.03));
  vec3 mid = normalize(reflect(rd, normalize(vec3(slope.x * 1.6, 1.0, slope.y * 1.6))));
  c += keyColor() * min(pow(max(dot(mid, keyDir()), 0.0), 700.0) * 2.2, 1.5) * near * (1.0 - overcast());
  float haze = 1.0 - exp(-t * (0.0004 + 0.0035 * uWeather.w));
  return mix(c, airColor(rd), haze * 0.7);
}

void main() {
  vec3 ro = vec3(uCamPos.x * 6.0, EYE + uCamPos.y * 2.5, uTravel * 3.0 + uCamPos.z * 6.0);
  ro.y = max(ro.y, 2.0);
  vec3 rd = cameraRay(0.17);
  vec3 c;
  if (rd.y < -0.0005 && rd.z > 0.1 && ro.y / -rd.y * rd.z < NEAR - 12.0 - ro.z) {
    c = river(ro, rd);
  } else {
    c = town(ro, rd, budget(6, 0.5), true);
  }
  fragColor = vec4(c, 1.0);
}
