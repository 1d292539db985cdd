// What stands in open country: trees and far hills. After common.glsl.

// tree is one round-crowned tree in its own frame: foot at the origin, height 1. Returns (coverage, light, leaf share). The
// crown is a handful of balls whose outline is frayed by noise; each ball is lit as a sphere.
vec3 tree(vec2 q, float soft, int id) {
  float lean = 0.06 * (hash1(id + 1) - 0.5);
  float girth = 0.018 + 0.020 * exp(-max(q.y, 0.0) * 14.0);
  float trunk = smoothstep(girth + soft, girth - soft, abs(q.x - lean * sat(q.y / 0.6))) * step(q.y, 0.6) * step(-0.03, q.y);
  float frayed = fbm(q * 13.0 + float(id % 97) * 3.1, 4) - 0.46;
  vec3 keyLocal = normalize(vec3(keyDir().x, keyDir().y + 0.15, -0.35 - 0.3 * keyDir().z));
  float best = -1.0;
  float lit = 0.0;
  for (int i = 0; i < 7; i++) {
    float fi = float(i);
    float angle = fi * 2.4 + 6.28 * hash1(id + 3);
    float out1 = i == 0 ? 0.0 : 0.14 + 0.10 * hash1(id + 10 + i);
    vec2 centre = vec2(lean + cos(angle) * out1 * 1.15, 0.62 + sin(angle) * out1 * 0.95);
    float radius = i == 0 ? 0.25 : 0.13 + 0.06 * hash1(id + 20 + i);
    vec2 d = (q - centre) / radius;
    float rim = 1.0 - length(d) + 0.85 * frayed;
    vec3 n = vec3(d, -sqrt(max(1.0 - dot(d, d), 0.05)));
    float ball = sat(0.42 + 0.46 * dot(n, keyLocal) + 2.0 * frayed);
    float weight = smoothstep(-0.02, 0.25, rim);
    lit = mix(lit, ball, best < 0.03 ? 1.0 : (rim > best ? weight : 0.25 * weight));
    best = max(best, rim);
  }
  float leaves = smoothstep(-soft * 4.0, soft * 4.0 + 0.02, best - 0.03);
  leaves *= 1.0 - 0.9 * smoothstep(0.10, 0.20, frayed) * smoothstep(0.55, 0.20, best) * step(best, 0.55);
  return vec3(max(leaves, trunk), lit, leaves);
}

// farHills is two blue ridges behind the walked terrain.
vec3 farHills(vec3 c, vec3 rd) {
  float a = atan(rd.x, rd.z);
  vec3 air = distanceColor(rd);
  float aa = pixelAngle();
  for (int i = 0; i < 2; i++) {
    float fi = float(i);
    float ridge = (0.135 - 0.045 * fi) * fbm(vec2(a * (2.6 + 1.8 * fi) + 5.0 * fi, 3.0 + 7.0 * fi), 6) + 0.012 - 0.010 * fi;
    float cover = smoothstep(ridge + aa, ridge - aa, rd.y);
    vec3 land = mix(vec3(0.30, 0.36, 0.42) * skyAmbient() + 0.03 * keyColor(), air, sat(0.74 - 0.22 * fi + 0.3 * uWeather.w));
    c = mix(c, land, cover * (1.0 - 0.7 * uWeather.w));
  }
  return c;
}
