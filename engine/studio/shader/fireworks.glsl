// Bursts of fireworks on the sky, for scenes and for the overlay of that name.

const int BURSTS = 5;

// burstOf returns the time in seconds since burst k went off (negative while its rocket climbs), and sets its place on the
// sky (x, y in tangents of the view angle), its size and its colours.
float burstOf(int k, out vec2 at, out float size, out vec3 tint, out vec3 tail) {
  float period = 2.6 + 1.3 * hash1(k * 7 + 301);
  float clock = iTime / period + hash1(k * 7 + 302);
  int turn = int(floor(clock));
  int id = k * 131 + turn * 17 + 400;
  float wide = 0.62 * (1.0 - 0.55 * portrait());
  at = vec2((hash1(id) * 2.0 - 1.0) * wide, 0.27 + 0.22 * hash1(id + 1));
  size = 0.10 + 0.11 * hash1(id + 2);
  float kind = hash1(id + 3);
  vec3 gold = vec3(1.0, 0.62, 0.22);
  vec3 c = hash1(id + 4) < 0.5 ? uPalette[0] : (hash1(id + 5) < 0.5 ? uPalette[3] : uPalette[1]);
  c /= max(max(c.r, max(c.g, c.b)), 0.05);
  tint = kind < 0.35 ? gold : c;
  tail = kind < 0.6 ? gold : mix(c, vec3(1.0), 0.4);
  return fract(clock) * period - 0.55;
}

// fireworks is the light of all bursts in the direction s, tangents to the right and up of the resting view. px is the size of
// a pixel there.
vec3 fireworks(vec2 s, float px) {
  vec3 sum = vec3(0.0);
  for (int k = 0; k < BURSTS; k++) {
    vec2 at;
    float size;
    vec3 tint;
    vec3 tail;
    float age = burstOf(k, at, size, tint, tail);
    vec2 d = s - at;
    if (age < 0.0) {
      // The rocket: a spark that climbs and slows down.
      float u = -age / 0.55;
      vec2 q = vec2(d.x + 0.004 * sin(u * 9.0), d.y + 0.30 * u * u);
      float along = sat(-q.y / 0.05);
      sum += vec3(1.0, 0.72, 0.40) * 1.6 * exp(-sq(q.x / max(0.0016, px))) * step(q.y, 0.0) * step(-0.05, q.y) * (1.0 - along);
    } else if (dot(d, d) < sq(size * 1.7)) {
      d.y += 0.028 * age * age;
      float reach = size * (1.0 - exp(-2.6 * age));
      float r = length(d);
      float spokes = 34.0;
      float turn = atan(d.y, d.x) / TAU + 0.5;
      float fade = exp(-0.9 * age) * smoothstep(2.1, 1.1, age);
      for (int ring = 0; ring < 3; ring++) {
        float n = spokes - 11.0 * float(ring);
        float a = turn * n + hash1(k * 3 + ring + 77);
        int cell = int(mod(floor(a), n)) + k * 64 + ring * 512;
        float far = reach * (1.0 - 0.30 * float(ring)) * (0.86 + 0.18 * hash1(cell + 900));
        float off = (fract(a) - 0.5 + 0.5 * (hash1(cell + 901) - 0.5)) / n * TAU * r;
        float thin = max(size * 0.012, px * 0.8);
        float line = exp(-sq(off / thin));
        float head = exp(-sq((r - far) / (thin * 1.6)));
        float trail = smoothstep(far * 0.45, far, r) * step(r, far) * smoothstep(1.7, 0.2, age);
        float twinkle = 0.6 + 0.4 * sin(iTime * 21.0 + float(cell) * 1.7);
        sum += line * fade * (tint * head * 3.2 * mix(1.0, twinkle, sat(age)) + tail * trail * 0.55);
      }
      sum += (tint * 0.5 + 0.5) * 2.2 * exp(-r * r / sq(size * 0.25)) * exp(-11.0 * age);
    }
  }
  return sum;
}

// burstLight is the light of the bursts on the land and the smoke.
vec3 burstLight() {
  vec3 sum = vec3(0.0);
  for (int k = 0; k < BURSTS; k++) {
    vec2 at;
    float size;
    vec3 tint;
    vec3 tail;
    float age = burstOf(k, at, size, tint, tail);
    sum += age < 0.0 ? vec3(0.0) : tint * size * (exp(-2.2 * age) * (1.0 - exp(-14.0 * age)));
  }
  return sum;
}
