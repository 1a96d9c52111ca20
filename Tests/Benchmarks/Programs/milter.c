/* milter SOCKET URL USER:PASSWORD...
 *
 * The least that a milter in C does that turns mail into SMS while the client waits: a thread for each connection of
 * Postfix, libcurl handles that keep their connections, and one POST at the end of each message with what stands behind
 * its header. Taken by SMSGate, the message is discarded; else the client hears a temporary error. No MIME, no map
 * that is read again, no message id, no answer that is read, one recipient for each message.
 *
 * The protocol is version 6 of Sendmail's (libmilter/mfdef.h), as Postfix speaks it: a packet is a length in 4 bytes,
 * big endian, a command, and its data. */

#include "request.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    VERSION = 6,
    /* SMFIF_SETSYMLIST: this milter names the macros that it needs. */
    ACTIONS = 0x100,
    /* SMFIP_NOCONNECT, NOHELO, NOEOH, NOUNKNOWN and NODATA, which it does without; NR_HDR, NR_MAIL, NR_RCPT and NR_BODY,
     * which it does not answer; HDR_LEADSPC. */
    OPTIONS = 0x1 | 0x2 | 0x40 | 0x100 | 0x200 | 0x80 | 0x4000 | 0x8000 | 0x80000 | 0x100000,
    /* SMFIM_ENVFROM and SMFIM_EOM, the macro lists of MAIL and of the end. */
    MACROS_OF_MAIL = 2,
    MACROS_OF_END = 5,
    /* Bytes. Postfix cuts a body into pieces of 65,535. */
    PACKET_LIMIT = 1 << 20,
    MAIL_LIMIT = 10 << 20,
    IDLE_HANDLES = 256,
    STACK_SIZE = 256 << 10,
    BACKLOG = 256,
};
/* Seconds, less than those after which SMSGate closes an idle connection. */
static const long KEEP_CONNECTION = 50;

static const char *url;
static char **accounts;

/* The pool of handles. */

static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER;
static CURL *pool[IDLE_HANDLES];
static int idle;

static size_t read_json(char *out, size_t size, size_t count, void *source)
{
    const char **rest = source;
    size_t length = strnlen(*rest, size * count);
    memcpy(out, *rest, length);
    *rest += length;
    return length;
}

static CURL *take_handle(void)
{
    pthread_mutex_lock(&pool_lock);
    CURL *curl = idle > 0 ? pool[--idle] : NULL;
    pthread_mutex_unlock(&pool_lock);
    if (curl || !(curl = new_handle(url))) return curl;
    /* A body that cannot be rewound, so that libcurl never sends it again by itself. */
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_json);
    curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, KEEP_CONNECTION);
    /* Only the folder of CA certificates: each handle would hold a copy of the file with all of them. */
    curl_easy_setopt(curl, CURLOPT_CAINFO, NULL);
    return curl;
}

static void give_handle(CURL *curl)
{
    pthread_mutex_lock(&pool_lock);
    int is_kept = idle < IDLE_HANDLES;
    if (is_kept) pool[idle++] = curl;
    pthread_mutex_unlock(&pool_lock);
    if (!is_kept) curl_easy_cleanup(curl);
}

/* A connection of Postfix, and the message that is under way. */

struct connection {
    FILE *stream;
    /* The data of the packet that was read last, with a NUL behind it. */
    char *packet;
    size_t packet_length, packet_room;
    char user[256], recipient[256], id[37];
    int recipients;
    /* The header fields, and from text on the body. */
    char *mail;
    size_t length, room, text;
    int is_whole;
};

static void reset(struct connection *connection)
{
    connection->recipients = 0;
    connection->user[0] = connection->recipient[0] = connection->id[0] = '\0';
    connection->length = connection->text = 0;
    connection->is_whole = 1;
}

static void append(struct connection *connection, const char *data, size_t length)
{
    size_t needed = connection->length + length;
    if (needed > MAIL_LIMIT) connection->is_whole = 0;
    if (connection->is_whole && needed > connection->room) {
        size_t room = 2 * needed + 4096;
        char *mail = realloc(connection->mail, room);
        if (mail) connection->mail = mail, connection->room = room;
        else connection->is_whole = 0;
    }
    if (!connection->is_whole) return;
    memcpy(connection->mail + connection->length, data, length);
    connection->length = needed;
}

/* The command of the next packet; EOF at the end, or if the packet is no packet. */
static int read_packet(struct connection *connection)
{
    uint32_t size;
    if (fread(&size, sizeof size, 1, connection->stream) != 1) return EOF;
    size = ntohl(size);
    if (size < 1 || size > PACKET_LIMIT) return EOF;
    if (connection->packet_room < size) {
        char *packet = realloc(connection->packet, size);
        if (!packet) return EOF;
        connection->packet = packet;
        connection->packet_room = size;
    }
    int command = getc(connection->stream);
    connection->packet_length = size - 1;
    connection->packet[size - 1] = '\0';
    return fread(connection->packet, 1, size - 1, connection->stream) == size - 1 ? command : EOF;
}

