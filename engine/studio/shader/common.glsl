// Library of the scenes: hashes, noise, camera, sky. Every backdrop includes this file first.
//
// Units: metres, seconds, radians, linear light. Axes: x right, y up, z into the picture.
// Exposure: a white surface in full noon sun has radiance near 3; the compositor tone-maps.

precision highp float;
precision highp int;

out vec4 fragColor;

uniform vec2 iResolution;   // px
uniform float iTime;        // s since the start of the clip
uniform float iDur;         // s, length of the clip
uniform int uSeed;          // layout of the scene
uniform vec3 uSunDir;       // unit, y up; below the horizon the moon lights the scene
uniform vec3 uSunColor;     // linear irradiance of the key light
uniform vec3 uSkyZenith;    // linear radiance straight up
uniform vec3 uSkyMid;       // linear radiance at about 20 degrees
uniform vec3 uSkyHorizon;   // linear radiance at the horizon below the sun
uniform vec3 uFog;          // linear radiance of distance and mist
uniform vec3 uPalette[5];   // linear accents
uniform vec4 uWeather;      // cloud cover, rain, snow, fog; each 0..1
uniform vec2 uWind;         // m/s along x and z
uniform vec3 uCamPos;       // m, offset from the scene's own viewpoint
uniform mat3 uCamRot;       // columns right, up, forward
uniform float uFocal;       // focal length over half the frame height
uniform float uTravel;      // m moved along the scene's path
uniform float uDetail;      // 0..1, share of octaves and steps that is spent

const float PI = 3.14159265;
const float TAU = 6.28318531;

// --- small things -----------------------------------------------------------------------------------------------------------

float sat(float x) {
  return clamp(x, 0.0, 1.0);
}

float sq(float x) {
  return x * x;
}

float luma(vec3 c) {
  return dot(c, vec3(0.2126, 0.7152, 0.0722));
}

mat2 rot(float a) {
  float c = cos(a);
  float s = sin(a);
  return mat2(c, s, -s, c);
}

// budget scales a count of octaves or steps by uDetail, down to the share low.
int budget(int full, float low) {
  return int(float(full) * mix(low, 1.0, uDetail) + 0.5);
}

// smin is the polynomial smooth minimum with blend radius k.
float smin(float a, float b, float k) {
  float h = sat(0.5 + 0.5 * (b - a) / k);
  return mix(b, a, h) - k * h * (1.0 - h);
}

// capsule is the distance to a segment whose radius goes from r0 at a to r1 at b.
float capsule(vec2 p, vec2 a, vec2 b, float r0, float r1) {
  vec2 pa = p - a;
  vec2 ba = b - a;
  float h = sat(dot(pa, ba) / dot(ba, ba));
  return length(pa - ba * h) - mix(r0, r1, h);
}

// --- hashes: integer mixing, so that every machine draws the same picture ------------------------------------------------------

const uint HX = 1597334677u;
const uint HY = 3812015801u;
const uint HZ = 2798796415u;

uint mixBits(uint h) {
  h ^= h >> 15u;
  h *= 0x2c1b3c6du;
  h ^= h >> 12u;
  h *= 0x297a2d39u;
  h ^= h >> 15u;
  return h;
}

float unitFloat(uint h) {
  return float(h >> 8u) * (1.0 / 16777216.0);
}

uint salt() {
  return uint(uSeed) * 0x9E3779B9u;
}

// hash1 is a number in 0..1 that depends on the seed and on n.
float hash1(int n) {
  return unitFloat(mixBits((uint(n) * 0x85ebca6bu) ^ salt()));
}

float hash2(ivec2 p) {
  return unitFloat(mixBits((uint(p.x) * HX) ^ (uint(p.y) * HY) ^ salt()));
}

// hash22 gives two independent numbers for a cell.
vec2 hash22(ivec2 p) {
  uint h = mixBits((uint(p.x) * HX) ^ (uint(p.y) * HY) ^ salt());
  return vec2(float(h >> 16u), float(h & 0xffffu)) * (1.0 / 65536.0);
}

