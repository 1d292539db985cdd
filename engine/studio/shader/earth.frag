#version 300 es
// Earth: the planet from orbit, by day or by night, near or as a whole disc.
//
// The globe is an analytic sphere of radius 1. Coasts are warped noise, coloured by latitude and moisture; clouds are noise that a few
// cyclones have wound up about their eyes. Air is a thin shell: it veils the ground towards the limb, glows beyond it, and turns
// orange where the sun stands low. Lights of towns are grains and threads of noise, averaged where they would be finer than a pixel.
//
// Own uniforms (0 keeps the default):
//   uHour  float -1..1  what is seen: 1 the day side, -1 the night side, -0.5 the sun that rises over the limb; default day
//   uFar   float 0..1   1 the whole disc; default a low orbit
// uSunColor gives the sunlight. The camera's metres are CAMERA_SCALE radii.
#include "common.glsl"

uniform float uHour;
uniform float uFar;

const float CAMERA_SCALE = 0.004;
const float ORBIT = 0.010; // rad/s, quicker than life

vec3 turn(vec3 v, vec3 axis, float angle) {
  float c = cos(angle);
  return v * c + cross(axis, v) * sin(angle) + axis * dot(axis, v) * (1.0 - c);
}

// wound turns a place on the globe about the eyes of cyclones near it, which stand about up.
vec3 wound(vec3 m, vec3 up, vec3 ahead, vec3 right, float spread) {
  for (int i = 0; i < 3; i++) {
    vec3 eye = normalize(up + (ahead * (1.25 * hash1(820 + i) - 0.15) + right * (2.0 * hash1(830 + i) - 1.0)) * spread);
    vec3 d = m - eye;
    float size = sq(spread) * (0.012 + 0.05 * hash1(840 + i));
    m = turn(m, eye, 3.0 * exp(-sqrt(dot(d, d) / size) * 1.3) * (hash1(850 + i) < 0.5 ? -1.0 : 1.0));
  }
  return m;
}

// landAt is the height of the crust; above COAST it is dry.
const float COAST = 0.505;

float landAt(vec3 m, int octaves) {
  vec3 w = vec3(noise3(m * 1.3 + 5.0), noise3(m * 1.3 + 9.0), noise3(m * 1.3 + 13.0)) - 0.5;
  return fbm3(m * 1.9 + 1.1 * w + 3.0, octaves);
}

// groundColor is the albedo of dry land of a height above the coast at a latitude (sine).
vec3 groundColor(vec3 m, float high, float lat) {
  float wet = noise3(m * 3.7 + 21.0) * 0.65 + noise3(m * 11.0 + 2.0) * 0.35;
  float belt = exp(-sq((abs(lat) - 0.40) * 5.0));
  vec3 green = mix(vec3(0.030, 0.068, 0.018), vec3(0.085, 0.110, 0.035), wet);
  vec3 ochre = mix(vec3(0.170, 0.100, 0.048), vec3(0.300, 0.205, 0.110), noise3(m * 26.0));
  vec3 c = mix(green, ochre, smoothstep(0.44, 0.66, wet * 0.75 + 0.25 * belt));
  c = mix(c, vec3(0.150, 0.115, 0.080), smoothstep(0.13, 0.20, high));
  c *= 0.65 + 0.7 * noise3(m * 58.0);
  float cold = abs(lat) + 0.6 * high;
  c = mix(c, vec3(0.100, 0.095, 0.070), smoothstep(0.66, 0.78, cold));
  return mix(c, vec3(0.70, 0.74, 0.78), smoothstep(0.84, 0.90, cold));
}

// townLights is the light of towns and of the roads between them; foot is the size of a pixel on the ground.
vec3 townLights(vec3 m, float foot) {
  float peopled = smoothstep(0.40, 0.62, fbm3(m * 9.0 + 40.0, 3) + 0.04);
  float grain = noise3(m * 120.0);
  float fine = noise3(m * 430.0 + 7.0);
  float town = smoothstep(0.56, 0.86, 0.55 * grain + 0.45 * fine);
  float core = smoothstep(0.68, 0.92, grain) * smoothstep(0.35, 0.75, fine);
  float road = smoothstep(0.040, 0.0, abs(noise3(m * 40.0 + 3.0) - 0.5)) * smoothstep(0.35, 0.7, fine);
  float sharp = smoothstep(0.0050, 0.0012, foot);
  float lights = mix(0.05, 0.55 * town + 1.5 * core + 0.22 * road, sharp) * peopled;
  return mix(vec3(1.0, 0.58, 0.22), vec3(1.0, 0.86, 0.62), core) * lights;
}

