#version 300 es
// Products, transpose, inverse, determinant, indices, constructors.
precision highp float;
uniform mat3 uRot;
uniform mat4 uView;
out vec4 fragColor;
void main() {
  float x = gl_FragCoord.x, y = gl_FragCoord.y;
  mat2 a = mat2(x, 2.0, 3.0, y + 5.0);
  mat2 b = mat2(2.0);
  b[1] = vec2(x, 1.0);
  b[0][1] = 4.0;
  mat2 c = a * b + a / 2.0 - matrixCompMult(a, b) * 0.5;
  c *= a;
  vec2 v = c * vec2(1.0, 2.0) + vec2(3.0, 1.0) * c;
  v *= b;
  vec3 r = uRot * vec3(x, y, 1.0) + transpose(uRot) * vec3(1.0, x, y) + vec3(y, x, 1.0) * uRot;
  mat3 i3 = inverse(mat3(uView) + mat3(x));
  mat4 m = uView;
  int k = int(x) % 4;
  m[k].y += 1.0;
  m[2][k] *= 3.0;
  mat2x3 n = mat2x3(1.0, 2.0, 3.0, x, y, 6.0);
  vec3 nv = n * vec2(2.0, 1.0);
  mat3x2 nt = transpose(n);
  mat3 o = outerProduct(vec3(x, 1.0, 2.0), vec3(1.0, y, 3.0));
  fragColor = vec4(v.x + v.y * 0.1, r.x + r.y * 2.0 + r.z * 4.0,
                   determinant(i3) * 1000.0 + i3[1][2] + determinant(inverse(a)),
                   m[k].y + m[2].w + nv.x + nv.y + nv.z + nt[2][1] + o[1][0] + o[2][2] + determinant(uView));
}
