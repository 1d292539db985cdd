#ifndef MORE
#define MORE
#define SQUARE(x) ((x) * (x))
#define THREE 3.0
#define CALL(f, x) f(x)
float helper(float x) { return SQUARE(x + 1.0) + THREE; }
#endif
