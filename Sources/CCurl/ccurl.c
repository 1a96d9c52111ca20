#include "ccurl.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

/* curl.h checks the types of these calls with macros, which are in the way of a call through a pointer. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define FUNCTIONS(FUNCTION) \
    FUNCTION(curl_global_init) \
    FUNCTION(curl_version_info) \
    FUNCTION(curl_easy_init) \
    FUNCTION(curl_easy_cleanup) \
    FUNCTION(curl_easy_reset) \
    FUNCTION(curl_easy_perform) \
    FUNCTION(curl_easy_strerror) \
    FUNCTION(curl_easy_setopt) \
    FUNCTION(curl_easy_getinfo) \
    FUNCTION(curl_slist_append) \
    FUNCTION(curl_slist_free_all)

static struct {
#define POINTER(name) __typeof__(&name) name;
    FUNCTIONS(POINTER)
} libcurl;

static int is_loaded, has_tls;

/* Libraries that libcurl, as Debian builds it, takes along with 30 others. The dynamic loader looks for the symbols of what
 * comes with one dlopen() in all of it; loaded on their own, these two look in the eight that they take themselves. That
 * saves 2.5 of 12 million instructions, and 0.19 of the 4.1 ms that loading libcurl takes. Where libcurl does
 * without one it may be missing. */
static const char *const loaded_first[] = {"libgnutls.so.30", "libssl.so.3"};

/* Read by GnuTLS, which comes along for RTMP and LDAP: it sets itself up only when it is used, and not when it is loaded.
 * That saves 0.4 of the 4.5 ms that loading libcurl takes, and 0.8 MB. */
static const char lazy_gnutls[] = "GNUTLS_NO_IMPLICIT_INIT";

/* libcurl has OpenSSL set up what is for nothing without TLS: error texts, tables of ciphers and digests, and what its
 * configuration file asks for. That takes 0.8 of the 9 ms of a message, and 0.9 MB. What OPENSSL_init_crypto(3) is told
 * to leave out, later calls leave out too. The numbers are those of openssl/crypto.h. */
static void leave_out_tls(void *library)
{
    enum { NO_ERROR_TEXTS = 0x01, NO_CIPHERS = 0x10, NO_DIGESTS = 0x20, NO_CONFIGURATION = 0x80 };
    int (*init)(uint64_t, const void *) =
        (int (*)(uint64_t, const void *))dlsym(library, "OPENSSL_init_crypto");
    if (init) init(NO_ERROR_TEXTS | NO_CIPHERS | NO_DIGESTS | NO_CONFIGURATION, NULL);
}

const char *ccurl_load(int with_tls)
{
    if (is_loaded) return with_tls && !has_tls ? "libcurl was loaded without the settings for TLS" : NULL;
    setenv(lazy_gnutls, "1", 1);
    for (size_t i = 0; i < sizeof loaded_first / sizeof *loaded_first; i++)
        dlopen(loaded_first[i], RTLD_LAZY | RTLD_LOCAL);
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    unsetenv(lazy_gnutls);
    if (!library) return dlerror();
#define LOAD(name) \
    if (!(libcurl.name = (__typeof__(&name))dlsym(library, #name))) return dlerror();
    FUNCTIONS(LOAD)
    if (!with_tls) leave_out_tls(library);
    CURLcode code = libcurl.curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) return "libcurl cannot be initialized";
    is_loaded = 1;
    has_tls = with_tls;
    return NULL;
}

CURL *ccurl_easy_init(void)
{
    return libcurl.curl_easy_init();
}

void ccurl_easy_cleanup(CURL *curl)
{
    libcurl.curl_easy_cleanup(curl);
}

void ccurl_easy_reset(CURL *curl)
{
    libcurl.curl_easy_reset(curl);
}

CURLcode ccurl_easy_perform(CURL *curl)
{
    return libcurl.curl_easy_perform(curl);
}

const char *ccurl_easy_strerror(CURLcode code)
{
    return libcurl.curl_easy_strerror(code);
}

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text)
{
    return libcurl.curl_slist_append(list, text);
}

void ccurl_slist_free_all(struct curl_slist *list)
{
    libcurl.curl_slist_free_all(list);
}

const char *ccurl_default_ca_folder(void)
{
    const curl_version_info_data *version = libcurl.curl_version_info(CURLVERSION_NOW);
    return version->age >= CURLVERSION_SEVENTH ? version->capath : NULL;
}

CURLcode ccurl_set_string(CURL *curl, CURLoption option, const char *value)
{
    return libcurl.curl_easy_setopt(curl, option, value);
}

CURLcode ccurl_set_long(CURL *curl, CURLoption option, long value)
{
    return libcurl.curl_easy_setopt(curl, option, value);
}

CURLcode ccurl_set_size(CURL *curl, CURLoption option, curl_off_t value)
{
    return libcurl.curl_easy_setopt(curl, option, value);
}

CURLcode ccurl_set_bytes(CURL *curl, CURLoption option, const void *value)
{
    return libcurl.curl_easy_setopt(curl, option, value);
}

CURLcode ccurl_set_list(CURL *curl, CURLoption option, struct curl_slist *value)
{
    return libcurl.curl_easy_setopt(curl, option, value);
}

CURLcode ccurl_set_receivers(CURL *curl, ccurl_receiver header, ccurl_receiver body, void *target)
{
    CURLcode code = libcurl.curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, header);
    if (code == CURLE_OK) code = libcurl.curl_easy_setopt(curl, CURLOPT_HEADERDATA, target);
    if (code == CURLE_OK) code = libcurl.curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = libcurl.curl_easy_setopt(curl, CURLOPT_WRITEDATA, target);
    return code;
}

CURLcode ccurl_set_socket_opener(CURL *curl, curl_opensocket_callback opener, void *target)
{
    CURLcode code = libcurl.curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, opener);
    return code != CURLE_OK ? code : libcurl.curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, target);
}

CURLcode ccurl_get_long(CURL *curl, CURLINFO info, long *value)
{
    return libcurl.curl_easy_getinfo(curl, info, value);
}
