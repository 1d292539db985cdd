// One fir for woods and banks. After common.glsl.

// fir is a conifer in its own frame: foot at the origin, height 1, which two numbers 0..1 shape. Boughs hang over one another in
// whorls, dark where the next ones shade them. px is the width of a pixel in that frame; toKey is where the light comes from, -1
// left to 1 right. Returns (coverage, light).
vec2 fir(vec2 q, float px, vec2 h, float toKey) {
  if (q.y > 1.0) {
    return vec2(0.0);
  }
  float far = sat(px * 22.0);
  float spread = 1.0 - q.y;
  float arm = abs(q.x) / (0.175 * spread + 0.01);
  float drift = noise(vec2(q.x * 11.0 + 17.0 * h.x, q.y * 7.0 + 61.0 * h.y));
  float whorl = (q.y + (0.20 + 0.35 * spread) * abs(q.x)) * (8.0 + 5.0 * h.x) + 1.3 * drift + (q.x < 0.0 ? 0.0 : 0.45);
  float f = fract(whorl);
  float sprays = noise(vec2(q.x * 55.0 + 9.0 * h.y, q.y * 75.0 - abs(q.x) * 40.0));
  float reach = noise(vec2(floor(whorl) * 1.31 + 97.0 * h.y, q.x < 0.0 ? 2.0 : 5.0));
  float rim = (0.66 + 0.40 * (1.0 - f)) * (0.62 + 0.55 * reach) + (sprays - 0.5) * 0.60 * (1.0 - 0.5 * far);
  if (px < 0.008) { // needles, where they are wider than pixels
    float needles = noise(vec2(q.x * 170.0 - q.y * 60.0, q.y * 190.0 + abs(q.x) * 150.0)) - 0.5;
    needles *= sat(1.6 - 200.0 * px);
    rim += 0.30 * needles;
    sprays += 0.45 * needles;
  }
  float a = smoothstep(px, -px, abs(q.x) - rim * 0.175 * spread - 0.004);
  float l = mix(0.30 + 0.70 * smoothstep(1.0, 0.15, f), 0.65, 0.6 * far) * (0.50 + 0.50 * sat(arm)) * (0.55 + 0.9 * sprays);
  l *= (0.60 + 0.40 * sat(q.y * 2.0)) * (1.0 + 0.55 * toKey * clamp(q.x / (0.16 * spread + 0.02), -1.0, 1.0));
  return vec2(a, l);
}
