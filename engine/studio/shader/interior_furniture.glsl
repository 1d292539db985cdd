// The furniture of interior.frag: distances, shadows and materials. After interior_layout.glsl and interior_surfaces.glsl.

float roundBox(vec3 p, vec3 b, float r) {
  vec3 d = abs(p) - b + r;
  return length(max(d, 0.0)) + min(max(d.x, max(d.y, d.z)), 0.0) - r;
}

float disc(vec3 p, float radius, float half2, float r) {
  vec2 d = vec2(length(p.xz) - radius, abs(p.y) - half2) + r;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - r;
}

float rod(vec3 p, vec3 a, vec3 b, float r) {
  vec3 pa = p - a;
  vec3 ba = b - a;
  return length(pa - ba * sat(dot(pa, ba) / dot(ba, ba))) - r;
}

// vase is a turned body 0.26 m high that stands at the origin.
float vase(vec3 p) {
  float y = sat(p.y / 0.26);
  float belly = mix(0.055, 0.060, hash1(30)) + 0.050 * sin(PI * pow(y, 0.55 + 0.5 * hash1(31))) - 0.030 * smoothstep(0.55, 0.85, y) + 0.016 * smoothstep(0.85, 1.0, y);
  return max(length(p.xz) - belly, abs(p.y - 0.13) - 0.13) * 0.75;
}

vec3 bloomAt(int i) {
  float a = 2.4 * float(i) + TAU * hash1(40);
  float r = i == 0 ? 0.0 : 0.06 + 0.09 * hash1(41 + i);
  float sway = 0.006 * sin(iTime * 0.8 + float(i));
  return vec3(cos(a) * r + sway, 0.44 + 0.13 * hash1(51 + i) - 0.5 * r, sin(a) * r);
}

// blooms is the distance to the flower heads; which tells their number.
float blooms(vec3 p, out float which) {
  float d = 1.0;
  which = 0.0;
  #pragma unroll
  for (int i = 0; i < 7; i++) {
    vec3 q = p - bloomAt(i);
    float e = length(q * vec3(1.0, 1.25, 1.0)) - (0.046 + 0.020 * hash1(61 + i));
    which = e < d ? float(i) : which;
    d = min(d, e);
  }
  return d - 0.012 * (noise(p.xy * 60.0 + p.z * 35.0) - 0.5);
}

float stems(vec3 p) {
  float d = 1.0;
  #pragma unroll
  for (int i = 0; i < 7; i++) {
    d = min(d, rod(p, vec3(0.0, 0.20, 0.0), bloomAt(i), 0.005));
  }
  float leaf = length((p - vec3(0.05, 0.33, 0.0)) * vec3(1.0, 1.6, 1.2)) - 0.06;
  leaf = min(leaf, length((p - vec3(-0.06, 0.31, -0.03)) * vec3(1.0, 1.5, 1.2)) - 0.055);
  return min(d, leaf + 0.022 * noise(p.xy * 45.0 + p.z * 30.0));
}

// tableParts are the distances to (wood, vase, leaves, flowers) in the table's frame.
vec4 tableParts(vec3 p) {
  float tall = 0.72;
  float wood = disc(p - vec3(0.0, tall - 0.018, 0.0), 0.46, 0.018, 0.012);
  wood = min(wood, disc(p - vec3(0.0, tall - 0.07, 0.0), 0.36, 0.035, 0.01));
  vec3 q = vec3(abs(p.x), p.y, abs(p.z));
  wood = min(wood, rod(q, vec3(0.21, tall - 0.06, 0.21), vec3(0.27, 0.0, 0.27), 0.022));
  vec3 v = p - vec3(0.0, tall, 0.0);
  float which;
  float book = roundBox(vec3(v.x * 0.9 + v.z * 0.43 - 0.24 * hand(), v.y - 0.022, v.z * 0.9 - v.x * 0.43 + 0.12), vec3(0.11, 0.022, 0.08), 0.006);
  return vec4(min(wood, book), vase(v), stems(v), blooms(v, which));
}

float chair(vec3 p) {
  float turn = 0.75 * hand();
  p.xz = rot(turn) * p.xz;
  vec3 q = vec3(abs(p.x), p.y, p.z);
  float d = roundBox(p - vec3(0.0, 0.34, -0.02), vec3(0.30, 0.11, 0.36), 0.06);
  d = min(d, roundBox(p - vec3(0.0, 0.46, -0.04), vec3(0.29, 0.07, 0.34), 0.065));
  vec3 back = p - vec3(0.0, 0.62, 0.34);
  back.yz = rot(-0.20) * back.yz;
  back.z += 0.10 * back.x * back.x;
  d = min(d, roundBox(back, vec3(0.38 - 0.06 * sat(back.y), 0.42, 0.085), 0.08));
  d = min(d, roundBox(q - vec3(0.36, 0.42, 0.0), vec3(0.085, 0.20, 0.40), 0.08));
  d = min(d, rod(q, vec3(0.32, 0.24, 0.30), vec3(0.34, 0.0, 0.33), 0.024));
  return min(d, rod(q, vec3(0.32, 0.24, -0.30), vec3(0.34, 0.0, -0.33), 0.024));
}