// --- noise --------------------------------------------------------------------------------------------------------------------

// The lattice value needs less mixing than a free hash.
float latticeValue(uint h) {
  h *= 0x7feb352du;
  h ^= h >> 15u;
  h *= 0x846ca68bu;
  return unitFloat(h);
}

// noise is value noise in 0..1 (mean 0.5).
float noise(vec2 p) {
  vec2 f = floor(p);
  vec2 w = p - f;
  vec2 u = w * w * (3.0 - 2.0 * w);
  uint x0 = (uint(int(f.x)) * HX) ^ salt();
  uint x1 = (uint(int(f.x) + 1) * HX) ^ salt();
  uint y0 = uint(int(f.y)) * HY;
  uint y1 = uint(int(f.y) + 1) * HY;
  float a = latticeValue(x0 ^ y0);
  float b = latticeValue(x1 ^ y0);
  float c = latticeValue(x0 ^ y1);
  float d = latticeValue(x1 ^ y1);
  float ab = a + (b - a) * u.x;
  float cd = c + (d - c) * u.x;
  return ab + (cd - ab) * u.y;
}

// noised is value noise and its gradient (value, d/dx, d/dy), with a quintic fade so that normals are continuous.
vec3 noised(vec2 p) {
  vec2 f = floor(p);
  vec2 w = p - f;
  vec2 u = w * w * w * (w * (w * 6.0 - 15.0) + 10.0);
  vec2 du = 30.0 * w * w * (w * (w - 2.0) + 1.0);
  uint x0 = (uint(int(f.x)) * HX) ^ salt();
  uint x1 = (uint(int(f.x) + 1) * HX) ^ salt();
  uint y0 = uint(int(f.y)) * HY;
  uint y1 = uint(int(f.y) + 1) * HY;
  float a = latticeValue(x0 ^ y0);
  float b = latticeValue(x1 ^ y0);
  float c = latticeValue(x0 ^ y1);
  float d = latticeValue(x1 ^ y1);
  float kx = b - a;
  float ky = c - a;
  float kxy = a - b - c + d;
  return vec3(a + kx * u.x + ky * u.y + kxy * u.x * u.y, du.x * (kx + kxy * u.y), du.y * (ky + kxy * u.x));
}

float noise3(vec3 p) {
  vec3 f = floor(p);
  vec3 w = p - f;
  vec3 u = w * w * (3.0 - 2.0 * w);
  uint x0 = (uint(int(f.x)) * HX) ^ salt();
  uint x1 = (uint(int(f.x) + 1) * HX) ^ salt();
  uint y0 = uint(int(f.y)) * HY;
  uint y1 = uint(int(f.y) + 1) * HY;
  uint z0 = uint(int(f.z)) * HZ;
  uint z1 = uint(int(f.z) + 1) * HZ;
  float a0 = latticeValue(x0 ^ y0 ^ z0);
  float b0 = latticeValue(x1 ^ y0 ^ z0);
  float c0 = latticeValue(x0 ^ y1 ^ z0);
  float d0 = latticeValue(x1 ^ y1 ^ z0);
  float a1 = latticeValue(x0 ^ y0 ^ z1);
  float b1 = latticeValue(x1 ^ y0 ^ z1);
  float c1 = latticeValue(x0 ^ y1 ^ z1);
  float d1 = latticeValue(x1 ^ y1 ^ z1);
  float lo = mix(mix(a0, b0, u.x), mix(c0, d0, u.x), u.y);
  float hi = mix(mix(a1, b1, u.x), mix(c1, d1, u.x), u.y);
  return mix(lo, hi, u.z);
}

// Each octave is turned by 37 degrees and doubled, which hides the lattice.
const mat2 OCTAVE = mat2(1.6, -1.2, 1.2, 1.6);

float fbm(vec2 p, int octaves) {
  float sum = 0.0;
  float amp = 0.5;
  for (int i = 0; i < octaves; i++) {
    sum += amp * noise(p);
    p = OCTAVE * p + vec2(7.3, 3.1);
    amp *= 0.5;
  }
  return sum;
}

