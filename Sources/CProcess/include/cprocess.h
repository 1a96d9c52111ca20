/* Functions that Swift cannot call: prctl(2) and syslog(3) take variable arguments, getopt_long(3) returns results in
 * global variables, and signalfd(2) and mallopt(3) are declared in headers that Swift does not import. */

#ifndef POSTSMS_CPROCESS_H
#define POSTSMS_CPROCESS_H

#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <syslog.h>
#include <unistd.h>

/* Forbids core dumps and tracing, even if dumps are piped to a program, which ignores RLIMIT_CORE (core(5)). */
static inline int cprocess_forbid_dump(void)
{
    return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}

/* Has the kernel send SIGKILL when the parent process ends. */
static inline int cprocess_end_with_parent(void)
{
    return prctl(PR_SET_PDEATHSIG, (unsigned long)SIGKILL, 0L, 0L, 0L);
}

/* A descriptor to read blocked signals from without waiting; -1 with errno set on failure. */
static inline int cprocess_signal_descriptor(const sigset_t *signals)
{
    return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* The next pending signal, 0 if there is no signal. */
static inline int cprocess_next_signal(int descriptor)
{
    struct signalfd_siginfo info;
    return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

/* Logs one line. */
static inline void cprocess_log(int priority, const char *text)
{
    syslog(priority, "%s", text);
}

/* Returns large blocks of memory to the system when they are freed. By default glibc raises the threshold once it has seen
 * some, and then keeps them in the heap of each thread. The second threshold, of 1 MiB, keeps small messages from giving
 * memory back and taking it again each time (mallopt(3)). */
static inline void cprocess_keep_no_large_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
}

/* The arguments of main(), followed by a null pointer.
 *
 * Swift's CommandLine finds them through /proc/self/maps, which does not work without /proc. */
char **cprocess_arguments(void);

/* The global variables of getopt_long(3). */
static inline const char *cprocess_optarg(void) { return optarg; }
static inline int cprocess_optopt(void) { return optopt; }
static inline int cprocess_optind(void) { return optind; }

/* Call before parsing another command line. With 0, getopt_long(3) also resets its position within a word. */
static inline void cprocess_restart_getopt(void) { optind = 0; }

#endif
