/* What Swift cannot call: prctl(2) takes variable arguments, getopt_long(3) tells through global variables. */

#ifndef POSTSMS_CPROCESS_H
#define POSTSMS_CPROCESS_H

#include <getopt.h>
#include <signal.h>
#include <sys/prctl.h>

/* No core dump and no tracing, also where dumps go to a program, for which
 * RLIMIT_CORE does not count (core(5)). */
static inline int cprocess_forbid_dump(void)
{
    return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}

/* SIGKILL when the parent process ends. */
static inline int cprocess_end_with_parent(void)
{
    return prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL, 0L, 0L, 0L);
}

/* The arguments of main(), a null pointer behind the last.
 *
 * CommandLine of the Swift library looks for them in /proc/self/maps: where no /proc is mounted it finds none, and postsms
 * would not know what it is to do. */
char **cprocess_arguments(void);

/* The global variables of getopt_long(3). */
static inline const char *cprocess_optarg(void) { return optarg; }
static inline int cprocess_optopt(void) { return optopt; }
static inline int cprocess_optind(void) { return optind; }

/* Before another command line. With 0, getopt_long(3) also forgets its place within a word. */
static inline void cprocess_restart_getopt(void) { optind = 0; }

#endif
