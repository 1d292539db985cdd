// crestline is the height of a range of mountains over the horizon, by the direction a in radians: ridged noise, so that it has summits
// and saddles (Musgrave, "Procedural fractal terrains", 1998).
float crestline(float a, float turn) {
  float h = 0.0;
  float k = 0.5;
  float f = 1.5;
  for (int i = 0; i < 6; i++) {
    float n = 1.0 - abs(2.0 * noise(vec2(a * f + 5.3 * float(i) + turn, 1.7 * float(i))) - 1.0);
    h += k * n * n;
    k *= 0.46;
    f *= 2.13;
  }
  return 0.045 + 0.34 * h;
}

// gullies is the relief of a flank: ribs that run down from the crest and branch.
float gullies(vec2 q) {
  float n = 1.0 - abs(2.0 * noise(q) - 1.0);
  float m = 1.0 - abs(2.0 * noise(q * vec2(2.3, 1.9) + 7.0) - 1.0);
  return n + 0.5 * m + 0.25 * noise(q * vec2(5.1, 4.3));
}

// peaks is a wall of snowy mountains behind the hills.
vec3 peaks(vec3 c, vec3 rd) {
  float a = atan(rd.x, rd.z);
  float ridge = crestline(a, TAU * hash1(71));
  float aa = pixelAngle();
  float cover = smoothstep(ridge + aa, ridge - aa, rd.y);
  if (cover <= 0.0) {
    return c;
  }
  float down = ridge - rd.y;
  float way = keyDir().x > 0.0 ? 1.0 : -1.0;
  vec2 q = vec2(a * 17.0 + 2.5 * way * down, 11.0 * down + 2.0 * a);
  float lit = sat(0.45 + 0.75 * (gullies(q) - gullies(q + vec2(0.16 * way, 0.05))) / 0.16 * 0.35);
  float snow = smoothstep(0.62, 0.38, down / ridge * 1.15 + 0.5 * (gullies(q * 0.8 + 3.0) - 0.85));
  vec3 rock = mix(vec3(0.085, 0.085, 0.10), vec3(0.14, 0.13, 0.12), lit);
  vec3 face = mix(rock, vec3(0.78, 0.82, 0.88), snow);
  vec3 light = skyAmbient() * (0.65 + 0.35 * lit) + keyColor() * 0.85 * lit;
  float air = sat(0.26 + 0.5 * uWeather.w + 2.0 * (0.12 - rd.y));
  vec3 land = mix(face * light, distanceColor(rd), air);
  return mix(c, land, cover * (1.0 - 0.8 * uWeather.w));
}