// lampParts are the distances to (stand, shade) in the frame of the bulb.
vec2 lampParts(vec3 p) {
  float y = sat((p.y + 0.14) / 0.28);
  float radius = kitchen() ? mix(0.24, 0.05, smoothstep(0.0, 1.0, y)) : mix(0.22, 0.14, y);
  vec2 d = vec2(length(p.xz) - radius, abs(p.y) - 0.14);
  float shade = (length(max(d, 0.0)) + min(max(d.x, d.y), 0.0)) * 0.9;
  float stand = kitchen() ? rod(p, vec3(0.0, 0.1, 0.0), vec3(0.0, 1.0, 0.0), 0.008) : rod(p, vec3(0.0, 0.0, 0.0), vec3(0.0, -1.5, 0.0), 0.014);
  if (!kitchen()) {
    stand = min(stand, disc(p + vec3(0.0, 1.485, 0.0), 0.15, 0.014, 0.01));
  }
  return vec2(stand, shade);
}

float furniture(int id, vec3 p) {
  if (id == TABLE) {
    vec4 d = tableParts(p);
    return min(min(d.x, d.y), min(d.z, d.w));
  }
  if (id == CHAIR) {
    return chair(p);
  }
  vec2 d = lampParts(p);
  return min(d.x, d.y);
}

vec3 placeOf(int id) {
  return id == TABLE ? tablePlace() : (id == CHAIR ? chairPlace() : lampPlace());
}

// reachOf is the bounding cylinder of a piece: radius, lowest and highest point.
vec3 reachOf(int id) {
  return id == TABLE ? vec3(0.50, 0.0, 1.36) : (id == CHAIR ? vec3(0.68, 0.0, 1.12) : (kitchen() ? vec3(0.26, -0.2, 1.0) : vec3(0.26, -1.5, 0.18)));
}

// meet is where the ray meets a piece of furniture (distance, coverage): rays that pass by within a pixel cover it in part, which
// smooths the outline.
vec2 meet(int id, vec3 ro, vec3 rd, float limit) {
  vec3 o = ro - placeOf(id);
  vec3 reach = reachOf(id);
  float a = dot(rd.xz, rd.xz);
  float b = dot(o.xz, rd.xz);
  float c = dot(o.xz, o.xz) - reach.x * reach.x;
  float inside = b * b - a * c;
  if (inside < 0.0) {
    return vec2(0.0);
  }
  float root = sqrt(inside);
  float t = max((-b - root) / a, 0.05);
  float leave = min((-b + root) / a, limit);
  vec2 cap = (reach.yz - o.y) / (abs(rd.y) < 1e-4 ? 1e-4 : rd.y);
  t = max(t, min(cap.x, cap.y));
  leave = min(leave, max(cap.x, cap.y));
  if (leave <= t) {
    return vec2(0.0);
  }
  vec2 nearest = vec2(t, 1.0);
  int steps = budget(44, 0.6);
  for (int i = 0; i < steps; i++) {
    float d = furniture(id, o + rd * t);
    if (d < 0.0005 * t) {
      return vec2(t, 1.0);
    }
    nearest = d < nearest.y * t ? vec2(t, d / t) : nearest;
    t += d;
    if (t > leave) {
      break;
    }
  }
  return vec2(nearest.x, sat(1.0 - nearest.y / (1.1 * pixelAngle())));
}

// shadowOn is how much of the beam the table and what stands on it let through to p.
float shadowOn(vec3 p) {
  vec3 k = beam();
  vec3 o = p - tablePlace();
  float rise = max(0.70 - o.y, 0.0);
  vec3 level = o + k * (rise / k.y);
  float soft = 0.006 + 0.014 * rise / k.y;
  float open2 = o.y < 0.69 ? smoothstep(0.46 - soft, 0.46 + soft, length(level.xz)) : 1.0;
  vec3 q = vec3(abs(o.x), o.y, abs(o.z));
  float foot = smoothstep(0.05, 0.02, length(q.xz - vec2(0.265, 0.265))) * step(o.y, 0.1);
  float t = 0.02;
  for (int i = 0; i < 10; i++) {
    vec3 v = level + k * t;
    vec4 d = tableParts(v);
    float least = min(d.y, min(d.z, d.w));
    open2 = min(open2, sat(0.5 + 0.5 * least / (soft + 0.012 * t)));
    t += clamp(least, 0.03, 0.12);
  }
  return open2 * (1.0 - 0.8 * foot);
}

