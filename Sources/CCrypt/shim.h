/* crypt(3) of libxcrypt (libcrypt-dev, which libc6-dev brings along): the hashes of /etc/shadow and of Dovecot. */

#include <crypt.h>