float fbm3(vec3 p, int octaves) {
  float sum = 0.0;
  float amp = 0.5;
  for (int i = 0; i < octaves; i++) {
    sum += amp * noise3(p);
    p = vec3(1.6 * p.x + 1.2 * p.z, p.y * 2.0 + 3.1, -1.2 * p.x + 1.6 * p.z);
    amp *= 0.5;
  }
  return sum;
}

// --- camera -------------------------------------------------------------------------------------------------------------------

// screenPoint is the pixel in units of half the frame height, origin in the middle.
vec2 screenPoint() {
  return (gl_FragCoord.xy * 2.0 - iResolution) / iResolution.y;
}

// cameraRay is the unit view direction; tilt raises the scene's resting horizon (positive looks up).
vec3 cameraRay(float tilt) {
  vec2 p = screenPoint();
  vec3 local = normalize(vec3(p.x, p.y + tilt, uFocal));
  return uCamRot[0] * local.x + uCamRot[1] * local.y + uCamRot[2] * local.z;
}

// pixelAngle is the width of a pixel in radians.
float pixelAngle() {
  return 2.0 / (iResolution.y * uFocal);
}

// portrait is 0 for frames wider than square and 1 for 9:16, to pull subjects towards the middle.
float portrait() {
  return sat((1.0 - iResolution.x / iResolution.y) / 0.44);
}

// --- light and sky ------------------------------------------------------------------------------------------------------------

// nightness is 0 by day and 1 when the sun is well below the horizon.
float nightness() {
  return smoothstep(0.0, -0.14, uSunDir.y);
}

// moonlit is what colour of a surface is left by night: eyes see little of it in moonlight, and that shifted to blue.
vec3 moonlit(vec3 albedo) {
  return mix(albedo, luma(albedo) * vec3(0.70, 1.0, 1.25), 0.6 * nightness());
}

// keyDir points at the sun, or at the moon that mirrors it after dusk.
vec3 keyDir() {
  float y = uSunDir.y < -0.08 ? -uSunDir.y : max(uSunDir.y, 0.015);
  return normalize(vec3(uSunDir.x, y, uSunDir.z));
}

float overcast() {
  return smoothstep(0.70, 1.0, uWeather.x);
}

// keyColor is the key light that comes through the clouds.
vec3 keyColor() {
  return uSunColor * (1.0 - 0.90 * overcast());
}

// lowSun is 1 when the key light stands at the horizon and 0 above 30 degrees.
float lowSun() {
  return 1.0 - smoothstep(0.08, 0.50, keyDir().y);
}

// skyAmbient is the diffuse light of the whole sky on an up-facing surface. The glow below the sun is a small part of the sky, so
// that shade stays cool when the horizon is red.
vec3 skyAmbient() {
  return 0.46 * uSkyZenith + 0.50 * uSkyMid + 0.05 * uSkyHorizon;
}

// towardKey is 1 in the azimuth of the key light and 0 opposite to it.
float towardKey(vec3 rd) {
  vec2 a = rd.xz / max(length(rd.xz), 1e-4);
  vec2 b = normalize(keyDir().xz + vec2(0.0, 1e-4));
  return 0.5 + 0.5 * dot(a, b);
}

// skyGradient is the clear sky without sun disc, stars or clouds.
vec3 skyGradient(vec3 rd) {
  float y = max(rd.y, 0.0);
  float mu = dot(rd, keyDir());
  float az = towardKey(rd);
  az *= az;
  float grey = overcast();
  vec3 horizon = mix(uSkyHorizon, mix(uSkyMid, uSkyHorizon, 0.30), (1.0 - az) * (1.0 - grey));
  vec3 c = mix(horizon, uSkyMid, 1.0 - exp(-8.0 * y));
  c = mix(c, uSkyZenith, 1.0 - exp(-2.3 * y));
  float low = lowSun();
  float glow = (0.04 + 0.13 * low) * exp(-22.0 * (1.0 - mu)) + 0.035 * low * exp(-4.5 * (1.0 - mu)) + 0.30 * exp(-420.0 * (1.0 - mu));
  return c + keyColor() * glow;
}

