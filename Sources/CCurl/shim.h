/* libcurl sets options and reads results through functions with variable
 * arguments, which Swift cannot call. One typed function for each kind of value
 * that postsms passes. */

#ifndef POSTSMS_CCURL_H
#define POSTSMS_CCURL_H

#include <curl/curl.h>

static inline CURLcode ccurl_set_string(CURL *curl, CURLoption option, const char *value)
{
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode ccurl_set_long(CURL *curl, CURLoption option, long value)
{
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode ccurl_set_size(CURL *curl, CURLoption option, curl_off_t value)
{
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode ccurl_set_bytes(CURL *curl, CURLoption option, const void *value)
{
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode ccurl_set_list(CURL *curl, CURLoption option, struct curl_slist *value)
{
    return curl_easy_setopt(curl, option, value);
}

/* Sets who gets the answer: `header` each line of its header, `body` each piece of its body. */
typedef size_t (*ccurl_receiver)(char *, size_t, size_t, void *);

static inline CURLcode ccurl_set_receivers(CURL *curl, ccurl_receiver header, ccurl_receiver body, void *target)
{
    CURLcode code = curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, header);
    if (code == CURLE_OK) code = curl_easy_setopt(curl, CURLOPT_HEADERDATA, target);
    if (code == CURLE_OK) code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = curl_easy_setopt(curl, CURLOPT_WRITEDATA, target);
    return code;
}

static inline CURLcode ccurl_set_socket_opener(CURL *curl, curl_opensocket_callback opener, void *target)
{
    CURLcode code = curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, opener);
    return code != CURLE_OK ? code : curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, target);
}

static inline CURLcode ccurl_get_long(CURL *curl, CURLINFO info, long *value)
{
    return curl_easy_getinfo(curl, info, value);
}

#endif
