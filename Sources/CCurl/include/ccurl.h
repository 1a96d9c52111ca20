/* The functions of libcurl that postsms uses, in a form that Swift can call: libcurl sets options and reads results
 * through functions with variable arguments, so there is one typed function for each kind of value.
 *
 * libcurl is loaded on demand instead of linked. If it does not load, the message is deferred; with a linked libcurl
 * the loader's exit status 127 would make pipe(8) bounce it. Runs that send nothing also save the loading of libcurl
 * and its many libraries. */

#ifndef POSTSMS_CCURL_H
#define POSTSMS_CCURL_H

#include <curl/curl.h>

/* A member of an enumeration, or since libcurl 8.14 a number. */
static const long ccurl_use_ssl_always = CURLUSESSL_ALL;

/* Loads and initializes libcurl, once. Returns NULL, or why that failed. Must be called before the other functions.
 * Not thread-safe. */
const char *ccurl_load(void);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *curl);
/* Resets all options; keeps connections and TLS sessions. */
void ccurl_easy_reset(CURL *curl);
CURLcode ccurl_easy_perform(CURL *curl);
const char *ccurl_easy_strerror(CURLcode code);
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

/* The folder of CA certificates that libcurl trusts by default, NULL if it has none. */
const char *ccurl_default_ca_folder(void);

CURLcode ccurl_set_string(CURL *curl, CURLoption option, const char *value);
/* Sets where libcurl explains an error: CURL_ERROR_SIZE bytes that must last as long as the handle. */
CURLcode ccurl_set_error_buffer(CURL *curl, char *buffer);
CURLcode ccurl_set_long(CURL *curl, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *curl, CURLoption option, curl_off_t value);
CURLcode ccurl_set_list(CURL *curl, CURLoption option, struct curl_slist *value);

/* Takes or gives bytes, and returns the number of bytes. */
typedef size_t (*ccurl_mover)(char *, size_t, size_t, void *);
/* Sets the receivers of the answer: `header` gets each line of its header, `body` each piece of its body. */
CURLcode ccurl_set_receivers(CURL *curl, ccurl_mover header, ccurl_mover body, void *target);
/* Sets the source of a request's body. */
CURLcode ccurl_set_reader(CURL *curl, ccurl_mover reader, void *source);
CURLcode ccurl_set_socket_opener(CURL *curl, curl_opensocket_callback opener, void *target);

CURLcode ccurl_get_long(CURL *curl, CURLINFO info, long *value);

/* For an open connection (CURLOPT_CONNECT_ONLY). CURLE_AGAIN: not now. */
CURLcode ccurl_send(CURL *curl, const void *bytes, size_t count, size_t *sent);
CURLcode ccurl_receive(CURL *curl, void *buffer, size_t size, size_t *received);
/* CURL_SOCKET_BAD: there is no connection. */
curl_socket_t ccurl_socket(CURL *curl);
/* The server's certificate as PEM (CURLOPT_CERTINFO), NULL without one. It lives as long as the connection. */
const char *ccurl_certificate(CURL *curl);

#endif
