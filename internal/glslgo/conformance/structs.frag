#version 300 es
// Structures: nested, returned, inout, compared; functions with out and inout parameters and overloads.
precision highp float;
out vec4 fragColor;
struct Ray { vec3 from; vec3 dir; };
struct Hit { float t; Ray ray; bool any; };

Ray ray(vec2 p);
Ray ray(vec2 p) { return Ray(vec3(p, 1.0), vec3(0.0, 0.0, -1.0)); }
vec3 at(Ray r, float t) { return r.from + r.dir * t; }
float at(float a, float b) { return a * b; }
int at(int a, int b) { return a - b; }

bool strike(inout Hit h, float t, out float far) {
  far = t + 1.0;
  if (t > h.t) return false;
  h.t = t;
  h.any = true;
  far += 10.0;
  h.ray.from.xy += vec2(t, 2.0);
  return true;
}

void swap(inout float a, inout float b) { float t = a; a = b; b = t; }

void main() {
  vec2 p = gl_FragCoord.xy;
  Hit h = Hit(6.0, ray(p), false);
  Hit before = h;
  float far;
  bool s = strike(h, p.x, far);
  vec2 v = vec2(p.x, p.y * 3.0);
  if (p.x > p.y) swap(v.x, v.y);
  float same = h == before ? 1.0 : 0.0;
  if (h.ray != before.ray) same += 2.0;
  fragColor = vec4(far + (s ? 100.0 : 0.0), at(h.ray, h.t).x + at(h.ray, h.t).z, v.x - v.y, same + at(2.0, 3.0) + float(at(9, 4)));
}