static int send_packet(struct connection *connection, char command, const char *data, size_t length)
{
    char packet[128];
    uint32_t size = htonl(length + 1);
    memcpy(packet, &size, sizeof size);
    packet[sizeof size] = command;
    memcpy(packet + sizeof size + 1, data, length);
    size_t whole = sizeof size + 1 + length;
    return send(fileno(connection->stream), packet, whole, MSG_NOSIGNAL) == (ssize_t)whole;
}

static char *append_number(char *out, uint32_t number)
{
    number = htonl(number);
    memcpy(out, &number, sizeof number);
    return out + sizeof number;
}

static char *append_string(char *out, const char *string)
{
    size_t size = strlen(string) + 1;
    return (char *)memcpy(out, string, size) + size;
}

static int negotiate(struct connection *connection)
{
    uint32_t offer[3];
    if (connection->packet_length < sizeof offer) return 0;
    memcpy(offer, connection->packet, sizeof offer);
    if (ntohl(offer[0]) < VERSION || (ntohl(offer[1]) & ACTIONS) != ACTIONS || (ntohl(offer[2]) & OPTIONS) != OPTIONS)
        return 0;
    char data[100], *end = append_number(append_number(append_number(data, VERSION), ACTIONS), OPTIONS);
    end = append_string(append_number(end, MACROS_OF_MAIL), "{auth_authen}");
    end = append_string(append_number(end, MACROS_OF_END), "i");
    return send_packet(connection, 'O', data, end - data);
}

/* The data is the command that the macros belong to, then names and values in turn. */
static void take_macros(struct connection *connection)
{
    const char *name = connection->packet + 1, *end = connection->packet + connection->packet_length;
    while (name < end) {
        const char *value = name + strlen(name) + 1;
        if (value >= end) return;
        if (strcmp(name, "{auth_authen}") == 0)
            snprintf(connection->user, sizeof connection->user, "%s", value);
        else if (strcmp(name, "i") == 0)
            snprintf(connection->id, sizeof connection->id, "%s", value);
        name = value + strlen(value) + 1;
    }
}

/* The data is the address between angle brackets, and ESMTP parameters. */
static void take_recipient(struct connection *connection)
{
    const char *address = connection->packet + (connection->packet[0] == '<');
    snprintf(connection->recipient, sizeof connection->recipient, "%.*s", (int)strcspn(address, ">"), address);
    connection->recipients++;
}

/* The data is name and value. */
static void take_header_field(struct connection *connection)
{
    size_t name = strlen(connection->packet);
    if (name >= connection->packet_length) return;
    append(connection, connection->packet, name);
    append(connection, ":", 1);
    append(connection, connection->packet + name + 1, strlen(connection->packet + name + 1));
    append(connection, "\r\n", 2);
    connection->text = connection->length;
}

static const char *find_account(const char *user)
{
    size_t length = strlen(user);
    for (char **account = accounts; *account; account++)
        if (strncmp(*account, user, length) == 0 && (*account)[length] == ':') return *account;
    return NULL;
}

/* Whether SMSGate took the message. */
static int post(struct connection *connection)
{
    char json[JSON_SIZE];
    const char *account = find_account(connection->user), *rest = json;
    if (!account || connection->recipients != 1 || !connection->is_whole) return 0;
    size_t length = connection->length - connection->text;
    if (length > TEXT_LIMIT) length = TEXT_LIMIT;
    size_t size = write_json(json, connection->id, connection->recipient, connection->mail + connection->text, length);

    CURL *curl = take_handle();
    if (!curl) return 0;
    curl_easy_setopt(curl, CURLOPT_USERPWD, account);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
    curl_easy_setopt(curl, CURLOPT_READDATA, &rest);
    CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    give_handle(curl);
    return code == CURLE_OK && status >= 200 && status <= 202;
}

/* Whether the connection goes on. */
static int handle(struct connection *connection, int command)
{
    switch (command) {
    case 'O': return negotiate(connection);
    case 'D': take_macros(connection); return 1;
    case 'M': return 1;
    case 'R': take_recipient(connection); return 1;
    case 'L': take_header_field(connection); return 1;
    case 'B': append(connection, connection->packet, connection->packet_length); return 1;
    case 'E': {
        int is_answered = send_packet(connection, post(connection) ? 'd' : 't', "", 0);
        reset(connection);
        return is_answered;
    }
    case 'A': case 'K': reset(connection); return 1;
    default: return 0;
    }
}

static void *serve(void *stream)
{
    struct connection connection = {.stream = stream};
    reset(&connection);
    while (handle(&connection, read_packet(&connection))) {}
    fclose(connection.stream);
    free(connection.packet);
    free(connection.mail);
    return NULL;
}

static int listen_at(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    umask(0117);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, BACKLOG) != 0) return -1;
    return listener;
}

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    url = argv[2];
    accounts = argv + 3;
    signal(SIGPIPE, SIG_IGN);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return 1;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    int listener = listen_at(argv[1]);
    if (listener < 0) {
        perror(argv[1]);
        return 1;
    }
    /* Ended by SIGTERM, or when accept(2) fails. */
    int descriptor;
    while ((descriptor = accept(listener, NULL, NULL)) >= 0) {
        pthread_t thread;
        FILE *stream = fdopen(descriptor, "r");
        if (!stream)
            close(descriptor);
        else if (pthread_create(&thread, &attributes, serve, stream) != 0)
            fclose(stream);
    }
    perror("accept");
    return 1;
}