void main() {
  vec3 rd = cameraRay(0.0);
  float far = uFar;
  float low = 0.11 + 0.10 * hash1(801);
  float height = mix(low, 1.15 + 1.6 * portrait(), far);
  float dip = acos(1.0 / (1.0 + height));
  float pitch = mix(dip + 0.18 + 0.08 * hash1(802), 1.57 - 0.10 * hash1(802), far);
  float roll = 0.44 * (hash1(803) - 0.5) * (1.0 - 0.5 * portrait());
  vec3 up = vec3(sin(roll) * cos(pitch), cos(roll) * cos(pitch), -sin(pitch));
  vec3 ahead = normalize(vec3(0.0, 0.0, 1.0) - up * up.z);
  ahead = far > 0.5 ? normalize(vec3(0.0, 1.0, 0.0) - up * up.y) : ahead;
  vec3 right = cross(up, ahead);
  vec3 eye = up * (1.0 + height) + CAMERA_SCALE * (1.0 + 8.0 * far) * uCamPos;

  float east = hash1(804) < 0.5 ? -1.0 : 1.0;
  vec3 noon = up * 0.75 - ahead * 0.10 + right * east * (0.55 + 0.2 * hash1(805));
  vec3 night = mix(ahead * 0.86 - up * 0.56, -up + ahead * 0.25, far) + right * east * 0.34;
  vec3 rise = mix(ahead * (0.985 * cos(dip)) - up * (sin(dip) - 0.035), ahead * 0.6 - up * 0.35, far) + right * east * mix(0.14, 0.6, far) * (1.0 - 0.6 * portrait());
  vec3 key = normalize(uHour < -0.75 ? night : (uHour < 0.0 ? rise : noon));
  vec3 sun = mix(vec3(luma(uSunColor)), uSunColor, 0.5) * 0.95;

  float b = dot(eye, rd);
  float miss2 = dot(eye, eye) - b * b;
  float miss = sqrt(max(miss2, 0.0));
  float px = pixelAngle() * max(-b, 0.05);
  float cover = smoothstep(1.0 + px, 1.0 - px, miss) * step(0.0, -b);

  float shellHigh = mix(0.0075, 0.013, far); // scale height of the air, thicker than life
  float sunUp = smoothstep(-0.05, 0.02, dot(key, up) + sin(dip));

  // Beyond the limb: stars, the sun, and the shell of air seen edge-on.
  vec3 c = vec3(0.0005, 0.0006, 0.0014);
  vec3 rim = normalize(eye - rd * b);
  float limbDay = dot(rim, key);
  if (cover < 1.0) {
    float dim = mix(0.12, 0.55, smoothstep(0.2, -0.2, limbDay));
    c += (starLayer(rd, 26.0, 0.13, 11) + starLayer(rd, 64.0, 0.18, 12) * 0.5) * dim;
    float off = length(rd - key);
    c += sun * (smoothstep(0.018, 0.014, off) * 22.0 + (0.50 * exp(-off * 26.0) + 0.10 * exp(-off * 5.0)) * sunUp) * smoothstep(0.985, 1.002, miss + step(0.0, b));
  }
  float above = max(miss - 1.0, 0.0);
  vec3 day1 = mix(vec3(0.95, 0.38, 0.12), vec3(0.24, 0.50, 1.0), smoothstep(-0.02, 0.22, limbDay));
  float lightOfAir = smoothstep(-0.20, 0.12, limbDay);
  float shell = exp(-above / shellHigh) * step(0.0, -b);
  vec3 glow = day1 * sun * lightOfAir * (0.42 * shell + 0.20 * exp(-above / (0.32 * shellHigh)));
  glow += vec3(0.24, 0.46, 1.0) * sun * lightOfAir * 0.055 * exp(-above / (2.6 * shellHigh)) * step(0.0, -b);
  glow += vec3(0.05, 0.16, 0.07) * 0.16 * exp(-sq((above - 0.016) / 0.0035)) * smoothstep(0.1, -0.2, limbDay) * step(0.0, -b);
  c += glow * (1.0 - cover);

  if (cover > 0.0) {
    float t = -b - sqrt(max(1.0 - miss2, 0.0));
    vec3 n = normalize(eye + rd * t);
    float facing = sat(dot(n, -rd));
    float foot = t * pixelAngle() / max(facing, 0.12);
    // The globe turns below the orbit.
    float turned = ORBIT * (1.0 - 0.6 * far) * iTime + 0.004 * uTravel;
    vec3 m = turn(n, right, -turned);
    vec3 axis = normalize(mix(right, ahead, 0.8) * (hash1(806) < 0.5 ? -1.0 : 1.0) + up * (hash1(807) - 0.5) * 0.9);
    float lat = dot(m, axis);

    // From a low orbit little of the globe is seen: what it shows is finer.
    float zoom = mix(3.4, 1.25, far);
    vec3 mz = m * zoom;
    int octaves = budget(9 - int(2.0 * far), 0.6);
    float crust = landAt(mz, octaves);
    float land = smoothstep(COAST - 0.002 - foot * zoom, COAST + 0.002 + foot * zoom, crust);
    vec3 sea = mix(vec3(0.004, 0.016, 0.060), vec3(0.010, 0.036, 0.095), noise3(mz * 2.2 + 60.0));
    sea = mix(sea, vec3(0.020, 0.150, 0.170), smoothstep(COAST - 0.022, COAST, crust) * 0.75);
    float ice = smoothstep(0.90, 0.93, abs(lat) + 0.05 * (crust - 0.5));
    vec3 albedo = mix(sea, groundColor(mz, crust - COAST, lat), land);
    albedo = mix(albedo, vec3(0.72, 0.77, 0.82), ice);

    vec3 w = wound(m, up, ahead, right, mix(0.33, 0.85, far)) * zoom;
    vec3 flow = vec3(noise3(w * 2.6), noise3(w * 2.6 + 31.0), noise3(w * 2.6 + 57.0)) - 0.5;
    vec3 q = w * 5.0 + 2.6 * flow + 0.9 * axis * noise3(w * 4.0 + 0.02 * iTime);
    float vapour = fbm3(q, budget(7, 0.6));
    float large = noise3(w * 1.7 + 90.0);
    float cloud = smoothstep(0.44, 0.70, vapour + 0.42 * (large - 0.52));
    float toKey = fbm3(q + 0.16 * key, 4);
    float relief = sat(0.80 + 2.4 * (vapour - toKey));
    float shade = 1.0 - 0.45 * smoothstep(0.50, 0.66, toKey + 0.42 * (large - 0.52)) * (1.0 - cloud);

    float day = dot(n, key);
    float lit = sat(day * 1.1 + 0.02);
    vec3 low1 = mix(vec3(1.0, 0.42, 0.16), vec3(1.0), smoothstep(0.0, 0.30, day));
    vec3 ground = albedo * (1.3 * lit * shade) + vec3(0.010, 0.022, 0.050) * sat(day + 0.15);
    float glint = pow(sat(dot(reflect(rd, n), key)), 26.0);
    ground += vec3(1.0, 0.90, 0.75) * glint * (1.0 - land) * 0.32 * sat(day * 4.0) * shade;
    vec3 p = sun * low1 * ground;
    vec3 white = sun * low1 * (0.62 * relief * lit + 0.010 * sat(day * 4.0 + 0.5));
    p = mix(p, white, cloud * 0.94);
    float dark = smoothstep(0.04, -0.14, day);
    if (dark > 0.0) {
      vec3 moonlit = vec3(0.0035, 0.0060, 0.0125) * (0.25 + 1.6 * cloud * relief + albedo * 2.0);
      p += moonlit * dark;
      p += townLights(m, foot) * land * (1.0 - ice) * dark * (1.0 - 0.80 * cloud) * 0.85;
    }
    float edge = 1.0 - facing;
    float veil = sat(0.02 + 0.09 * edge + 0.75 * edge * edge * edge * edge);
    vec3 airLight = mix(vec3(0.95, 0.40, 0.14), vec3(0.24, 0.50, 1.0), smoothstep(-0.02, 0.24, day)) * sun * smoothstep(-0.20, 0.14, day);
    p = mix(p, airLight * 0.60, veil * (0.25 + 0.75 * smoothstep(-0.2, 0.1, day)));
    c = mix(c, p, cover);
    // The glare of a low sun spreads over the limb.
    float off = length(rd - key);
    c += sun * 0.10 * sunUp * exp(-off * 9.0) * smoothstep(0.35, 0.0, abs(limbDay));
  }
  fragColor = vec4(c, 1.0);
}
