// The sky of a thunderstorm over open land. After common.glsl.
//
// A cumulonimbus stands in the distance: a dark base with a shelf cloud, a curtain of rain below it, billows that the sun lights from
// one side, and an anvil of ice that the wind has drawn out. Azimuth and tangent of elevation are its plane.
//
//   uStorm  float 0..1  how high the cloud towers; 0 is the sky of every day
uniform float uStorm;

// billows is noise with round heads and narrow valleys between them, 0..1.
float billows(vec2 p, int octaves) {
  float sum = 0.0;
  float amp = 0.52;
  for (int i = 0; i < octaves; i++) {
    float n = abs(noise(p) * 2.0 - 1.0);
    sum += amp * n * (1.7 - 0.7 * n);
    p = OCTAVE * p + vec2(3.1, 1.7);
    amp *= 0.50;
  }
  return sum;
}

vec3 stormSky(vec3 rd) {
  float a = atan(rd.x, rd.z);
  float flat1 = max(length(rd.xz), 0.05);
  float e = rd.y / max(mix(flat1, rd.z, 0.8), 0.4 * flat1); // level layers stay level in the frame
  float side = hash1(701) < 0.5 ? -1.0 : 1.0;
  float lit1 = keyDir().x < 0.0 ? -1.0 : 1.0;
  float x = a - side * (0.08 + 0.22 * hash1(702)) * (1.0 - 0.7 * portrait()) - 0.0006 * uWind.x * iTime;
  float y = e / (0.54 + 0.16 * uStorm);
  vec3 amb = skyAmbient();
  vec3 sun = uSunColor * (0.9 - 0.3 * nightness());
  vec3 evening = mix(vec3(1.0), vec3(1.5, 0.85, 0.45), lowSun() * (1.0 - nightness()));

  // Layers of grey before which the cloud stands, and the bright strip under them.
  float veil = fbm(vec2(a * 1.6, e * 6.0) + vec2(0.004 * uWind.x * iTime + 7.0, 0.01 * iTime), 4);
  float open = towardKey(rd);
  vec3 grey = mix(uSkyMid, uSkyZenith, sat(0.25 + e * 1.2)) * (0.45 + 0.85 * veil) * (0.75 + 0.5 * open);
  vec3 strip = uSkyHorizon * evening * (0.75 + 0.5 * open);
  vec3 c = mix(strip, grey, smoothstep(0.02, 0.20, e + 0.16 * (veil - 0.45)));

  // The anvil, then the tower that spreads into it at its top.
  float up = smoothstep(0.05, 0.45, y);
  vec3 bright = sun * 0.55 * mix(vec3(1.0), evening, 0.7) + amb * 1.30;
  float fibre = fbm(vec2(x * 2.4 + 1.6 * veil, y * 13.0 - 0.5 * x * x) + 17.0, 4);
  float high1 = y + 0.05 * (fibre - 0.45);
  float wide = mix(0.20, 0.85 + 0.35 * uStorm, smoothstep(0.52, 0.74, high1));
  float anvil = smoothstep(0.0, 0.24, wide - abs(x - 0.25 * lit1 * smoothstep(0.5, 0.8, y)) + 0.34 * (fibre - 0.45));
  anvil *= smoothstep(0.50, 0.62, high1 + 0.04 * abs(x)) * smoothstep(0.87, 0.79, high1 + 0.05 * x * x) * (0.70 + 0.30 * smoothstep(0.3, 0.6, fibre));
  vec3 ice = mix(amb * 0.50, bright, sat(smoothstep(0.56, 0.80, y) * (0.75 + 0.3 * lit1 * x) + 0.55 * exp(-sq(x * 3.2)) + 1.3 * (fibre - 0.45)));
  c = mix(c, ice, anvil * uStorm);
  vec2 q = vec2(x * 8.0 + 0.4 * veil, y * 9.0 - 0.04 * iTime) + 31.0;
  float lumps = billows(q, 4);
  float toKey = billows(q + vec2(0.30 * lit1, 0.26), 3);
  vec3 keyLocal = normalize(vec3(0.75 * lit1, 0.62, 0.35));
  float rim = -1.0;
  float ball = 0.0;
  for (int i = 0; i < 9; i++) {
    float high = float(i) * 0.125;
    float out1 = (hash1(720 + i) - 0.5) * mix(0.80, 0.34, high);
    float r = mix(0.25, 0.16, high) * (0.8 + 0.4 * hash1(740 + i)) * (i > 6 ? 1.25 : 1.0);
    vec2 d = (vec2(x - out1 - 0.06 * lit1 * high, y) - vec2(0.0, 0.14 + 0.46 * high)) / r;
    float dd = dot(d, d);
    float inside = (1.0 - sqrt(dd)) * r;
    vec3 n = vec3(d, sqrt(max(1.0 - dd, 0.0)));
    float weight = smoothstep(-0.03, 0.03, inside - rim);
    ball = mix(ball, dot(n, keyLocal), weight);
    rim = max(rim, inside);
  }
  float f = 1.3 * rim + 0.15 * (lumps - 0.50);
  float tower = smoothstep(0.0, 0.010, f);
  float light = sat(0.20 + 0.55 * ball + 2.1 * (lumps - toKey) + 0.5 * lit1 * x) * (0.55 + 0.45 * smoothstep(0.25, 0.60, lumps));
  vec3 body = mix(amb * mix(0.27, 0.64, up), bright, light * light * mix(0.60, 1.25, up));
  body += sun * 0.6 * pow(sat(dot(rd, keyDir())), 8.0) * exp(-f * 40.0);
  float crown = smoothstep(0.64, 0.80, high1 + 0.10 * (lumps - 0.45));
  float edge = 0.100 + 0.060 * cos(1.5 * x) + 0.022 * (noise(vec2(a * 4.5 + 3.0, 0.02 * iTime)) - 0.5);
  float over = e - edge;
  c = mix(c, body, tower * (1.0 - 0.9 * crown * anvil) * smoothstep(0.02, 0.10, over + 0.05 * (lumps - 0.5)));

  // The shelf: a long dark roll whose lower edge is nearest, and highest, in the middle.
  float strata = noise(vec2(a * 3.0 + 6.0 * over, over * 70.0)) * 0.6 + 0.4 * noise(vec2(a * 11.0, over * 120.0));
  float roll = smoothstep(-0.004, 0.010, over + 0.012 * (strata - 0.5)) * smoothstep(0.15, 0.06, over + 0.10 * (lumps - 0.5));
  vec3 dark = amb * (0.34 + 0.26 * strata + 0.30 * smoothstep(0.030, 0.0, over));
  c *= 1.0 - 0.45 * smoothstep(-0.09, -0.01, over) * (1.0 - roll);
  c = mix(c, dark, roll * 0.96);

  // Rain below it.
  float slant = a + 0.020 * uWind.x * e;
  float streaks = noise(vec2(slant * 46.0, e * 5.0 + 0.9 * iTime)) * 0.6 + 0.4 * noise(vec2(slant * 17.0, 9.0));
  float shower = smoothstep(0.40, 0.12, abs(x + 0.06 * lit1)) + 0.6 * smoothstep(0.16, 0.05, abs(x - 0.72 * lit1));
  c = mix(c, amb * (0.48 + 0.14 * streaks), sat(shower) * (0.62 + 0.36 * streaks) * smoothstep(0.03, -0.03, over));
  return mix(c, distanceColor(rd), 0.75 * exp(-max(e, 0.0) * 32.0));
}

// skyOrStorm is the whole sky for a view ray.
vec3 skyOrStorm(vec3 rd, int octaves) {
  if (uStorm > 0.0) {
    return stormSky(rd);
  }
  return skyFull(rd, octaves);
}
