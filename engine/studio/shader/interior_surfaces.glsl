// Materials of the walls, the floor and what hangs on them, for interior.frag. After interior_layout.glsl.

vec3 woodTone(int n) {
  float h = hash1(n);
  return h < 0.5 ? mix(vec3(0.40, 0.245, 0.125), vec3(0.27, 0.145, 0.068), h * 2.0) : mix(vec3(0.30, 0.155, 0.078), vec3(0.135, 0.072, 0.040), h * 2.0 - 1.0);
}

vec3 wallTone() {
  float h = hash1(11);
  vec3 paint = h < 0.34 ? vec3(0.66, 0.60, 0.50) : (h < 0.58 ? vec3(0.42, 0.47, 0.38) : (h < 0.8 ? vec3(0.36, 0.43, 0.48) : vec3(0.60, 0.42, 0.32)));
  return mix(paint, 0.15 + 0.6 * uPalette[2], 0.16);
}

vec3 flooring(vec2 p, float px, out float gloss) {
  if (kitchen()) {
    vec2 g = p / 0.42;
    ivec2 cell = ivec2(floor(g));
    vec2 e = (0.5 - abs(fract(g) - 0.5)) * 0.42;
    float joint = smoothstep(0.004 + px, 0.002, min(e.x, e.y)) * min(1.0, 0.008 / px);
    float odd = float((cell.x + cell.y) & 1);
    vec3 c = mix(vec3(0.46, 0.42, 0.36), hash1(12) < 0.5 ? vec3(0.14, 0.15, 0.16) : vec3(0.42, 0.22, 0.14), odd);
    c *= 0.82 + 0.22 * hash2(cell) + 0.18 * (fbm(p * 7.0, 3) - 0.5);
    gloss = 0.75 * (1.0 - joint);
    return mix(c, vec3(0.16, 0.145, 0.13), joint);
  }
  float wide = 0.125;
  float i = floor(p.x / wide);
  float off = hash2(ivec2(int(i), 70));
  float z = p.y / 1.45 + off * 7.0;
  vec2 h = hash22(ivec2(int(i), int(floor(z)) + 100));
  float fine = mix(noise(vec2(p.x * 95.0, p.y * 3.5 + 40.0 * h.x)), 0.5, smoothstep(0.004, 0.014, px));
  float ring = fbm(vec2(p.x * 22.0 + 30.0 * h.y, p.y * 1.1 + 20.0 * h.x), 3);
  vec3 c = woodTone(13) * (0.62 + 0.42 * h.x + 0.30 * (fine - 0.5) + 0.62 * (ring - 0.45));
  float e = (0.5 - abs(fract(p.x / wide) - 0.5)) * wide;
  float ends = (0.5 - abs(fract(z) - 0.5)) * 1.45;
  float gap = max(smoothstep(0.0022 + px, 0.001, e), smoothstep(0.003 + px, 0.001, ends)) * min(1.0, 0.006 / px);
  gloss = (0.55 + 0.35 * fine) * (1.0 - gap) * (0.75 + 0.4 * h.y);
  return c * (1.0 - 0.65 * gap);
}

