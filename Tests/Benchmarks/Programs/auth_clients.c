/* auth_clients PORT CLIENTS SESSIONS RESPONSE
 *
 * CLIENTS processes log in at the SMTP server on 127.0.0.1:PORT, SESSIONS times in all and each time over a connection
 * of its own: AUTH PLAIN RESPONSE, and QUIT. Prints the seconds that it took; fails if one was refused. */

#include "smtp.h"

#include <sys/wait.h>

int main(int argc, char **argv)
{
    if (argc != 5) return 2;
    int port = atoi(argv[1]), clients = atoi(argv[2]), sessions = atoi(argv[3]);
    double start = now(CLOCK_MONOTONIC);
    for (int client = 0; client < clients; client++) {
        if (fork() != 0) continue;
        for (int number = client; number < sessions; number += clients) {
            struct session session;
            if (!log_in(&session, port, argv[4])) _exit(1);
            quit(&session);
        }
        _exit(0);
    }
    int status, failures = 0;
    while (wait(&status) > 0) failures += status != 0;
    printf("%.6f\n", now(CLOCK_MONOTONIC) - start);
    return failures > 0;
}
