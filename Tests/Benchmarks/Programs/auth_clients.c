/* auth_clients PORT CLIENTS SESSIONS RESPONSE
 *
 * CLIENTS processes log in at the SMTP server on 127.0.0.1:PORT, SESSIONS times in all and each time over a connection
 * of its own: AUTH PLAIN RESPONSE, and QUIT. Prints the seconds that it took; fails if one was refused. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Reads a reply to its last line; whether it has the status code. */
static int expect(FILE *server, const char *code)
{
    char line[1024];
    do {
        if (!fgets(line, sizeof line, server)) return 0;
    } while (line[3] == '-');
    return strncmp(line, code, 3) == 0;
}

static int log_in(int port, const char *response)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) return 0;
    FILE *server = fdopen(descriptor, "r");
    int done = server && expect(server, "220") && dprintf(descriptor, "EHLO client.example\r\n") > 0
        && expect(server, "250") && dprintf(descriptor, "AUTH PLAIN %s\r\n", response) > 0
        && expect(server, "235") && dprintf(descriptor, "QUIT\r\n") > 0 && expect(server, "221");
    if (server) fclose(server);
    return done;
}

int main(int argc, char **argv)
{
    struct timespec start, end;

    if (argc != 5) return 2;
    int port = atoi(argv[1]), clients = atoi(argv[2]), sessions = atoi(argv[3]);
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int client = 0; client < clients; client++) {
        if (fork() != 0) continue;
        for (int session = client; session < sessions; session += clients)
            if (!log_in(port, argv[4])) _exit(1);
        _exit(0);
    }
    int status, failures = 0;
    while (wait(&status) > 0) failures += status != 0;
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f\n", (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) * 1e-9);
    return failures > 0;
}
