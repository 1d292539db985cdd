#version 300 es
// texture, texelFetch and textureSize, clamped and repeated.
precision highp float;
uniform sampler2D uImage, uTile;
uniform vec2 uPoint;
out vec4 fragColor;
float red(sampler2D s, vec2 p) { return texture(s, p).r; }
void main() {
  vec2 p = gl_FragCoord.xy / vec2(6.0, 4.0) - 0.4;
  ivec2 size = textureSize(uImage, 0);
  vec4 f = texelFetch(uImage, ivec2(gl_FragCoord.xy) % size, 0);
  fragColor = vec4(red(uImage, p) + red(uImage, uPoint), texture(uTile, p).g, f.b + f.a, float(size.x * 10 + size.y));
}
