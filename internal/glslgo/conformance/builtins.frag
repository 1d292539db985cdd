#version 300 es
// Float functions.
precision highp float;
uniform float uX;
out vec4 fragColor;
void main() {
  float x = gl_FragCoord.x * 0.37 - 2.0, y = gl_FragCoord.y + 0.25;
  vec3 a = vec3(x, y, 1.0), b = vec3(0.5, -x, y);
  float s = sin(x) + cos(y) * 2.0 + tan(x * 0.3) + atan(x) + atan(y, x) + asin(x * 0.1) + acos(x * 0.1);
  s += sinh(x) + cosh(x) + tanh(x) + asinh(x) + acosh(y + 1.0) + atanh(x * 0.1) + radians(x) + degrees(0.01 * x);
  float e = exp(x) + log(y) + exp2(x) + log2(y) + sqrt(y) + inversesqrt(y) + pow(y, x) + pow(y, 3.0) + pow(y, 0.5);
  float r = floor(x) + ceil(x) * 2.0 + trunc(x) * 4.0 + round(x) * 8.0 + fract(x) + mod(x, 0.7) + sign(x) + abs(x) + step(0.3, x);
  float whole;
  r += modf(x, whole) + whole * 3.0 + clamp(x, -1.0, 0.5) + mix(x, y, 0.3) + smoothstep(-1.0, 1.0, x) + min(x, y) + max(x, 0.0);
  r += float(isnan(x)) + float(isinf(1.0 / (x - x)));
  vec3 n = normalize(b);
  float g = dot(a, b) + length(a) + distance(a, b) + cross(a, b).y + reflect(a, n).x + refract(normalize(a), n, 0.7).z;
  g += faceforward(n, a, b).x + length(x) + max(vec2(x, y), uX).x + dot(vec2(sin(uX), exp(uX)), vec2(1.0, pow(uX, 1.5)));
  bvec3 less = lessThan(a, b);
  g += float(any(less)) + 2.0 * float(all(less)) + 4.0 * float(not(less).y) + mix(a, b, less).x + float(a == b) + float(equal(a, a).z);
  fragColor = vec4(s, e, r, g);
}
