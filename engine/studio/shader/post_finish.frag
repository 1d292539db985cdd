#version 300 es
// Finish: takes an exposed scene to display code values: glow, vignette, tone curve, grade, grain. Package compose feeds it.
//
// Tone curve: Krzysztof Narkowicz's fit of the ACES reference rendering ("ACES Filmic Tone Mapping Curve", 2016), for each
// channel and, to the share uPreserve, for the strongest channel with the ratios of the others kept. The sRGB curve of
// IEC 61966-2-1 follows. The grade works on code values.
precision highp float;
precision highp int;

out vec4 fragColor;

uniform vec2 iResolution;   // px
uniform float uExposure;    // factor on radiance
uniform float uGlowShare;   // factor on the glow, which is exposed already
uniform float uPreserve;    // 0..1
uniform float uVignette;    // 0..1
uniform float uContrast;    // 1 is neutral
uniform vec3 uLift;         // added to black
uniform vec3 uGain;         // factor
uniform vec3 uGamma;        // exponent, 1 is neutral
uniform float uSaturation;  // 1 is neutral
uniform vec3 uShadows;      // added in the shadows
uniform vec3 uHighlights;   // added in the highlights
uniform float uFade;        // 0..1
uniform float uBands;       // steps of brightness, at most 1 is off
uniform float uMono;        // 0..1
uniform vec3 uTint;         // of uMono

uniform sampler2D uFrame;   // radiance, size of the output
uniform sampler2D uGlow;    // exposed glow, any size
uniform sampler2D uGrain;   // red: grain in code values, 256 x 256

const float PIVOT = 0.42;   // code value that contrast keeps

vec3 aces(vec3 x) {
  return clamp(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0);
}

float encode1(float v) {
  return v < 0.0031308 ? 12.92 * v : 1.055 * pow(max(v, 0.0031308), 1.0 / 2.4) - 0.055;
}

float contrast1(float v) {
  v = clamp(v, 0.0, 1.0);
  float low = PIVOT * pow(max(v, 1e-5) / PIVOT, uContrast);
  float high = 1.0 - (1.0 - PIVOT) * pow(max(1.0 - v, 1e-5) / (1.0 - PIVOT), uContrast);
  return v < PIVOT ? low : high;
}

float curve1(float v, float lift, float gain, float gamma) {
  v = contrast1(v);
  v = clamp(v * gain + lift * (1.0 - v), 0.0, 1.0);
  v = gamma == 1.0 ? v : pow(max(v, 1e-5), 1.0 / gamma);
  return 0.11 * uFade + v * (1.0 - 0.19 * uFade);
}

float luma(vec3 c) {
  return dot(c, vec3(0.2126, 0.7152, 0.0722));
}

// steps quantises brightness into flat steps with soft edges.
vec3 steps(vec3 c) {
  float y = luma(c);
  float x = y * uBands;
  float base = floor(x);
  float t = clamp((x - base - 0.30) / 0.40, 0.0, 1.0);
  t = t * t * (3.0 - 2.0 * t);
  return c * ((base + t) / uBands / max(y, 1e-3));
}

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec3 c = min(max(texelFetch(uFrame, at, 0).rgb, 0.0), 1000.0) * uExposure;
  if (uGlowShare > 0.0) {
    c += texture(uGlow, gl_FragCoord.xy / iResolution).rgb * uGlowShare;
  }
  vec2 p = gl_FragCoord.xy / iResolution * 2.0 - 1.0;
  float r2 = dot(p, p);
  c *= 1.0 - uVignette * r2 * r2 * 0.155 * (1.0 + 0.5 * r2);

  float top = max(max(c.r, c.g), c.b);
  vec3 kept = c * (aces(vec3(top)).r / max(top, 1e-6));
  c = mix(aces(c), kept, uPreserve);
  c = vec3(encode1(c.r), encode1(c.g), encode1(c.b));

  c = vec3(curve1(c.r, uLift.r, uGain.r, uGamma.r), curve1(c.g, uLift.g, uGain.g, uGamma.g), curve1(c.b, uLift.b, uGain.b, uGamma.b));
  float y = luma(c);
  c += uShadows * ((1.0 - y) * (1.0 - y)) + uHighlights * (y * y);
  y = luma(c);
  c = y + (c - y) * uSaturation;
  if (uBands > 1.0) {
    c = steps(c);
  }
  if (uMono > 0.0) {
    c = mix(c, luma(c) * uTint, uMono);
  }
  y = luma(c);
  float grain = texelFetch(uGrain, at & 255, 0).r;
  c += grain * (0.35 + 2.6 * y * (1.0 - y));
  fragColor = vec4(c, 1.0);
}
