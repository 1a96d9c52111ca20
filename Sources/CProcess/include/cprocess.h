/* What Swift cannot call: prctl(2) takes variable arguments, getopt_long(3) tells through global variables, signalfd(2)
 * stands in a header that Swift does not know. */

#ifndef POSTSMS_CPROCESS_H
#define POSTSMS_CPROCESS_H

#include <getopt.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

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

/* A descriptor on which signals that are blocked are read, without waiting for one; -1 with errno set if there is none. */
static inline int cprocess_signal_descriptor(const sigset_t *signals)
{
    return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* The next signal that is there, 0 if there is none. */
static inline int cprocess_next_signal(int descriptor)
{
    struct signalfd_siginfo info;
    return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
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
