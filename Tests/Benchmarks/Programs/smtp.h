/* What the SMTP clients have in common: a connection to a server on 127.0.0.1, and its replies. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Seconds. It only ends a run that has failed. */
enum { REPLY_LIMIT = 120 };

struct session {
    int descriptor;
    FILE *replies;
    /* The last line of the last reply, or why there is none. */
    char reply[1024];
};

/* Reads a reply to its last line; whether it has the status code. */
static int expect(struct session *session, const char *code)
{
    do {
        if (!fgets(session->reply, sizeof session->reply, session->replies)) {
            strcpy(session->reply, "the connection ended");
            return 0;
        }
    } while (session->reply[3] == '-');
    return strncmp(session->reply, code, 3) == 0;
}

/* Sends the line and expects the code. */
static int command(struct session *session, const char *line, const char *code)
{
    size_t length = strlen(line);
    return send(session->descriptor, line, length, MSG_NOSIGNAL) == (ssize_t)length && expect(session, code);
}

static void end_session(struct session *session)
{
    if (session->replies) fclose(session->replies);
    session->replies = NULL;
}

/* Connects and logs in; session->replies is NULL if that failed. */
static int log_in(struct session *session, int port, const char *response)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct timeval limit = {.tv_sec = REPLY_LIMIT};
    char login[2048];
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    snprintf(login, sizeof login, "AUTH PLAIN %s\r\n", response);
    strcpy(session->reply, "cannot connect");
    session->replies = NULL;
    session->descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (session->descriptor < 0) return 0;
    setsockopt(session->descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(session->descriptor, (struct sockaddr *)&address, sizeof address) != 0
        || !(session->replies = fdopen(session->descriptor, "r"))) {
        close(session->descriptor);
        return 0;
    }
    if (expect(session, "220") && command(session, "EHLO client.example\r\n", "250") && command(session, login, "235"))
        return 1;
    end_session(session);
    return 0;
}

static void quit(struct session *session)
{
    command(session, "QUIT\r\n", "221");
    end_session(session);
}

/* Seconds. */
static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}
