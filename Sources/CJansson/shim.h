/* The JSON library jansson (libjansson-dev). */

#include <jansson.h>
