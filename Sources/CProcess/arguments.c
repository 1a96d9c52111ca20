#include "cprocess.h"

static char **arguments;

/* glibc calls constructors with the arguments of main(). */
__attribute__((constructor)) static void keep_arguments(int count, char **values)
{
    (void)count;
    arguments = values;
}

char **cprocess_arguments(void) { return arguments; }