// distanceColor is what far things fade to; it joins the sky at the horizon without a seam.
vec3 distanceColor(vec3 rd) {
  vec3 level = vec3(rd.x, 0.015, rd.z);
  level /= max(length(level), 1e-4);
  return mix(skyGradient(level), uFog, 0.35 + 0.45 * uWeather.w);
}

// starLayer draws one grid of stars on the faces of a cube; the spot never gets smaller than a pixel, so it does not flicker.
vec3 starLayer(vec3 rd, float cells, float density, int layer) {
  vec3 a = abs(rd);
  vec2 q;
  int face;
  if (a.x > a.y && a.x > a.z) {
    q = rd.yz / a.x;
    face = rd.x > 0.0 ? 1 : 2;
  } else if (a.y > a.z) {
    q = rd.xz / a.y;
    face = rd.y > 0.0 ? 3 : 4;
  } else {
    q = rd.xy / a.z;
    face = rd.z > 0.0 ? 5 : 6;
  }
  vec2 g = q * cells;
  ivec2 cell = ivec2(floor(g)) + ivec2(face * 4096, layer * 1024);
  float h = hash2(cell);
  float present = step(1.0 - density, h);
  float magnitude = max(h - 1.0 + density, 0.0) / density;
  float power = sq(sq(magnitude)) * magnitude;
  vec2 centre = 0.25 + 0.5 * hash22(cell + ivec2(77, 13));
  float px = max(cells * pixelAngle() * 0.60, 0.015);
  vec2 d = fract(g) - centre;
  float spot = exp(-dot(d, d) / (px * px * (0.7 + 1.3 * power)));
  float halo = power * 0.03 * exp(-length(d) * 9.0);
  vec2 tint = hash22(cell + ivec2(5, 91));
  float twinkle = 0.85 + 0.15 * sin(iTime * (2.0 + 5.0 * tint.x) + h * 99.0);
  vec3 c = mix(vec3(1.0, 0.78, 0.58), vec3(0.66, 0.80, 1.0), tint.y);
  return c * present * twinkle * ((0.040 + 1.15 * power) * spot + halo);
}

vec3 nightStars(vec3 rd) {
  vec3 s = starLayer(rd, 26.0, 0.16, 1) * 1.1;
  s += starLayer(rd, 70.0, 0.20, 2) * 0.38;
  float band = exp(-sq(dot(rd, normalize(vec3(0.55, 0.45, -0.40))) * 3.2));
  float dust = fbm(rd.xy * 3.5 + rd.zz * 2.0, 4);
  s += vec3(0.030, 0.034, 0.052) * band * smoothstep(0.30, 0.75, dust);
  return s;
}

// keyDisc draws the sun by day and a moon with dark maria by night.
vec3 keyDisc(vec3 rd) {
  vec3 key = keyDir();
  float mu = dot(rd, key);
  float night = nightness();
  float aa = pixelAngle();
  vec3 c = vec3(0.0);
  if (mu > 0.99) {
    float r = sqrt(max(2.0 - 2.0 * mu, 0.0));
    float sunEdge = smoothstep(0.0270 + aa, 0.0245 - aa, r);
    c += uSunColor * 5.0 * sunEdge * (1.0 - night);
    float moonR = 0.033;
    float moonEdge = smoothstep(moonR + aa, moonR - aa, r);
    vec3 side = normalize(cross(key, vec3(0.0, 1.0, 0.0)));
    vec2 disc = vec2(dot(rd, side), dot(rd, cross(side, key))) / moonR;
    float maria = smoothstep(0.42, 0.62, fbm(disc * 1.5 + 3.0, 4));
    float limb = 0.75 + 0.25 * sqrt(max(1.0 - dot(disc, disc), 0.0));
    c += vec3(1.55, 1.60, 1.70) * moonEdge * limb * (1.0 - 0.42 * maria) * night;
  }
  return c * (1.0 - overcast());
}

