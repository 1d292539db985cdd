// The window of interior.frag with its curtains, the weather on and behind the panes, and the land outside. After
// interior_layout.glsl.

// outside is what the window looks out on: a garden, woods and hills under the sky.
vec3 outside(vec3 ro, vec3 rd) {
  vec3 air = distanceColor(rd);
  vec3 c = skyFull(rd, 4);
  vec3 sun = keyColor();
  vec3 amb = skyAmbient();
  float slope = rd.y / max(rd.z, 0.2);
  #pragma unroll
  for (int i = 0; i < 3; i++) {
    float fi = float(i);
    float away = i == 0 ? 900.0 : (i == 1 ? 120.0 : 16.0);
    float a = rd.x / max(rd.z, 0.2) + ro.x / away;
    float y = slope + (ro.y - EYE) / away;
    float shape = fbm(vec2(a * (i == 0 ? 4.0 : (i == 1 ? 11.0 : 6.5)) + 9.0 * fi, 2.0 + fi), 4 + i);
    float top = i == 0 ? 0.015 + 0.16 * shape : (i == 1 ? -0.045 + 0.13 * shape : -0.19 + 0.26 * shape * (0.5 + hash1(80)));
    float edge = i == 0 ? 0.004 : 0.012;
    float cover = smoothstep(top + edge, top - edge, y);
    float dapple = fbm(vec2(a, y) * (i == 2 ? 26.0 : 34.0) + 5.0 * fi, 4);
    vec3 leaf = mix(vec3(0.050, 0.085, 0.022), 0.02 + 0.26 * uPalette[2], 0.55) * (0.35 + 1.3 * dapple);
    leaf = mix(leaf, vec3(0.74, 0.78, 0.85) * (0.7 + 0.4 * dapple), uWeather.z * smoothstep(0.30, 0.62, dapple + 0.25 * fi * 0.2));
    vec3 lit = leaf * (amb * 1.5 + sun * (0.12 + 0.9 * smoothstep(0.35, 0.75, dapple) * smoothstep(top - 0.22, top, y)));
    float haze = i == 0 ? 0.62 : (i == 1 ? 0.22 : 0.03);
    c = mix(c, mix(lit, air, min(haze + 0.7 * uWeather.w + 0.15 * uWeather.y, 1.0)), cover);
  }
  return c;
}

// flakes is snow that falls behind the window.
float flakes(vec2 q) {
  float sum = 0.0;
  #pragma unroll
  for (int i = 0; i < 3; i++) {
    float size = 0.10 + 0.07 * float(i);
    vec2 g = (q + vec2(0.05 * sin(iTime * 0.7 + 5.0 * q.y) + 0.012 * uWind.x * iTime, iTime * (0.22 + 0.13 * float(i)))) / size;
    ivec2 cell = ivec2(floor(g)) + ivec2(700 * (i + 1), 0);
    vec2 d = fract(g) - 0.25 - 0.5 * hash22(cell);
    sum += smoothstep(0.11, 0.02, length(d)) * step(0.35, hash2(cell + ivec2(3, 9)));
  }
  return sum;
}

// drops bends the view through rain on the panes: (shift of the view, brightness of the rim).
vec3 drops(vec2 q) {
  vec3 sum = vec3(0.0);
  #pragma unroll
  for (int i = 0; i < 2; i++) {
    float size = i == 0 ? 0.060 : 0.028;
    vec2 g = q / size + float(i) * 17.0;
    ivec2 cell = ivec2(floor(g));
    vec2 h = hash22(cell + ivec2(31 * i, 5));
    vec2 d = fract(g) - 0.3 - 0.4 * h;
    d.x *= 1.0 + 0.3 * h.y;
    float r = 0.12 + 0.20 * h.x;
    float m = smoothstep(r, 0.6 * r, length(d)) * step(0.35, hash2(cell + ivec2(8, 40)));
    sum += vec3(-d * 2.6 / (0.15 + r), d.y * 2.2) * m * 0.45;
  }
  float column = floor(q.x / 0.085);
  float h = hash1(int(column) + 900);
  float x = fract(q.x / 0.085) - 0.5 + 0.22 * sin(q.y * 21.0 + 9.0 * h) + 0.10 * sin(q.y * 47.0);
  float fall = q.y / 0.55 + iTime * (0.10 + 0.22 * h) + 7.0 * h;
  float y = fract(fall);
  float head = smoothstep(0.15, 0.06, length(vec2(x, (y - 0.12) * 5.0)));
  float trail = smoothstep(0.09, 0.02, abs(x)) * smoothstep(0.10, 0.16, y) * smoothstep(0.85, 0.2, y) * 0.6;
  float runs = step(0.45, hash2(ivec2(int(column), int(floor(fall)))));
  sum += runs * vec3(-x * 2.0, 0.8, 0.35) * (head + 0.5 * trail) * 0.6;
  return sum;
}

