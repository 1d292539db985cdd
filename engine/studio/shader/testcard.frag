#version 300 es
// Test card: gradients, a checkerboard, a disc and a moving bar. It exercises the drawing path, and shows at a glance
// whether orientation, aspect and time are right (red grows to the right, green to the top).
precision highp float;
uniform vec2 iResolution; // pixels
uniform float iTime;      // seconds
out vec4 fragColor;

void main() {
  vec2 uv = gl_FragCoord.xy / iResolution;
  vec2 p = (gl_FragCoord.xy * 2.0 - iResolution) / iResolution.y;
  vec3 col = vec3(uv, 0.25);
  ivec2 cell = ivec2(floor(p * 4.0));
  if (((cell.x + cell.y) & 1) == 0) {
    col *= 0.5;
  }
  float d = length(p - vec2(0.6 * sin(iTime), 0.0));
  col = mix(col, vec3(1.0, 0.8, 0.3), smoothstep(0.31, 0.29, d));
  for (int i = 0; i < 3; i++) {
    if (abs(p.y + 0.8 - 0.1 * float(i)) > 0.02) continue;
    col = vec3(float(i) * 0.5);
  }
  fragColor = vec4(col, 1.0);
}
