// For overlays that stand in the scene or look at the picture that they are laid over. Include it after overlay.glsl.
//
// uBelow  the picture so far, as large as the overlay
// uTilt   resting tilt of the backdrop's camera, see cameraRay
// uMatte  1 if the alpha of uBelow tells where the sky is open, as it does over footage
uniform sampler2D uBelow;
uniform float uTilt;
uniform float uMatte;

vec3 pictureBelow() {
  return texelFetch(uBelow, ivec2(gl_FragCoord.xy), 0).rgb;
}

// onScreen is where a direction is seen, as a screenPoint; z is positive before the camera.
vec3 onScreen(vec3 dir) {
  float ahead = dot(uCamRot[2], dir);
  vec2 p = vec2(dot(uCamRot[0], dir), dot(uCamRot[1], dir)) * (uFocal / max(ahead, 0.02));
  return vec3(p.x, p.y - uTilt, ahead);
}

// openSky is 1 where the picture is as bright as the sky should be, and 0 on darker things that stand before it. A matte knows better.
float openSky(vec3 below, vec3 rd) {
  vec3 sky = mix(uSkyHorizon, uSkyMid, sat(rd.y * 5.0));
  sky = mix(sky, uSkyZenith, sat(rd.y * 1.5));
  float bright = smoothstep(0.28, 0.55, luma(below) / max(luma(sky), 1e-4)) * smoothstep(-0.01, 0.02, rd.y);
  return uMatte > 0.0 ? texelFetch(uBelow, ivec2(gl_FragCoord.xy), 0).a : bright;
}
