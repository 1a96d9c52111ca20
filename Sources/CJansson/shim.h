/* jansson, which reads and writes JSON (libjansson-dev). */

#include <jansson.h>