// heaps is noise like fbm whose finer octaves are folded: a threshold of it has round lobes with creases between them, as cumulus has.
float heaps(vec2 p, int octaves) {
  float sum = 0.5 * noise(p);
  float amp = 0.34;
  for (int i = 1; i < octaves; i++) {
    p = OCTAVE * p + vec2(7.3, 3.1);
    sum += amp * abs(2.0 * noise(p) - 1.0);
    amp *= 0.5;
  }
  return sum;
}

// clouds is the cloud deck as (premultiplied colour, coverage): a domain-warped sheet of heaps that is lit by comparing its density with
// the density one step towards the light, and a thin high veil of cirrus. A high sun lights the heaps from above, so that the step leads
// up the picture and their bases are grey.
vec4 clouds(vec3 rd, int octaves) {
  float cover = uWeather.x;
  if (rd.y < 0.004 || cover < 0.01) {
    return vec4(0.0);
  }
  vec3 key = keyDir();
  float mu = dot(rd, key);
  float az = towardKey(rd);
  float low = lowSun();
  float grey = overcast();
  vec2 drift = uWind * iTime * 0.0045 + vec2(0.006, -0.008) * iTime;
  vec2 flat2 = rd.xz / (rd.y + mix(0.20, 0.155, low));
  vec2 q = flat2 * mix(0.95, 0.85, low) - drift;
  float w = fbm(q * 0.7 + 11.0, 2);
  vec2 p = q + vec2(0.55, 0.45) * w;
  float d = heaps(p, octaves);
  float edge = mix(0.64, 0.18, cover) - 0.13 * grey;
  float body = smoothstep(edge, edge + mix(0.075, 0.12, low), d);
  vec2 toKey = mix(-flat2 / max(length(flat2), 0.1), normalize(key.xz + vec2(0.0, 1e-4)), 0.25 + 0.75 * low);
  float dl = heaps(p + toKey * 0.14, min(octaves, 4));
  float lit = sat(0.46 + (d - dl) * (3.6 - 2.5 * grey));
  float thick = smoothstep(edge + 0.05, edge + 0.34, d);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  vec3 dark = amb * mix(0.72, 0.30, thick) * (1.0 - 0.38 * uWeather.y) + uSkyHorizon * 0.06 * (1.0 - grey);
  vec3 bright = sun * mix(0.36, 0.11 + 0.41 * az * az, low) + amb * 0.80;
  vec3 c = mix(dark, bright, lit * lit * (1.0 - 0.45 * thick));
  c += sun * pow(sat(mu), 20.0) * (1.0 - thick) * 0.75;
  c = mix(c, distanceColor(rd), exp(-rd.y * 11.0) * 0.85);
  float alpha = body * sat(rd.y * 14.0) * 0.96;

  vec2 cq = vec2(flat2.x * 0.45 + flat2.y * 0.25, flat2.y * 0.70) + 0.35 * w - drift * 0.5;
  float veil = fbm(cq + vec2(23.0, 5.0), octaves);
  veil = smoothstep(0.46, 0.86, veil) * sat(rd.y * 6.0) * smoothstep(0.02, 0.30, cover) * mix(0.26, 0.40, low);
  vec3 veilColor = sun * (0.16 - 0.06 * low + 0.46 * low * az * az) + amb * 0.9;
  float veilAlpha = veil * (1.0 - alpha);
  return vec4(c * alpha + veilColor * veilAlpha, alpha + veilAlpha);
}

// skyFull is the whole sky for a view ray.
vec3 skyFull(vec3 rd, int octaves) {
  vec3 c = skyGradient(rd);
  float night = nightness();
  if (rd.y > -0.02) {
    if (night > 0.0) {
      c += nightStars(rd) * night * (1.0 - overcast()) * sat(rd.y * 7.0);
    }
    c += keyDisc(rd);
    vec4 cl = clouds(rd, octaves);
    c = c * (1.0 - cl.a) + cl.rgb;
  }
  float mist = (1.0 - sq(1.0 - uWeather.w) * (1.0 - uWeather.w)) * exp(-max(rd.y, 0.0) * 3.0);
  return mix(c, distanceColor(rd), 0.95 * mist);
}
