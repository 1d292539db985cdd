// Package shader holds the fragment shaders of the studio engine: GLSL ES 3.00 sources and the Go code generated from them.
//
// Scenes are backdrops. They share the uniforms of common.glsl and give linear HDR light without tone mapping, exposed so that
// a white surface in full noon sun has a radiance near 3 and a clear sky near 0.3. Overlays are drawn over any picture and give
// premultiplied light; alpha 0 adds light. Maps Scenes and Overlays hold the programs under their names.
//
// Uniforms that a program does not need are ignored and unset ones are zero. Each scene's own uniforms are listed with range
// and default at the top of its source; 0 always keeps the default and -1 switches a thing off.
//
// # Camera
//
// uCamPos is an offset in metres from the scene's own viewpoint and uCamRot turns its resting view, so zero and identity give
// the composed picture. Moves of about 10 m along z, 5 m along x, 4 m up and 20 degrees stay inside the scenes. Land that is
// far away (mountain, space, abstract) scales the metres so that a move reads. uTravel is for paths that go on: Scene.Travel is
// a pleasant speed.
//
// # Light
//
// Lights has six tuned presets. Turn one to the azimuth that suits the scene with Light.Facing(scene.KeyAzimuth). When SunDir.y
// is below -0.08 a moon at the mirrored elevation lights the scene, stars come out and lamps go on. uWeather.x above 0.7 takes
// the sun away; combine it with Overcast. Weather only changes air, sky, ground and leaves: falling rain and snow are overlays.
//
// # Palette
//
// The five accents have roles: 0 the main accent (flowers, neon, gas), 1 water and cool light, 2 leaves and grass, 3 warm light,
// sand and second flowers, 4 the deep tone (planet, silk). City and abstract use all five as they are; the others only tint
// their natural colours.
//
// After changing a *.frag or *.glsl file run go generate here.
package shader
