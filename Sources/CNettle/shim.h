/* The parts of the cryptography library nettle (nettle-dev) that postsms uses. swift-crypto needs FoundationEssentials,
 * which the executable does without. */

#include <nettle/base16.h>
#include <nettle/base64.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
