/* What is used of nettle, a library for cryptography (nettle-dev). swift-crypto needs FoundationEssentials, and what that
 * takes is said in JSON.swift. */

#include <nettle/base64.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