// under darkens the floor below furniture.
float under(vec3 p) {
  vec2 a = p.xz - tablePlace().xz;
  vec2 b = p.xz - chairPlace().xz;
  vec2 c = p.xz - lampPlace().xz;
  float dark = kitchen() || hearth() && portrait() > 0.5 ? 1.0 : 1.0 - 0.72 * exp(-dot(b, b) * 5.5);
  return dark * (1.0 - 0.45 * exp(-dot(a, a) * 6.0)) * (kitchen() ? 1.0 : 1.0 - 0.4 * exp(-dot(c, c) * 40.0));
}

// piece is the radiance of furniture at p in the world.
vec3 piece(int id, vec3 p, vec3 rd) {
  vec3 o = p - placeOf(id);
  const float E = 0.004;
  float d = furniture(id, o);
  vec3 n = normalize(vec3(furniture(id, o + vec3(E, 0.0, 0.0)), furniture(id, o + vec3(0.0, E, 0.0)), furniture(id, o + vec3(0.0, 0.0, E))) - d);
  vec3 k = beam();
  vec3 light = lightAt(p, n);
  vec3 sun = beamColor() * sunAt(p);
  float diffuse = max(dot(n, k), 0.0);
  float through = sat(0.5 - 0.5 * dot(n, k));
  float rim = pow(1.0 - sat(-dot(n, rd)), 3.0) * max(n.z + 0.5, 0.0);
  if (id == LAMP) {
    vec2 parts = lampParts(o);
    if (parts.y < parts.x) {
      vec3 cloth = kitchen() ? 0.06 + 0.35 * uPalette[3] : mix(vec3(0.60, 0.52, 0.40), uPalette[4], 0.2);
      float band = exp(-sq(o.y * 7.0)) * 0.6 + 0.55;
      vec3 glow = lampColor() * (kitchen() ? (n.y < -0.5 ? 2.0 : 0.05) : (abs(n.y) > 0.7 ? 2.6 : 1.05 * band));
      return cloth * (light * 0.8 + sun * diffuse) + glow;
    }
    return vec3(0.10, 0.085, 0.06) * (light + sun * diffuse) + 0.25 * rim * skyIn();
  }
  if (id == CHAIR) {
    vec3 fabric = mix(vec3(0.20, 0.15, 0.11), 0.03 + 0.40 * uPalette[1], 0.8);
    float weave = noise(p.xy * 130.0 + p.z * 90.0);
    float soft = 0.62 + 0.38 * smoothstep(0.0, 0.5, o.y);
    vec3 c = o.y < 0.22 ? woodTone(17) : fabric * (0.86 + 0.28 * weave);
    return c * (light * soft + sun * diffuse) + 0.16 * rim * (skyIn() + 0.2 * beamColor()) * fabric;
  }
  vec4 parts = tableParts(o);
  float least = min(min(parts.x, parts.y), min(parts.z, parts.w));
  float shine = 0.0;
  vec3 c;
  if (least == parts.w) {
    float which;
    blooms(o - vec3(0.0, 0.72, 0.0), which);
    vec3 petal = which < 2.5 ? uPalette[0] : (which < 4.5 ? uPalette[3] : mix(uPalette[4], vec3(0.9), 0.4));
    c = 0.05 + 0.72 * petal;
    return c * (light * 1.15 + sun * (diffuse + 0.45 * through)) + 0.25 * rim * skyIn() * c;
  }
  if (least == parts.z) {
    c = vec3(0.075, 0.13, 0.035);
    return c * (light + sun * (diffuse + 0.6 * through)) + 0.3 * c * rim * skyIn();
  }
  if (least == parts.y) {
    c = hash1(32) < 0.5 ? vec3(0.62, 0.60, 0.56) : 0.06 + 0.4 * uPalette[1];
    shine = 0.6;
  } else {
    bool top = n.y > 0.8 && o.y < 0.73;
    c = o.y > 0.723 ? 0.06 + 0.4 * uPalette[3] : woodTone(17) * (0.75 + 0.5 * noise(vec2(o.x * 4.0, o.z * 70.0)));
    if (top) {
      sun *= shadowOn(p + vec3(0.0, 0.01, 0.0));
      light *= 1.0 - 0.5 * exp(-dot(o.xz, o.xz) * 130.0);
    }
    shine = 0.35;
  }
  vec3 r = reflect(rd, n);
  vec3 back = p + r * ((BACK - p.z) / max(r.z, 0.1));
  float pane = glazing(back.xy - opening().xy, 0.15) * step(0.05, r.z);
  vec3 lit = c * (light + sun * diffuse) + shine * (0.06 + 0.6 * pow(1.0 - sat(-dot(n, rd)), 4.0)) * pane * skyIn() * 1.6;
  return lit + shine * beamColor() * sunAt(p) * pow(max(dot(r, k), 0.0), 60.0) * 0.8;
}
