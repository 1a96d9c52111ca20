#include "ccurl.h"

#include <dlfcn.h>
#include <string.h>

/* curl.h checks the types of these calls with macros, which prevent calls through a pointer. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define FUNCTIONS(FUNCTION) \
    FUNCTION(curl_global_init) \
    FUNCTION(curl_version_info) \
    FUNCTION(curl_easy_init) \
    FUNCTION(curl_easy_cleanup) \
    FUNCTION(curl_easy_reset) \
    FUNCTION(curl_easy_perform) \
    FUNCTION(curl_easy_recv) \
    FUNCTION(curl_easy_send) \
    FUNCTION(curl_easy_strerror) \
    FUNCTION(curl_easy_setopt) \
    FUNCTION(curl_easy_getinfo) \
    FUNCTION(curl_slist_append) \
    FUNCTION(curl_slist_free_all)

static struct {
#define POINTER(name) __typeof__(&name) name;
    FUNCTIONS(POINTER)
} libcurl;

static int is_loaded;

const char *ccurl_load(void)
{
    if (is_loaded) return NULL;
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (!library) return dlerror();
#define LOAD(name) \
    if (!(libcurl.name = (__typeof__(&name))dlsym(library, #name))) return dlerror();
    FUNCTIONS(LOAD)
    if (libcurl.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return "libcurl cannot be initialized";
    is_loaded = 1;
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

CURLcode ccurl_set_error_buffer(CURL *curl, char *buffer)
{
    return libcurl.curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, buffer);
}

CURLcode ccurl_set_long(CURL *curl, CURLoption option, long value)
{
    return libcurl.curl_easy_setopt(curl, option, value);
}

CURLcode ccurl_set_size(CURL *curl, CURLoption option, curl_off_t value)
{
    return libcurl.curl_easy_setopt(curl, option, value);
}

CURLcode ccurl_set_list(CURL *curl, CURLoption option, struct curl_slist *value)
{
    return libcurl.curl_easy_setopt(curl, option, value);
}

CURLcode ccurl_set_receivers(CURL *curl, ccurl_mover header, ccurl_mover body, void *target)
{
    CURLcode code = libcurl.curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, header);
    if (code == CURLE_OK) code = libcurl.curl_easy_setopt(curl, CURLOPT_HEADERDATA, target);
    if (code == CURLE_OK) code = libcurl.curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = libcurl.curl_easy_setopt(curl, CURLOPT_WRITEDATA, target);
    return code;
}

CURLcode ccurl_set_reader(CURL *curl, ccurl_mover reader, void *source)
{
    CURLcode code = libcurl.curl_easy_setopt(curl, CURLOPT_READFUNCTION, reader);
    return code != CURLE_OK ? code : libcurl.curl_easy_setopt(curl, CURLOPT_READDATA, source);
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

CURLcode ccurl_send(CURL *curl, const void *bytes, size_t count, size_t *sent)
{
    return libcurl.curl_easy_send(curl, bytes, count, sent);
}

CURLcode ccurl_receive(CURL *curl, void *buffer, size_t size, size_t *received)
{
    return libcurl.curl_easy_recv(curl, buffer, size, received);
}

curl_socket_t ccurl_socket(CURL *curl)
{
    curl_socket_t descriptor = CURL_SOCKET_BAD;
    return libcurl.curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &descriptor) == CURLE_OK ? descriptor
                                                                                            : CURL_SOCKET_BAD;
}

const char *ccurl_certificate(CURL *curl)
{
    static const char name[] = "Cert:";
    struct curl_certinfo *info = NULL;
    if (libcurl.curl_easy_getinfo(curl, CURLINFO_CERTINFO, &info) != CURLE_OK || !info || info->num_of_certs < 1) {
        return NULL;
    }
    for (struct curl_slist *field = info->certinfo[0]; field; field = field->next) {
        if (!strncmp(field->data, name, sizeof name - 1)) return field->data + sizeof name - 1;
    }
    return NULL;
}