// rug is woven in bands around its middle: (colour, coverage).
vec4 rug(vec2 p, float px) {
  vec2 middle = vec2(0.35 * hand() * (1.0 - portrait()), BACK - 2.05);
  vec2 d = p - middle;
  bool oval = hash1(14) < 0.5;
  float r = oval ? length(d * vec2(0.62, 1.0)) : max(abs(d.x) * 0.62, abs(d.y));
  float edge = smoothstep(0.86 + 0.004 + px, 0.86 - px, r);
  if (edge <= 0.0) {
    return vec4(0.0);
  }
  float band = r / 0.86;
  vec3 ground = 0.06 + 0.42 * uPalette[3];
  vec3 pale = mix(vec3(0.58, 0.51, 0.40), uPalette[4], 0.25);
  vec3 dark = ground * 0.38 + 0.01;
  float weave = mix(0.5 + 0.5 * sin(d.x * 330.0) * sin(d.y * 330.0), 0.5, smoothstep(0.002, 0.006, px));
  float soft = px * 1.4 + 0.012;
  float lines = smoothstep(soft, -soft, abs(band - 0.90) - 0.035) + smoothstep(soft, -soft, abs(band - 0.76) - 0.018);
  vec2 g = d * vec2(3.2, 4.2);
  float diamond = abs(abs(fract(g.x) - 0.5) + abs(fract(g.y) - 0.5) - 0.30);
  float motif = smoothstep(0.07 + 4.0 * px, 0.05 - 4.0 * px, diamond) * smoothstep(0.70, 0.66, band) * (oval ? 0.35 : 0.85);
  vec3 c = mix(ground, dark, smoothstep(soft, -soft, 0.81 - band));
  c = mix(c, pale, sat(lines) * 0.85);
  c = mix(c, mix(pale, dark, step(0.5, hash1(15))), motif * 0.7);
  return vec4(c * (0.72 + 0.36 * weave + 0.25 * (noise(p * 30.0) - 0.5)), edge);
}

// shelf is a wall of books seen along rd at q = (along, up) of its front; into is how fast the view goes deeper.
vec3 shelf(vec2 q, vec2 slope, float px, vec3 wood, out float shine) {
  const float ROW = 0.36;
  vec2 b = q + slope * 0.035;
  float row = floor(q.y / ROW);
  float up = fract(q.y / ROW) * ROW;
  float along = q.x / 0.9;
  float post = (0.5 - abs(fract(along) - 0.5)) * 0.9;
  shine = 0.0;
  float board = max(smoothstep(0.030 + px, 0.030 - px, up), smoothstep(0.024 + px, 0.024 - px, post));
  float grain = 0.8 + 0.3 * noise(vec2(q.x * 3.0, q.y * 40.0));
  vec3 frame = wood * grain;
  up = (b.y / ROW - row) * ROW;
  int bay = int(floor(along));
  // Books stand in slots of one width; every second boundary moves, so that spines are thick and thin.
  float slot = b.x / 0.052;
  float i = floor(slot);
  float f = slot - i;
  float split = 0.30 + 0.40 * hash2(ivec2(int(i) * 2, int(row) + 40));
  int id = int(i) * 2 + (f > split ? 1 : 0);
  float from = f > split ? split : 0.0;
  float to = f > split ? 1.0 : split;
  vec2 h = hash22(ivec2(id, int(row)));
  vec2 h2 = hash22(ivec2(id + 9, int(row) + 77));
  float gapBay = step(0.86, hash2(ivec2(bay * 3 + int(floor(fract(along) * 3.0)), int(row) + 200)));
  float tall = (0.19 + 0.10 * h.x) * (1.0 - 0.55 * gapBay * step(0.2, h.y));
  float inBook = smoothstep(tall + 0.03 + px, tall + 0.03 - px, up);
  vec3 cover = h.y < 0.28 ? vec3(0.26, 0.105, 0.055) : (h.y < 0.46 ? vec3(0.075, 0.12, 0.085) : (h.y < 0.62 ? vec3(0.06, 0.085, 0.14) : (h.y < 0.78 ? vec3(0.42, 0.34, 0.22) : (h.y < 0.88 ? 0.10 + 0.3 * uPalette[3] : vec3(0.30, 0.05, 0.045)))));
  cover *= 0.55 + 0.8 * h2.x;
  float round2 = (f - from) / max(to - from, 0.1);
  cover *= 0.45 + 0.75 * (1.0 - sq(2.0 * round2 - 1.0));
  float gilt = step(0.45, h2.y) * smoothstep(0.006 + px, 0.003, abs(abs(up - 0.5 * tall - 0.03) - 0.33 * tall)) * min(1.0, 0.012 / px);
  cover = mix(cover, vec3(0.62, 0.46, 0.20), 0.7 * gilt);
  vec3 dark = wood * 0.10;
  vec3 c = mix(dark, cover, inBook);
  c *= 0.35 + 0.65 * smoothstep(ROW, ROW - 0.16, up);
  shine = board;
  return mix(c, frame, board);
}

