// A piece of land between the camera and water, for who needs ground to stand on. Include it after common.glsl.
//
// uBank  m  how far ahead it reaches; 0 without one
uniform float uBank;

// bank is the land before the camera at p, seen from t metres and eye metres above it: grass, then pebbles, wet at the edge; the
// coverage in alpha.
vec4 bank(vec3 p, float t, float eye, vec3 sun, vec3 amb) {
  float edge = uBank + 1.3 * (noise(vec2(p.x * 0.30, 3.0)) - 0.5) + 0.30 * (noise(p.xz * 1.9) - 0.5);
  float in1 = edge - p.z;
  float soft = 0.04 + 0.5 * t * t * pixelAngle() / eye;
  float a = smoothstep(-soft, soft, in1);
  float grain = noise(p.xz * 8.0);
  float fine = mix(noise(p.xz * vec2(38.0, 19.0)), 0.5, smoothstep(4.0, 14.0, t));
  vec3 pebble = mix(vec3(0.11, 0.098, 0.085), vec3(0.30, 0.27, 0.23), smoothstep(0.25, 0.75, 0.6 * grain + 0.4 * fine));
  pebble *= mix(0.42, 1.0, smoothstep(0.05, 0.55, in1 + 0.2 * grain));
  float tufts = noise(p.xz * vec2(7.0, 2.6) + 1.5 * noise(p.xz * 1.9));
  float worn = smoothstep(0.56, 0.74, noise(p.xz * 0.75 + 11.0) + 0.35 * (grain - 0.5) + 0.2 * (tufts - 0.5));
  vec3 grass = mix(vec3(0.052, 0.070, 0.020), 0.18 * uPalette[2], 0.4) * (0.20 + 0.35 * grain + 0.55 * fine + 0.75 * tufts * tufts);
  grass = mix(grass, mix(vec3(0.105, 0.080, 0.052), pebble, 0.5) * (0.5 + 0.7 * grain), 0.8 * worn);
  vec3 c = mix(pebble, grass, smoothstep(0.8, 1.7, in1 + 1.1 * (noise(p.xz * 0.9) - 0.5) + 0.5 * (fine - 0.5)));
  float snow = uWeather.z * smoothstep(0.25, 0.6, 0.2 + 0.6 * uWeather.z + 0.4 * (grain - 0.5)) * smoothstep(0.1, 0.6, in1);
  c = mix(c, vec3(0.78, 0.82, 0.90), snow);
  return vec4(c * (amb * 1.15 + sun * sat(keyDir().y + 0.12)), a);
}
