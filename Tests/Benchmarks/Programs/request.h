/* What the programs in C that send SMS have in common: the request to SMSGate, with the libcurl options of postsms. */

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

enum {
    TEXT_LIMIT = 1224, /* bytes, 8 segments */
    NUMBER_LIMIT = 64,
    /* Room for both with each byte as \uXXXX, and for what stands around them. */
    JSON_SIZE = 6 * (TEXT_LIMIT + NUMBER_LIMIT) + 200,
};

/* Appends text as the inside of a JSON string, without carriage returns. */
static char *append_escaped(char *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = text[i];
        if (c == '"' || c == '\\') {
            *out++ = '\\';
            *out++ = c;
        } else if (c == '\n') {
            out += sprintf(out, "\\n");
        } else if (c == '\r') {
            continue;
        } else if (c < ' ') {
            out += sprintf(out, "\\u%04x", c);
        } else {
            *out++ = c;
        }
    }
    *out = '\0';
    return out;
}

/* Writes the request for a text of TEXT_LIMIT bytes at most into json, which has room for JSON_SIZE. The number is what
 * stands before the @ of the recipient. Without an id (NULL) it names no device either. Returns its length. */
static size_t write_json(char *json, const char *id, const char *recipient, const char *text, size_t length)
{
    char *end = json;
    *end++ = '{';
    if (id) end += sprintf(end, "\"deviceId\":\"y\",\"id\":\"%.36s\",", id);
    end += sprintf(end, "\"phoneNumbers\":[\"");
    size_t digits = strcspn(recipient, "@");
    end = append_escaped(end, recipient, digits < NUMBER_LIMIT ? digits : NUMBER_LIMIT);
    end += sprintf(end, "\"],\"textMessage\":{\"text\":\"");
    end = append_escaped(end, text, length);
    return end + sprintf(end, "\"}}") - json;
}

static size_t ignore(char *data, size_t size, size_t count, void *target)
{
    (void)data, (void)target;
    return size * count;
}

/* A handle that POSTs to the API at url; NULL if there is no memory. */
static CURL *new_handle(const char *url)
{
    char messages[1000];
    CURL *curl = curl_easy_init();
    if (!curl) return NULL;
    struct curl_slist *fields = curl_slist_append(NULL, "Content-Type: application/json");
    fields = curl_slist_append(fields, "Accept: application/json");
    fields = curl_slist_append(fields, "Expect:");
    snprintf(messages, sizeof messages, "%s/messages", url);
    curl_easy_setopt(curl, CURLOPT_URL, messages);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 30000L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 10000L);
    return curl;
}