// bricks is the masonry around and in the hearth.
vec3 bricks(vec2 q, float px) {
  vec2 g = vec2(q.x / 0.21, q.y / 0.072);
  g.x += 0.5 * float(int(floor(g.y)) & 1);
  vec2 e = (0.5 - abs(fract(g) - 0.5)) * vec2(0.21, 0.072);
  float joint = smoothstep(0.007 + px, 0.004 - px, min(e.x, e.y)) * min(1.0, 0.014 / px);
  vec3 c = hash1(16) < 0.5 ? vec3(0.30, 0.125, 0.075) : vec3(0.46, 0.42, 0.37);
  c *= 0.70 + 0.5 * hash2(ivec2(floor(g))) + 0.3 * (noise(q * 60.0) - 0.5);
  return mix(c, vec3(0.34, 0.30, 0.26), joint * 0.8);
}

// picture is a framed landscape on the wall: (colour, coverage).
vec4 picture(vec2 q, vec2 half2, int id, float px) {
  vec2 d = abs(q) - half2;
  float m = max(d.x, d.y);
  float cover = smoothstep(px, -px, m);
  vec3 frame = woodTone(id) * (0.6 + 8.0 * max(m + 0.03, 0.0));
  float mat2d = smoothstep(-px, px, -m - 0.035);
  float art = smoothstep(-px, px, -m - 0.095);
  float ridge = q.y + 0.10 - 0.22 * fbm(vec2(q.x * 5.0 + float(id), 1.0), 3);
  vec3 view = mix(0.08 + 0.4 * uPalette[1], 0.25 + 0.5 * uPalette[4], sat(q.y * 2.0 + 0.5));
  view = mix(view, 0.03 + 0.35 * uPalette[id % 2 == 0 ? 2 : 3], smoothstep(0.01, -0.01, ridge));
  vec3 c = mix(frame, vec3(0.66, 0.63, 0.57), mat2d);
  return vec4(mix(c, view * 0.8, art), cover);
}

// wall is the albedo of a painted wall at q = (along, up).
vec3 wall(vec2 q, float px, bool tiled) {
  vec3 c = wallTone() * (0.94 + 0.10 * fbm(q * 3.0, 3));
  float panel = hash1(18);
  vec3 trim = mix(vec3(0.60, 0.58, 0.53), wallTone(), 0.25);
  if (panel < 0.5 && uRoom < 0.5) {
    float rail = 0.92;
    vec2 g = vec2((fract(q.x / 0.62) - 0.5) * 0.62, q.y - 0.50);
    vec2 e = abs(g) - vec2(0.24, 0.30);
    float m = abs(max(e.x, e.y));
    vec3 low = trim * (1.0 - 0.28 * smoothstep(0.016 + px, 0.004, m) * min(1.0, 0.02 / px));
    low *= 1.0 + 0.25 * smoothstep(0.014, 0.0, abs(q.y - rail + 0.015));
    c = mix(c, low, smoothstep(rail + px, rail - px, q.y));
    c *= 1.0 - 0.25 * smoothstep(0.05, 0.0, abs(q.y - rail - 0.02)) * step(rail, q.y);
  }
  if (tiled) {
    vec2 g = vec2(q.x / 0.15, (q.y - 0.92) / 0.075);
    g.x += 0.5 * float(int(floor(g.y)) & 1);
    vec2 e = (0.5 - abs(fract(g) - 0.5)) * vec2(0.15, 0.075);
    float joint = smoothstep(0.003 + px, 0.001, min(e.x, e.y)) * min(1.0, 0.006 / px);
    vec3 tile = mix(vec3(0.66, 0.65, 0.61), 0.25 + 0.4 * uPalette[1], 0.22) * (0.90 + 0.16 * hash2(ivec2(floor(g))));
    c = mix(c, mix(tile, vec3(0.40), joint * 0.7), smoothstep(1.62 + px, 1.62 - px, q.y));
  }
  float skirting = smoothstep(0.13 + px, 0.13 - px, q.y);
  c = mix(c, trim * (1.0 + 0.3 * smoothstep(0.015, 0.0, abs(q.y - 0.12))), skirting);
  return c * (1.0 - 0.4 * smoothstep(0.012 + px, 0.0, q.y));
}

