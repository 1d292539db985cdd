#version 300 es
// Rainbow: the primary bow at 41 to 42.5 degrees around the point opposite the sun, the faint secondary one at 51 to 54 with its
// colours reversed, a brighter sky within and a darker band between them (Minnaert, "Light and Colour in the Open Air", 1954).
// It is light of the rain in the distance: it shines before far land faintly and not before near things. uColor is the sunlight.
#include "overlay.glsl"
#include "below.glsl"

// spectrum is the colour from red (0) to violet (1), mixed as wet air mixes it.
vec3 spectrum(float t) {
  vec3 c = vec3(1.0, 0.12, 0.05) * exp(-sq((t - 0.10) / 0.16));
  c += vec3(1.0, 0.55, 0.02) * exp(-sq((t - 0.30) / 0.13));
  c += vec3(0.75, 0.85, 0.05) * exp(-sq((t - 0.44) / 0.11));
  c += vec3(0.05, 0.85, 0.25) * exp(-sq((t - 0.58) / 0.13));
  c += vec3(0.05, 0.35, 1.0) * exp(-sq((t - 0.76) / 0.14));
  c += vec3(0.42, 0.10, 0.85) * exp(-sq((t - 0.93) / 0.13));
  return c;
}

void main() {
  vec3 rd = cameraRay(uTilt);
  float angle = acos(clamp(-dot(rd, keyDir()), -1.0, 1.0)) * (180.0 / PI);
  if (rd.y < -0.05 || angle > 56.0) {
    fragColor = vec4(0.0);
    return;
  }
  float sky = openSky(pictureBelow(), rd);
  float foot = smoothstep(-0.05, 0.05, rd.y);
  float mask = mix(0.28 * foot, 1.0, sky);
  // Rain falls unevenly, so a bow is never equally bright.
  float patches = 0.62 + 0.38 * noise(rd.xy * vec2(2.2, 3.0) + vec2(iTime * 0.03, 5.0));
  vec3 bows = vec3(0.0);
  if (angle > 39.2 && angle < 44.0) {
    bows = spectrum((42.7 - angle) / 2.3);
  }
  if (angle > 48.2 && angle < 55.8) {
    bows = spectrum((angle - 50.3) / 3.6) * 0.19;
  }
  float inside = smoothstep(41.2, 40.0, angle) * exp(-0.06 * max(40.5 - angle, 0.0));
  float dark = smoothstep(42.6, 43.4, angle) * smoothstep(51.0, 49.0, angle);
  vec3 light = bows * patches + vec3(0.16) * inside * foot;
  float level = luma(uColor) * 0.30;
  float a = 0.10 * dark * mask * uAmount * foot;
  fragColor = vec4(mix(uColor, vec3(luma(uColor)), 0.6) / max(luma(uColor), 1e-3) * light * (level * mask * uAmount), a);
}
