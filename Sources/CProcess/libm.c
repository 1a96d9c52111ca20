/* All that the Swift library refers to of libm. postsms calls none of it, but as long as it refers to libm the dynamic
 * loader loads libm first and then looks for the symbols of libcurl's 34 libraries in it too: 0.5 of the 8 ms of a message,
 * and 24 page faults. So what is referred to stands here, and loads libm if it is called.
 *
 * Where one is missing here the linker takes libm as before, see postfix/build. */

#include <dlfcn.h>
#include <gnu/lib-names.h>
#include <math.h>
#include <stdlib.h>

#pragma GCC visibility push(hidden)

static void *find(const char *name)
{
    void *libm = dlopen(LIBM_SO, RTLD_LAZY);
    void *function = libm ? dlsym(libm, name) : NULL;
    if (!function) abort();
    return function;
}

#define FUNCTION(type, name, parameters, arguments) \
    type name parameters \
    { \
        static type(*function) parameters; \
        if (!function) function = (__typeof__(function))find(#name); \
        return function arguments; \
    }

#define UNARY(name) \
    FUNCTION(double, name, (double x), (x)) \
    FUNCTION(float, name##f, (float x), (x)) \
    FUNCTION(long double, name##l, (long double x), (x))

#define BINARY(name) \
    FUNCTION(double, name, (double x, double y), (x, y)) \
    FUNCTION(float, name##f, (float x, float y), (x, y)) \
    FUNCTION(long double, name##l, (long double x, long double y), (x, y))

UNARY(acos)
UNARY(acosh)
UNARY(asin)
UNARY(asinh)
UNARY(atan)
UNARY(atanh)
UNARY(cbrt)
UNARY(ceil)
UNARY(cos)
UNARY(cosh)
UNARY(erf)
UNARY(erfc)
UNARY(exp)
UNARY(exp2)
UNARY(expm1)
UNARY(floor)
UNARY(log)
UNARY(log10)
UNARY(log1p)
UNARY(log2)
UNARY(logb)
UNARY(nearbyint)
UNARY(rint)
UNARY(round)
UNARY(sin)
UNARY(sinh)
UNARY(sqrt)
UNARY(tan)
UNARY(tanh)
UNARY(tgamma)
UNARY(trunc)

BINARY(atan2)
BINARY(fdim)
BINARY(fmax)
BINARY(fmin)
BINARY(fmod)
BINARY(hypot)
BINARY(nextafter)
BINARY(pow)
BINARY(remainder)

FUNCTION(double, fma, (double x, double y, double z), (x, y, z))
FUNCTION(float, fmaf, (float x, float y, float z), (x, y, z))
FUNCTION(long double, fmal, (long double x, long double y, long double z), (x, y, z))

FUNCTION(double, remquo, (double x, double y, int *quotient), (x, y, quotient))
FUNCTION(float, remquof, (float x, float y, int *quotient), (x, y, quotient))
FUNCTION(long double, remquol, (long double x, long double y, int *quotient), (x, y, quotient))

FUNCTION(double, lgamma_r, (double x, int *sign), (x, sign))
FUNCTION(float, lgammaf_r, (float x, int *sign), (x, sign))
FUNCTION(long double, lgammal_r, (long double x, int *sign), (x, sign))

FUNCTION(double, jn, (int n, double x), (n, x))
FUNCTION(double, yn, (int n, double x), (n, x))

FUNCTION(double, nan, (const char *tag), (tag))
FUNCTION(float, nanf, (const char *tag), (tag))
FUNCTION(long double, nanl, (const char *tag), (tag))