// crockery is two boards with jars, bowls and bottles at q = (away from the window, up): (colour, coverage).
vec4 crockery(vec2 q, int id, float px) {
  vec4 sum = vec4(0.0);
  for (int row = 0; row < 2; row++) {
    float y = q.y - 1.62 - 0.40 * float(row);
    float inside = smoothstep(-px, px, q.x) * smoothstep(1.45 + px, 1.45 - px, q.x);
    float shade = inside * smoothstep(-0.20, -0.03, y) * step(y, -0.015) * 0.35;
    sum = vec4(sum.rgb * (1.0 - shade), sum.a + shade * (1.0 - sum.a));
    float cell = floor(q.x / 0.155);
    vec2 h = hash22(ivec2(int(cell) + id, 300 + row));
    float x = (fract(q.x / 0.155) - 0.5) * 0.155;
    float tall = 0.08 + 0.15 * h.x;
    float body = mix(0.030, 0.062, h.y);
    float neck = h.y < 0.4 ? smoothstep(0.55, 0.72, y / tall) * 0.55 : (h.y > 0.75 ? -0.25 * smoothstep(0.0, 1.0, y / tall) + 0.25 : 0.0);
    float radius = body * (1.0 - neck);
    float pot = smoothstep(radius + px, radius - px, abs(x)) * smoothstep(tall + px, tall - px, y) * step(0.0, y) * step(hash1(id + int(cell) * 3 + row), 0.85);
    float turn = x / max(radius, 0.01);
    vec3 glaze = h.x < 0.3 ? vec3(0.60, 0.58, 0.53) : (h.x < 0.5 ? 0.05 + 0.45 * uPalette[1] : (h.x < 0.7 ? vec3(0.42, 0.24, 0.12) : (h.x < 0.85 ? 0.06 + 0.4 * uPalette[3] : vec3(0.16, 0.22, 0.12))));
    glaze *= 0.45 + 0.65 * sqrt(max(1.0 - turn * turn, 0.0)) - 0.18 * turn;
    glaze = mix(glaze, woodTone(21), smoothstep(tall - 0.022 - px, tall - 0.022 + px, y) * step(0.4, h.y) * step(h.y, 0.75));
    float cover = pot * inside;
    sum = mix(sum, vec4(glaze, 1.0), cover);
    float board = inside * smoothstep(0.014 + px, 0.014 - px, abs(y + 0.014));
    sum = mix(sum, vec4(woodTone(21) * (0.8 + 0.3 * smoothstep(-0.01, 0.0, y)), 1.0), board);
  }
  return sum;
}

vec3 ceiling(vec3 p, float px) {
  vec3 c = vec3(0.62, 0.60, 0.56);
  if (hash1(19) < 0.5) {
    float beamAt = abs(fract(p.x / 0.85 + 0.5) - 0.5) * 0.85;
    vec3 timber = woodTone(20) * 0.8 * (0.7 + 0.5 * noise(vec2(p.x * 30.0, p.z * 2.0)));
    c = mix(c * (1.0 - 0.30 * exp(-max(beamAt - 0.08, 0.0) * 14.0)), timber, smoothstep(0.08 + px, 0.08 - px, beamAt));
  }
  return c;
}
