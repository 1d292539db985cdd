// What stands in open country: trees and far hills. After common.glsl.

// tree is one round-crowned tree in its own frame: foot at the origin, height 1. Returns (coverage, light, leaf share). The
// crown is a handful of balls that melt into each other, with tufts of leaves that stand out from it and shade each other.
vec3 tree(vec2 q, float soft, int id) {
  float lean = 0.06 * (hash1(id + 1) - 0.5);
  float girth = 0.016 + 0.020 * exp(-max(q.y, 0.0) * 14.0);
  float trunk = smoothstep(girth + soft, girth - soft, abs(q.x - lean * sat(q.y / 0.6))) * step(q.y, 0.6) * smoothstep(-0.008, 0.008, q.y);
  vec2 at = q + float(id % 97) * 3.1;
  float tufts = noise(at * 15.0) - 0.5;
  float sprays = noise(OCTAVE * at * 17.0 + 0.8 * tufts) - 0.5;
  float leafy = 0.0;
  if (soft < 0.02) { // smaller leaves would only shimmer
    leafy = (noise(at.yx * vec2(95.0, 75.0) + 2.5 * sprays) - 0.5) * sat(1.5 - 75.0 * soft);
  }
  float frayed = 0.55 * tufts + 0.42 * sprays + 0.30 * leafy;
  vec3 keyLocal = normalize(vec3(keyDir().x, keyDir().y + 0.15, -0.35 - 0.3 * keyDir().z));
  float best = -1.0;
  float weights = 1e-4;
  float facing = 0.0;
  for (int i = 0; i < 7; i++) {
    float fi = float(i);
    float angle = fi * 2.4 + 6.28 * hash1(id + 3);
    float out1 = i == 0 ? 0.0 : 0.14 + 0.10 * hash1(id + 10 + i);
    vec2 centre = vec2(lean + cos(angle) * out1 * 1.15, 0.62 + sin(angle) * out1 * 0.95);
    float radius = i == 0 ? 0.25 : 0.13 + 0.06 * hash1(id + 20 + i);
    vec2 d = (q - centre) / radius;
    float near = dot(d, d);
    float rim = 1.0 - sqrt(near);
    vec3 n = vec3(d, -sqrt(max(1.0 - near, 0.05)));
    float weight = sq(sq(sat(0.75 + 0.5 * rim)));
    facing += weight * dot(n, keyLocal);
    weights += weight;
    best = max(best, rim);
  }
  best += frayed;
  // Tufts catch the light on the side that looks at it, and shade what lies under them.
  float lit = sat(0.33 + 0.40 * facing / weights + 0.65 * tufts + 0.75 * sprays + 0.75 * leafy + 0.20 * (q.y - 0.6));
  float leaves = smoothstep(-soft * 4.0, soft * 4.0 + 0.03, best - 0.03);
  float gap = smoothstep(0.10, 0.10 + 0.03 + 4.0 * soft, -sprays - 0.5 * leafy - 0.9 * best);
  leaves *= 1.0 - gap;
  float round1 = sat(0.55 + 0.45 * sign(keyLocal.x) * q.x / girth) * (0.75 + 0.5 * noise(at * vec2(90.0, 18.0)));
  lit = mix(round1, lit, leaves);
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
