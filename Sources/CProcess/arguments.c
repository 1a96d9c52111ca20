/* The arguments of main(), for CommandLine of the Swift library, which looks for them in this function.
 *
 * Its own goes through /proc/self/maps: where no /proc is mounted it finds no arguments, and postsms would not know what it
 * is to do. And it takes 0.1 of the 5 ms of a message. This one is weak: where the library's comes along for another
 * reason, that one counts. */

static int argument_count;
static char **arguments;

/* glibc calls constructors with the arguments of main(). */
__attribute__((constructor)) static void keep_arguments(int count, char **values)
{
    argument_count = count;
    arguments = values;
}

__attribute__((weak)) char **_swift_stdlib_getUnsafeArgvArgc(int *count)
{
    *count = argument_count;
    return arguments;
}
