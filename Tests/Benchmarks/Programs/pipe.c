/* pipe URL USER:PASSWORD RECIPIENT < message
 *
 * The least that a program in C does that turns mail into SMS under pipe(8): reads the mail, POSTs what stands behind
 * its header with libcurl, and maps the answer's status to an exit status. No MIME, no credentials map, no message id.
 * Its libcurl options are those of postsms. */

#include "request.h"

#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

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
    char json[JSON_SIZE];
    write_json(json, NULL, argv[3], text, strnlen(text, TEXT_LIMIT));

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return EX_TEMPFAIL;
    CURL *curl = new_handle(argv[1]);
    if (!curl) return EX_TEMPFAIL;
    curl_easy_setopt(curl, CURLOPT_USERPWD, argv[2]);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json);
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
