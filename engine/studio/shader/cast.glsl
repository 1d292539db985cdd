// For scenes with things that may stand before a subject. Include it after common.glsl.
//
// uCast  m ahead of the viewpoint, along its resting direction, at which the nearest subject stands; 0 without one
//
// Such a scene writes into alpha how much of a subject is seen there: 1 where nothing stands before it.
uniform float uCast;

// behind is what is still seen of the subject past something z metres ahead that covers a.
float behind(float seen, float z, float a) {
  return z < uCast ? seen * (1.0 - a) : seen;
}
