/* mail_clients PORT CLIENTS MESSAGES PER_CONNECTION RESPONSE MAIL [gathered]
 *
 * CLIENTS threads send MESSAGES times the file MAIL, whose lines end with CRLF, through the SMTP server on
 * 127.0.0.1:PORT. Each logs in with AUTH PLAIN RESPONSE, sends up to PER_CONNECTION messages, and connects anew.
 * Message N goes to +1202 and the seven digits of N. With gathered, nobody sends before everybody is logged in, and the
 * time counts from there. Prints
 *
 *     start in s since 1970, seconds from there to the last reply, median and 99th percentile in ms from the final dot
 *     to the reply
 *
 * and for each message that was refused a line with N and the reply. No message is tried twice. */

#include "smtp.h"

#include <pthread.h>
#include <sys/stat.h>

enum { RUN_LIMIT = 600, STACK_SIZE = 128 << 10 };

static int port, clients, messages, per_connection, is_gathered;
static const char *response;
static char *mail;
static size_t mail_length;
static pthread_barrier_t barrier;

static struct {
    /* From the final dot to the reply; negative if it was refused. */
    double seconds;
    char *reply;
} *results;

static int send_message(struct session *session, int number)
{
    char recipient[100];
    snprintf(recipient, sizeof recipient, "RCPT TO:<+1202%07d@smtp.sms-gate.app>\r\n", number);
    if (!command(session, "MAIL FROM:<monitoring@example.org>\r\n", "250") || !command(session, recipient, "250")
        || !command(session, "DATA\r\n", "354"))
        return 0;
    double sent = now(CLOCK_MONOTONIC);
    if (send(session->descriptor, mail, mail_length, MSG_NOSIGNAL) != (ssize_t)mail_length || !expect(session, "250"))
        return 0;
    results[number].seconds = now(CLOCK_MONOTONIC) - sent;
    return 1;
}

static void *run(void *argument)
{
    struct session session = {.replies = NULL};
    int sent = 0;
    if (is_gathered) log_in(&session, port, response);
    pthread_barrier_wait(&barrier);
    for (int number = (int)(long)argument; number < messages; number += clients) {
        if ((session.replies || log_in(&session, port, response)) && send_message(&session, number)) {
            if (++sent % per_connection == 0) quit(&session);
        } else {
            results[number].reply = strdup(session.reply);
            sent = 0;
            end_session(&session);
        }
    }
    if (session.replies) quit(&session);
    return NULL;
}

static int read_mail(const char *path)
{
    static const char end[] = ".\r\n";
    struct stat status;
    FILE *file = fopen(path, "r");
    if (!file || fstat(fileno(file), &status) != 0 || !(mail = malloc(status.st_size + sizeof end))) return 0;
    mail_length = fread(mail, 1, status.st_size, file);
    memcpy(mail + mail_length, end, sizeof end - 1);
    mail_length += sizeof end - 1;
    fclose(file);
    return 1;
}

static int compare(const void *one, const void *other)
{
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

static void report(double start, double seconds)
{
    double *latencies = calloc(messages, sizeof *latencies);
    int count = 0;
    if (!latencies) return;
    for (int number = 0; number < messages; number++)
        if (results[number].seconds >= 0) latencies[count++] = results[number].seconds;
    qsort(latencies, count, sizeof *latencies, compare);
    printf("%.6f %.6f %.3f %.3f\n", start, seconds, 1000 * latencies[count / 2], 1000 * latencies[count * 99 / 100]);
    for (int number = 0; number < messages; number++)
        if (results[number].seconds < 0)
            printf("%d %s\n", number, strtok(results[number].reply, "\r\n"));
}

int main(int argc, char **argv)
{
    if (argc != 7 && argc != 8) return 2;
    port = atoi(argv[1]), clients = atoi(argv[2]), messages = atoi(argv[3]), per_connection = atoi(argv[4]);
    response = argv[5];
    is_gathered = argc == 8;
    if (clients < 1 || messages < 1 || per_connection < 1 || !read_mail(argv[6])) return 2;
    results = calloc(messages, sizeof *results);
    pthread_t *threads = calloc(clients, sizeof *threads);
    if (!results || !threads) return 1;
    for (int number = 0; number < messages; number++) results[number].seconds = -1;
    alarm(RUN_LIMIT);

    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    pthread_barrier_init(&barrier, NULL, clients + 1);
    for (int client = 0; client < clients; client++)
        if (pthread_create(&threads[client], &attributes, run, (void *)(long)client) != 0) return 1;
    pthread_barrier_wait(&barrier);
    double start = now(CLOCK_REALTIME), begin = now(CLOCK_MONOTONIC);
    for (int client = 0; client < clients; client++) pthread_join(threads[client], NULL);
    report(start, now(CLOCK_MONOTONIC) - begin);
    return 0;
}