// windowView is what is seen through the opening at the wall's point p: its reveal, its bars, or the world behind the glass.
vec3 windowView(vec3 ro, vec3 rd, vec3 p) {
  vec4 w = opening();
  float px = length(p - ro) * pixelAngle();
  vec3 g = p + rd * (DEEP / max(rd.z, 0.1));
  vec2 q = g.xy - w.xy;
  vec2 over = abs(q) - w.zw;
  vec3 white = vec3(0.64, 0.62, 0.58);
  vec3 glow = skyIn() * 0.85 + beamColor() * 0.10 + lampColor() * 0.05 + fireColor() * 0.03;
  if (over.x > 0.0 || over.y > 0.0) {
    bool flank = over.x * (abs(rd.x) < 1e-3 ? 1000.0 : 1.0) * abs(rd.y) > over.y * abs(rd.x);
    vec3 n = flank ? vec3(-sign(q.x), 0.0, 0.0) : vec3(0.0, -sign(q.y), 0.0);
    float direct = max(dot(n, beam()), 0.0) * (flank ? 0.8 : 1.0);
    return white * (glow * (flank ? 1.0 : (q.y < 0.0 ? 1.25 : 0.8)) + beamColor() * direct * 0.8);
  }
  vec3 view = rd;
  float rain = uWeather.y;
  float rim = 0.0;
  if (rain > 0.05) {
    vec3 d = drops(q) * smoothstep(0.02, 0.4, rain);
    view = normalize(vec3(rd.x + 0.30 * d.x, rd.y + 0.30 * d.y, rd.z));
    rim = d.z;
  }
  vec3 c = outside(ro, view);
  c = mix(c, skyIn(), 0.22 * rain) * (1.0 + 0.6 * rim);
  if (uWeather.z > 0.02) {
    c = mix(c, vec3(1.1) * (skyAmbient() * 1.5 + 0.05) + keyColor() * 0.12, 0.85 * sat(flakes(q + vec2(ro.x, ro.y) * 0.8)) * sat(1.6 * uWeather.z));
  }
  c = c * 0.92 + 0.012 * lampColor() + 0.006 * fireColor();
  float frame = 1.0 - glazing(q, max(px, 0.004));
  vec2 size = 2.0 * w.zw / panes();
  vec2 bar = (fract((q + w.zw) / size + 0.5) - 0.5) * size;
  float round2 = clamp(0.75 + 10.0 * (abs(bar.x) < 0.022 ? -bar.x * sign(beam().x + 0.01) : bar.y), 0.55, 1.0);
  return mix(c, white * (lightAt(vec3(g.xy, BACK - 0.02), vec3(0.0, 0.0, -1.0)) * 0.9 + skyIn() * 0.12) * round2, frame);
}

// curtain lays the cloth beside the window over what is behind it.
vec3 curtain(vec3 behind, vec3 ro, vec3 rd) {
  vec4 w = opening();
  float t = (BACK - 0.10 - ro.z) / max(rd.z, 0.05);
  vec3 p = ro + rd * t;
  vec2 q = p.xy - w.xy;
  float px = t * pixelAngle();
  float low = kitchen() ? w.y - w.w - 0.04 : 0.02;
  float top = w.y + w.w + 0.12;
  float side = q.x < 0.0 ? -1.0 : 1.0;
  float in2 = abs(q.x) - curtainEdge(p.y, side);
  float out2 = w.z + 0.30 - 0.05 * exp(-sq((p.y - 0.95) * 2.2)) - abs(q.x);
  float cover = smoothstep(-px, px, in2) * smoothstep(-px, px, out2) * smoothstep(top + px, top - px, p.y) * smoothstep(low - px, low + px, p.y);
  float rail = smoothstep(0.014 + px, 0.014 - px, abs(p.y - top)) * smoothstep(w.z + 0.42, w.z + 0.41, abs(q.x));
  vec3 c = behind;
  if (cover > 0.0) {
    float way = in2 / max(in2 + out2, 0.05);
    float fold = sin(way * 26.0 + 0.8 * sin(p.y * 2.0 + side) + 0.5 * sin(iTime * 0.8 + p.y * 1.5));
    float fold2 = sin(way * 47.0 + 2.0 + sin(p.y * 3.1));
    float relief = 0.72 + 0.24 * fold + 0.08 * fold2;
    vec3 cloth = mix(vec3(0.58, 0.54, 0.47), 0.08 + 0.7 * uPalette[4], 0.6);
    vec3 front = lightAt(vec3(p.xy, BACK - 0.15), normalize(vec3(0.5 * fold * side, 0.0, -1.0)));
    float lightsUp = smoothstep(w.z + 0.03, w.z - 0.08, abs(q.x)) * smoothstep(w.w + 0.03, w.w - 0.03, abs(q.y));
    vec3 through = (skyIn() * 0.55 + beamColor() * 0.30) * lightsUp * (0.75 + 0.25 * fold2);
    c = mix(c, cloth * relief * (front + through), cover);
  }
  return mix(c, vec3(0.10, 0.07, 0.045) * (lightAt(vec3(p.xy, BACK - 0.15), vec3(0.0, 0.3, -1.0)) * 1.5), rail);
}
