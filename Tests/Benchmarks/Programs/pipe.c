/* pipe URL USER:PASSWORD RECIPIENT < message
 *
 * The least that a program in C does that turns mail into SMS under pipe(8): reads the mail, POSTs what stands behind
 * its header with libcurl, and maps the answer's status to an exit status. No MIME, no credentials map, no message id.
 * Its libcurl options are those of postsms. */

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { TEXT_LIMIT = 1224 }; /* 8 segments */

static char *read_all(size_t *length)
{
    size_t room = 64 * 1024;
    char *content = malloc(room);
    ssize_t count;
    *length = 0;
    while (content && (count = read(STDIN_FILENO, content + *length, room - *length - 1)) > 0) {
        *length += count;
        if (room - *length < 2) content = realloc(content, room *= 2);
    }
    if (content) content[*length] = '\0';
    return content;
}

/* Appends text as the inside of a JSON string. */
static char *append_escaped(char *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = text[i];
        if (c == '"' || c == '\\') {
            *out++ = '\\';
            *out++ = c;
        } else if (c == '\n') {
            out += sprintf(out, "\\n");
        } else if (c < ' ') {
            out += sprintf(out, "\\u%04x", c);
        } else {
            *out++ = c;
        }
    }
    *out = '\0';
    return out;
}

static size_t ignore(char *data, size_t size, size_t count, void *target)
{
    (void)data, (void)target;
    return size * count;
}

static int exit_status(long status)
{
    if (status >= 200 && status < 300) return EX_OK;
    if (status == 401 || status == 403) return EX_NOPERM;
    return status >= 500 ? EX_UNAVAILABLE : EX_TEMPFAIL;
}

int main(int argc, char **argv)
{
    if (argc != 4) return EX_TEMPFAIL;

    size_t length;
    char *mail = read_all(&length);
    if (!mail) return EX_TEMPFAIL;
    char *text = strstr(mail, "\n\n");
    text = text ? text + 2 : mail;
    size_t text_length = strnlen(text, TEXT_LIMIT);
    char *body = malloc(6 * text_length + strlen(argv[3]) + 100);
    if (!body) return EX_TEMPFAIL;
    char *end = body + sprintf(body, "{\"textMessage\":{\"text\":\"");
    end = append_escaped(end, text, text_length);
    sprintf(end, "\"},\"phoneNumbers\":[\"%.*s\"]}", (int)strcspn(argv[3], "@"), argv[3]);

    char url[1000];
    snprintf(url, sizeof url, "%s/messages", argv[1]);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return EX_TEMPFAIL;
    CURL *curl = curl_easy_init();
    if (!curl) return EX_TEMPFAIL;
    struct curl_slist *fields = curl_slist_append(NULL, "Content-Type: application/json");
    fields = curl_slist_append(fields, "Accept: application/json");
    fields = curl_slist_append(fields, "Expect:");
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_USERPWD, argv[2]);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 30000L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 10000L);
    CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK) {
        printf("4.4.1 451 %s\n", curl_easy_strerror(code));
        return EX_TEMPFAIL;
    }
    printf("%ld\n", status);
    fflush(stdout);
    _exit(exit_status(status));
}
